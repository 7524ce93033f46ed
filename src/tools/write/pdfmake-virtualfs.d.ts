// What pdfmake has in Node and its types leave out: files that exist for it alone.
import 'pdfmake';

declare module 'pdfmake' {
  export const virtualfs: { writeFileSync(name: string, bytes: Uint8Array): void };
}

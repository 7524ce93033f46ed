// A PDF opened, for whoever reads its text or draws its pages. Runs in workers only: a hostile file can take all the time there is.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A picture in a page may unpack to so many pixels; larger ones are left out. */
const LARGEST_PIXELS = 60_000_000;

export async function openPdf(bytes: Uint8Array) {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
  return getDocument({
    data: Uint8Array.from(bytes),
    // Without these maps two thirds of the characters of Chinese and Japanese files are lost, and nobody is told.
    cMapUrl: `${join(folder, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
    wasmUrl: `${join(folder, 'wasm')}/`,
    disableFontFace: true,
    useSystemFonts: false,
    maxImageSize: LARGEST_PIXELS,
    verbosity: VerbosityLevel.ERRORS,
  });
}

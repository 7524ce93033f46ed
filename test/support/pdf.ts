// Small real PDFs, written here so that each test shows what is in them.
import { createCanvas } from '@napi-rs/canvas';

interface PdfOptions {
  /** A password is asked for; nobody has it. */
  readonly locked?: boolean;
}

/** One page a text; lines are set below each other. Chinese is set in a font that is named and not enclosed. */
export function makePdf(pages: readonly string[], { locked = false }: PdfOptions = {}): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(''); // The list of pages, written when they are known.
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  add(
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>',
  );
  add(
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 6 0 R >>',
  );
  add(
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  );
  const kids = pages.map((text) => {
    const content = toContent(text);
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    return add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${stream} 0 R >>`,
    );
  });
  objects[1] = `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`;
  const encrypt = locked
    ? add(`<< /Filter /Standard /V 1 /R 2 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> /P -4 >>`)
    : undefined;
  return assemble(objects, encrypt);
}

/** One page a picture, as a scanner makes them: there are words to see, and none to copy. */
export function makeScan(pages: readonly (readonly string[])[]): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add('');
  const kids = pages.map((lines) => {
    const jpeg = Buffer.from(makePicture(lines, 'image/jpeg')).toString('latin1');
    const image = add(
      `<< /Type /XObject /Subtype /Image /Width 600 /Height 800 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n${jpeg}\nendstream`,
    );
    const content = '600 0 0 800 0 0 cm /I1 Do';
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    return add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /I1 ${image} 0 R >> >> /Contents ${stream} 0 R >>`,
    );
  });
  objects[1] = `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`;
  return assemble(objects, undefined);
}

/** 600 × 800 black words on white. */
export function makePicture(
  lines: readonly string[],
  type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif',
): Uint8Array {
  const canvas = createCanvas(600, 800);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 600, 800);
  context.fillStyle = '#000';
  context.font = '32px sans-serif';
  for (const [at, line] of lines.entries()) context.fillText(line, 40, 80 + at * 48);
  // Whatever fonts a machine has, there is something black to see.
  context.fillRect(40, 700, 200, 40);
  // Each overload of theirs takes one type.
  switch (type) {
    case 'image/png':
      return canvas.toBuffer('image/png');
    case 'image/jpeg':
      return canvas.toBuffer('image/jpeg');
    case 'image/webp':
      return canvas.toBuffer('image/webp');
    case 'image/gif':
      return canvas.toBuffer('image/gif');
  }
}

function toContent(text: string): string {
  if (text === '') return '0 0 100 100 re f'; // A page that is only a picture.
  const lines = text.split('\n').map((line) => {
    const isLatin = /^[\u0020-\u007e]*$/.test(line);
    const shown = isLatin
      ? `(${line.replace(/[\\()]/g, '\\$&')})`
      : `<${Buffer.from(line, 'utf16le').swap16().toString('hex')}>`;
    return `/${isLatin ? 'F1' : 'F2'} 12 Tf ${shown} Tj 0 -16 Td`;
  });
  return `BT 50 780 Td ${lines.join('\n')} ET`;
}

function assemble(objects: readonly string[], encrypt: number | undefined): Uint8Array {
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const id = `/ID [<${'43'.repeat(16)}> <${'43'.repeat(16)}>]`;
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R ${encrypt === undefined ? '' : `/Encrypt ${encrypt} 0 R ${id}`} >>`;
  const whole = `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(whole, 'latin1');
}

// Small real PDFs, written here so that each test shows what is in them.

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

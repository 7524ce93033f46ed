// What kind of file it is, by its first bytes, its name and what Slack says of it.
import type { DocumentName } from './document.ts';

type DocumentFormat = 'pdf' | 'table' | 'json' | 'text' | 'unsupported';

export const SUPPORTED_FORMATS = 'PDF with text, CSV and TSV, Markdown, JSON and other plain text';

const TEXT_ENDINGS =
  /\.(?:txt|text|md|markdown|log|ya?ml|toml|ini|conf|xml|html?|css|sql|sh|py|rb|go|rs|java|kt|c|h|cpp|cs|php|[jt]sx?|mjs|vue|tex|srt|vtt|ics|eml|jsonl|ndjson|diff|patch)$/i;

export function formatOf(bytes: Uint8Array, { name, mimetype }: DocumentName): DocumentFormat {
  const type = mimetype.toLowerCase().replace(/;.*$/, '').trim();
  if (startsWith(bytes, '%PDF-') || type === 'application/pdf' || /\.pdf$/i.test(name)) return 'pdf';
  if (startsWith(bytes, 'PK\u0003\u0004')) return 'unsupported';
  if (/\.(?:csv|tsv|tab)$/i.test(name) || type === 'text/csv' || type === 'text/tab-separated-values')
    return 'table';
  if (/\.json$/i.test(name) || type === 'application/json' || type.endsWith('+json')) return 'json';
  if (
    TEXT_ENDINGS.test(name) ||
    type.startsWith('text/') ||
    type.endsWith('+xml') ||
    type === 'application/xml'
  )
    return 'text';
  return 'unsupported';
}

/** What to say of a file that cannot be read, with the way out where there is one. */
export function unsupportedReason({ name, mimetype }: DocumentName): string {
  const supported = `Readable are ${SUPPORTED_FORMATS}.`;
  if (/\.(?:docx?|odt|rtf|pages|pptx?|odp|key)$/i.test(name)) {
    return `"${name}" cannot be read in this format. ${supported} Ask for an export as PDF.`;
  }
  if (/\.(?:xlsx?|xlsm|ods|numbers)$/i.test(name)) {
    return `"${name}" is a spreadsheet in a format that cannot be read. ${supported} Ask for an export as CSV.`;
  }
  if (/^(?:image|video|audio)\//.test(mimetype))
    return `"${name}" has no text that could be read (${mimetype}). ${supported}`;
  return `"${name}" cannot be read (${mimetype === '' ? 'unknown kind' : mimetype}). ${supported}`;
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  // A PDF may have some bytes of junk before its mark; the others never do.
  const head = Buffer.from(bytes.subarray(0, magic.startsWith('%') ? 64 : magic.length)).toString('latin1');
  return head.includes(magic);
}

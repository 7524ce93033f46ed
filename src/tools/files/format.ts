// What kind of file it is, by its first bytes, its name and what Slack says of it.
import type { DocumentName } from './document.ts';
import { pictureTypeOf } from './picture.ts';

export type DocumentFormat =
  | 'pdf'
  | 'zip'
  | 'compound'
  | 'picture'
  | 'table'
  | 'json'
  | 'html'
  | 'mail'
  | 'text'
  | 'unsupported';

export const SUPPORTED_FORMATS =
  'PDF, Word, Excel, PowerPoint, OpenDocument, EPUB, CSV and TSV, HTML, mails (.eml), Markdown, code and other plain text, and zips of these';

const TEXT_ENDINGS =
  /\.(?:txt|text|md|markdown|log|ya?ml|toml|ini|conf|xml|css|sql|sh|py|rb|go|rs|java|kt|swift|scala|r|lua|pl|c|h|cpp|cc|hpp|cs|php|[jt]sx?|mjs|cjs|vue|svelte|tex|bib|rst|org|srt|vtt|ics|vcf|jsonl|ndjson|diff|patch|gradle|dockerfile|ipynb)$/i;

export function formatOf(bytes: Uint8Array, { name, mimetype }: DocumentName): DocumentFormat {
  const type = mimetype.toLowerCase().replace(/;.*$/, '').trim();
  if (startsWith(bytes, '%PDF-') || type === 'application/pdf' || /\.pdf$/i.test(name)) return 'pdf';
  if (startsWith(bytes, 'PK\u0003\u0004') || startsWith(bytes, 'PK\u0005\u0006')) return 'zip';
  if (startsWith(bytes, '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1')) return 'compound';
  if (pictureTypeOf(bytes) !== undefined) return 'picture';
  if (/\.(?:csv|tsv|tab)$/i.test(name) || type === 'text/csv' || type === 'text/tab-separated-values')
    return 'table';
  if (/\.eml$/i.test(name) || type === 'message/rfc822') return 'mail';
  if (/\.x?html?$/i.test(name) || type === 'text/html' || type === 'application/xhtml+xml') return 'html';
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
  if (/\.(?:docx?|odt|rtf|pages|pptx?|odp|key|xlsx?|xlsm|ods|numbers|epub)$/i.test(name)) {
    return `"${name}" is not what its name says, or in a format that cannot be read. ${supported} Ask for an export as PDF.`;
  }
  if (/^(?:image|video|audio)\//.test(mimetype))
    return `"${name}" has no text that could be read (${mimetype}). ${supported}`;
  return `"${name}" cannot be read (${mimetype === '' ? 'unknown kind' : mimetype}). ${supported}`;
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  // A PDF may have some bytes of junk before its mark; the others never do.
  if (!magic.startsWith('%'))
    return Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') === magic;
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1').includes(magic);
}

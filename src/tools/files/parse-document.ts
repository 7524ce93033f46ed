// One file's bytes into text, wherever this runs: here for small plain ones, in a worker for all that is packed or marked up.
import { toReason } from '../../base/errors.ts';
import type { Allowance } from './archive.ts';
import { decodeText, looksBinary } from './charset.ts';
import { unread, type DocumentName, type DocumentRead } from './document.ts';
import { formatOf, unsupportedReason } from './format.ts';
import { readTable } from './table.ts';
import { indentJson, toTextPages } from './text.ts';

/** All that one file may unpack to, with the files in it. */
const MOST_UNPACKED_BYTES = 300_000_000;
/** A zip of zips is read, and zips within those; deeper is a trick. */
const DEEPEST = 3;

export async function parseDocument(
  bytes: Uint8Array,
  file: DocumentName,
  allowance: Allowance = { bytesLeft: MOST_UNPACKED_BYTES, depthLeft: DEEPEST },
): Promise<DocumentRead> {
  if (bytes.length === 0) return unread('empty', `"${file.name}" is empty.`);
  try {
    return await parse(bytes, file, allowance);
  } catch (thrown) {
    // Each library has faults of its own for what is cut off or garbled; nothing of it is worth telling apart.
    return unread(
      'broken',
      `"${file.name}" is broken and cannot be read (${toReason(thrown).slice(0, 200)}). Ask to have it shared again.`,
    );
  }
}

/** Parsers are loaded when the first file needs them: this process starts without them. */
async function parse(bytes: Uint8Array, file: DocumentName, allowance: Allowance): Promise<DocumentRead> {
  const format = formatOf(bytes, file);
  switch (format) {
    case 'pdf':
      return (await import('./pdf.ts')).readPdf(bytes);
    case 'zip':
      return (await import('./packed.ts')).readPacked(bytes, { allowance, parseInner: parseDocument });
    case 'compound':
      return (await import('./workbook.ts')).readCompound(bytes);
    case 'mail':
      return (await import('./packed.ts')).readMailFile(bytes, { allowance, parseInner: parseDocument });
    case 'html': {
      const { readHtml } = await import('./html.ts');
      return readHtml(bytes);
    }
    case 'picture':
      return { kind: 'pages', pages: [{ place: 'picture', text: '' }] };
    case 'unsupported':
      return unread('unsupported', unsupportedReason(file));
    case 'table':
    case 'json':
    case 'text':
      return parseText(bytes, file, format);
  }
}

function parseText(bytes: Uint8Array, file: DocumentName, format: 'table' | 'json' | 'text'): DocumentRead {
  const text = decodeText(bytes);
  if (looksBinary(text)) return unread('broken', `"${file.name}" is named like text but is not.`);
  if (text.trim() === '') return unread('empty', `"${file.name}" is empty.`);
  switch (format) {
    case 'table': {
      const table = readTable(text, {
        tabs: /\.(?:tsv|tab)$/i.test(file.name) || file.mimetype.includes('tab-separated'),
      });
      return 'kind' in table ? table : { kind: 'table', table };
    }
    case 'json':
      return { kind: 'pages', pages: toTextPages(indentJson(text)) };
    case 'text':
      return { kind: 'pages', pages: toTextPages(text) };
  }
}

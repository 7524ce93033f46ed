// One file's bytes into text, wherever this runs: here for small ones, in a worker for PDF and large ones.
import { decodeText, looksBinary } from './charset.ts';
import type { DocumentName, DocumentText, ReadFailure } from './document.ts';
import { formatOf, unsupportedReason } from './format.ts';
import { readPdf } from './pdf.ts';
import { readTable } from './table.ts';
import { indentJson, toTextPages } from './text.ts';

export async function parseDocument(
  bytes: Uint8Array,
  file: DocumentName,
): Promise<DocumentText | ReadFailure> {
  const format = formatOf(bytes, file);
  if (bytes.length === 0) return { kind: 'failed', reason: `"${file.name}" is empty.` };
  if (format === 'pdf') return readPdf(bytes);
  if (format === 'unsupported') return { kind: 'failed', reason: unsupportedReason(file) };

  const text = decodeText(bytes);
  if (looksBinary(text)) return { kind: 'failed', reason: `"${file.name}" is named like text but is not.` };
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

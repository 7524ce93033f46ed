// Every format in which people share documents: what stands in them is found, at the place where a person would look.
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import type { DocumentRead } from '../../../src/tools/files/document.ts';
import { fromKept, toKept } from '../../../src/tools/files/kept.ts';
import { columnName } from '../../../src/tools/files/column-name.ts';
import { createReadDocument } from '../../../src/tools/files/read-document.ts';
import { CORPUS } from '../../support/corpus.ts';

const readDocument = createReadDocument({ clock: systemClock });
const signal = new AbortController().signal;

test('the corpus is large enough to mean something', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CORPUS.map(({ name }) => name.split('.').at(-1)?.toLowerCase())).size).toBeGreaterThan(20);
});

test.each(CORPUS.map((document) => [document.name, document] as const))(
  '%s is read, and its quotes stand where they are cited',
  async (name, { bytes, finds, unread = [] }) => {
    const document = await readDocument(bytes, { name, mimetype: '' }, { signal });
    const places = placesOf(document);
    for (const [place, quote] of finds)
      expect(
        places
          .filter(([at]) => at === place)
          .map(([, text]) => text)
          .join('\n'),
      ).toContain(quote);
    if (document.kind === 'pages')
      expect((document.unread ?? []).map(({ part, why }) => [part, why])).toEqual(unread);

    // What is kept of it comes back as it was.
    const kept = toKept(document);
    if (kept !== undefined) expect(placesOf(fromKept(kept))).toEqual(places);
  },
);

/** Every place with its text; cells by themselves. */
function placesOf(document: DocumentRead | undefined): readonly (readonly [string, string])[] {
  switch (document?.kind) {
    case undefined:
      return [];
    case 'failed':
      return [['failed', `${document.why}: ${document.reason}`]];
    case 'pages':
      return document.pages.map(({ place, text }) => [place, text]);
    case 'table':
      return document.table.rows.flatMap((cells, row) =>
        cells.map((cell) => [`row ${row + 1}`, cell] as const),
      );
    case 'workbook':
      return document.sheets.flatMap(({ name, rows }) =>
        rows.flatMap(({ number, cells }) =>
          cells.map((cell, column) => [`${name}!${columnName(column)}${number}`, cell] as const),
        ),
      );
  }
}

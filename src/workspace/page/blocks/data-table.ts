// A table of data: sorted by its heads, and turned page by page.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { numberOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { cellOrder, cellView, cellWords, isNumeric, rowsOf } from './cell.ts';

interface Order {
  readonly column: number;
  readonly isDown: boolean;
}

export function DataTable({ block }: { block: Json }) {
  const [head = [], ...body] = rowsOf(block);
  const [order, setOrder] = useState<Order>();
  const [page, setPage] = useState(0);
  const size = Math.max(1, numberOf(block, 'page_size') ?? 5);
  const pages = Math.max(1, Math.ceil(body.length / size));
  const shown = sorted(body, order).slice(page * size, page * size + size);
  const nameColumn = numberOf(block, 'row_header_column_index');
  const numeric = head.map(
    (_, column) => body.length > 0 && body.every((row) => isNumeric(row[column] ?? {})),
  );
  const sortBy = (column: number): void => {
    setOrder(
      order?.column !== column
        ? { column, isDown: false }
        : order.isDown
          ? undefined
          : { column, isDown: true },
    );
    setPage(0);
  };
  return html`<figure class="data-table">
    <figcaption>${wordsOf(block, 'caption')}</figcaption>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${wordsOf(block, 'caption') || 'Table'}>
      <table>
        <thead>
          <tr>
            ${head.map((cell, column) => {
              const state = order?.column !== column ? 'none' : order.isDown ? 'descending' : 'ascending';
              return html`<th
                scope="col"
                aria-sort=${state}
                class=${numeric[column] === true ? 'is-number' : ''}
              >
                <button type="button" class="sort" onClick=${() => sortBy(column)}>
                  ${cellWords(cell)}<span aria-hidden="true" class="sort-mark"
                    >${{ none: '', ascending: '↑', descending: '↓' }[state]}</span
                  >
                </button>
              </th>`;
            })}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              html`<tr>
                ${row.map((cell, column) => {
                  const name = column === nameColumn ? 'th' : 'td';
                  return html`<${name}
                    scope=${column === nameColumn ? 'row' : undefined}
                    class=${numeric[column] === true ? 'is-number' : ''}
                    >${cellView(cell)}<//
                  >`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pages > 1 && html`<${Pages} page=${page} pages=${pages} rows=${body.length} turn=${setPage} />`}
  </figure>`;
}

function Pages({
  page,
  pages,
  rows,
  turn,
}: {
  page: number;
  pages: number;
  rows: number;
  turn: (page: number) => void;
}) {
  return html`<nav class="pages" aria-label="Pages of the table">
    <span class="muted">${rows} rows · page ${page + 1} of ${pages}</span>
    <button
      type="button"
      class="button button-small"
      aria-label="Previous page"
      disabled=${page === 0}
      onClick=${() => turn(page - 1)}
    >
      ‹
    </button>
    <button
      type="button"
      class="button button-small"
      aria-label="Next page"
      disabled=${page === pages - 1}
      onClick=${() => turn(page + 1)}
    >
      ›
    </button>
  </nav>`;
}

function sorted(rows: readonly (readonly Json[])[], order: Order | undefined): readonly (readonly Json[])[] {
  if (order === undefined) return rows;
  const { column, isDown } = order;
  return [...rows].sort(
    (a, b) => compare(cellOrder(a[column] ?? {}), cellOrder(b[column] ?? {})) * (isDown ? -1 : 1),
  );
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b));
}

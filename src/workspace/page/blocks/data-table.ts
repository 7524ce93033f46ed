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
  const [turned, turn] = useState(0);
  const size = Math.max(1, numberOf(block, 'page_size') ?? 5);
  const pages = Math.max(1, Math.ceil(body.length / size));
  const page = Math.min(turned, pages - 1);
  const shown = sorted(body, order).slice(page * size, page * size + size);
  const columns = head.map((cell, at) => ({
    title: cellWords(cell),
    isName: at === numberOf(block, 'row_header_column_index'),
    className: body.length > 0 && body.every((row) => isNumeric(row[at] ?? {})) ? 'is-number' : '',
  }));
  const caption = wordsOf(block, 'caption');
  const sortBy = (column: number): void => {
    setOrder(nextOrder(order, column));
    turn(0);
  };
  return html`<figure class="data-table">
    <figcaption>${caption}</figcaption>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${caption || 'Table'}>
      <table>
        <thead>
          <tr>
            ${columns.map((column, at) => html`<${Head} key=${at} ...${column} order=${order?.column === at ? order : undefined} sort=${() => sortBy(at)} />`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              html`<tr>
                ${row.map((cell, at) => html`<${Cell} key=${at} cell=${cell} ...${columns[at]} />`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pages > 1 && html`<${Pages} page=${page} pages=${pages} rows=${body.length} turn=${turn} />`}
  </figure>`;
}

/** Up, down, and as the app gave it. */
function nextOrder(order: Order | undefined, column: number): Order | undefined {
  if (order?.column !== column) return { column, isDown: false };
  return order.isDown ? undefined : { column, isDown: true };
}

interface HeadProps {
  readonly title: string;
  readonly className: string;
  readonly order: Order | undefined;
  readonly sort: () => void;
}

function Head({ title, className, order, sort }: HeadProps) {
  const state = order === undefined ? 'none' : order.isDown ? 'descending' : 'ascending';
  return html`<th scope="col" aria-sort=${state} class=${className}>
    <button type="button" class="sort" onClick=${sort}>
      ${title}<span aria-hidden="true" class="sort-mark"
        >${{ none: '', ascending: '↑', descending: '↓' }[state]}</span
      >
    </button>
  </th>`;
}

function Cell({
  cell,
  isName = false,
  className = '',
}: {
  cell: Json;
  isName?: boolean;
  className?: string;
}) {
  const view = cellView(cell);
  return isName
    ? html`<th scope="row" class=${className}>${view}</th>`
    : html`<td class=${className}>${view}</td>`;
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

// A plain table; its first row is its head.
import { html } from 'htm/preact';
import { isTrue, objectsOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import { cellView, rowsOf } from './cell.ts';

export function Table({ block }: { block: Json }) {
  const [head = [], ...body] = rowsOf(block);
  const settings = objectsOf(block, 'column_settings');
  const styleOf = (column: number): string => {
    const setting = settings[column];
    if (setting === undefined) return '';
    return `text-align:${textOf(setting, 'align') || 'left'};${isTrue(setting, 'is_wrapped') ? 'white-space:normal' : ''}`;
  };
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${head.map((cell, column) => html`<th scope="col" style=${styleOf(column)}>${cellView(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          (row) =>
            html`<tr>
              ${row.map((cell, column) => html`<td style=${styleOf(column)}>${cellView(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

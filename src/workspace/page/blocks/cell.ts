// A cell of a table block: words, a number, or rich text.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { isJson, numberOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import { RichText } from './rich-text.ts';

export function cellView(cell: Json): ComponentChildren {
  return textOf(cell, 'type') === 'rich_text' ? html`<${RichText} block=${cell} />` : cellWords(cell);
}

export function cellWords(cell: Json): string {
  const text = textOf(cell, 'text');
  if (text !== '') return text;
  const value = numberOf(cell, 'value');
  if (value !== undefined) return String(value);
  return richWords(cell);
}

/** What a cell sorts by: its number where it has one, also when it was written as a text such as `€1,250.50`. */
export function cellOrder(cell: Json): number | string {
  const value = textOf(cell, 'type') === 'raw_number' ? numberOf(cell, 'value') : undefined;
  if (value !== undefined) return value;
  const words = cellWords(cell);
  const digits = words.replace(/[€$¥£%,\s]/g, '');
  return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : words.toLowerCase();
}

export function isNumeric(cell: Json): boolean {
  return typeof cellOrder(cell) === 'number';
}

export function rowsOf(block: Json): readonly (readonly Json[])[] {
  const rows = block['rows'];
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) => (Array.isArray(row) ? row.filter(isJson) : []));
}

function richWords(node: Json): string {
  const elements = node['elements'];
  if (!Array.isArray(elements)) return textOf(node, 'text');
  return elements.filter(isJson).map(richWords).join('');
}

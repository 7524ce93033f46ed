// Tables that people open in a spreadsheet: no cell of one is taken for a formula, whoever wrote what stands in it.
import papaparse from 'papaparse';
import { decodeText } from './charset.ts';
import { readTable } from './table.ts';

/** What a spreadsheet would run; a number with its sign, also a phone number, is none. */
export const FORMULA = /^[=@\t\r]|^[+-](?![\d\s.,()/-]+%?$)/u;

/** Whether there is anything to do, without taking the table apart. */
const MAYBE = /(?:^|[,;\t|"])(?:[=@]|[+-](?!\d))/mu;

/** The same bytes unless a cell is one: that then begins with `'`, which spreadsheets do not show. */
export function withoutFormulas(name: string, bytes: Uint8Array): Uint8Array {
  if (!/\.(?:csv|tsv)$/iu.test(name)) return bytes;
  const text = decodeText(bytes);
  if (!MAYBE.test(text)) return bytes;
  const table = readTable(text, { tabs: /\.tsv$/iu.test(name) });
  const delimiter = 'kind' in table ? ',' : table.delimiter;
  const { data, meta } = papaparse.parse<string[]>(text, { header: false, delimiter });
  if (!data.some((row) => row.some((cell) => FORMULA.test(cell)))) return bytes;
  const written = papaparse.unparse(data, { delimiter, newline: meta.linebreak, escapeFormulae: FORMULA });
  return new TextEncoder().encode(written);
}

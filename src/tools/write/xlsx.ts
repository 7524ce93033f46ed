// Tables as a workbook: names in bold that stay in sight, numbers as numbers, and nothing that is a formula.
import writeExcelFile, { type Cell } from 'write-excel-file/node';

interface SheetToWrite {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const WIDEST = 60;
const SAMPLE = 200;

export async function toXlsx(sheets: readonly SheetToWrite[]): Promise<Uint8Array> {
  const names = new Set<string>();
  const file = writeExcelFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: toSheetName(name, names),
      data: [columns.map(toHead), ...rows.map((row) => row.map(toCell))],
      columns: columns.map((column, at) => ({
        width: widthOf([column, ...rows.slice(0, SAMPLE).map((row) => row[at] ?? '')]),
      })),
      stickyRowsCount: 1,
    })),
  );
  return new Uint8Array(await file.toBuffer());
}

function toHead(name: string): Cell {
  return { value: name, type: String, fontWeight: 'bold', backgroundColor: '#eef1f5', wrap: true };
}

/** Only what no reader could take for anything else: ids with zeros before them and long numbers stay as they are written. */
function toCell(text: string): Cell {
  if (text === '') return null;
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/u.test(text)) return { value: Number(text), type: Number };
  const day = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (day !== null) {
    const date = new Date(`${text}T00:00:00Z`);
    if (!Number.isNaN(date.getTime())) return { value: date, type: Date, format: 'yyyy-mm-dd' };
  }
  return { value: text, type: String };
}

function widthOf(cells: readonly string[]): number {
  // A Chinese character is as wide as two letters.
  const widest = Math.max(...cells.map((cell) => cell.replaceAll(/[^\u0020-\u024f]/gu, 'xx').length));
  return Math.min(Math.max(widest + 2, 8), WIDEST);
}

/** What Excel takes as the name of a sheet, and each once. */
function toSheetName(written: string, taken: Set<string>): string {
  const plain =
    written
      .replaceAll(/[[\]*?:/\\']/gu, ' ')
      .trim()
      .slice(0, 28) || 'Sheet';
  let name = plain;
  for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${plain} ${copy}`;
  taken.add(name.toLowerCase());
  return name;
}

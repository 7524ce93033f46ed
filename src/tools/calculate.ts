// Sums that are right: arithmetic, and the columns of a table that was shared in the channel.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome } from '../agent/tool.ts';
import { compileExpression } from './calculate/expression.ts';
import { evaluate } from './calculate/evaluate.ts';
import { toNumberText } from './calculate/result-text.ts';
import { columnNamed, ConditionSchema } from './calculate/rows.ts';
import { calculateTable } from './calculate/over-table.ts';
import type { OpenDocument } from './files/open-document.ts';
import { tableIn } from './files/sheet-table.ts';

const Input = z.object({
  expression: z
    .string()
    .min(1)
    .describe('For example 4180 * 12 * 0.95, or sum(Amount) / count(), or mean(Price * Quantity)'),
  file: z
    .string()
    .min(1)
    .optional()
    .describe('The id of a CSV, TSV or Excel file, F0ABC: its columns can then be used by their names'),
  sheet: z.string().min(1).optional().describe('The name of a sheet, when it is not the first'),
  where: z.array(ConditionSchema).optional().describe('Only the rows for which all of these hold'),
  group_by: z.string().min(1).optional().describe('A column: one result for each of its values'),
  columns: z
    .array(z.string())
    .optional()
    .describe('When the result is one number a row: columns to show beside it'),
});

export function createCalculate({ openDocument }: { readonly openDocument: OpenDocument }): Tool {
  return defineTool({
    name: 'calculate',
    description:
      'Calculate exactly: arithmetic, or over all rows of a CSV, TSV or Excel file. Use it for every number that you do not simply ' +
      'copy; never add up rows yourself. Functions: sum, mean, median, min, max, count, distinct, std, quantile(x, 0.9), ' +
      'round, abs, sqrt, if(test, a, b). Write numbers as 1234.5. Names of columns with spaces go in quotes. Examples: ' +
      '{"expression": "4180 * 12"}, {"expression": "sum(Amount)", "file": "F0SALES", "group_by": "Region", ' +
      '"where": [{"column": "Status", "op": "=", "value": "paid"}]}.',
    effect: 'read',
    input: Input,
    says: ({ expression }) => `Calculating ${expression.slice(0, 80)}`,

    async run({ expression, file, sheet, where = [], group_by: groupBy, columns = [] }, context) {
      if (file === undefined) {
        return where.length > 0 || groupBy !== undefined
          ? failed('where and group_by need a file.')
          : calculateAlone(expression);
      }
      const opened = await openDocument(file, context);
      if (opened.kind === 'failed') return failed(opened.reason);
      const found = tableIn(opened.document, sheet);
      if (found.kind === 'none')
        return failed(
          `"${opened.file.name}" cannot be calculated with: ${found.reason}. Tables are CSV, TSV and Excel files.`,
        );

      const { table } = found;
      const named = [
        ...where.map(({ column }) => column),
        ...columns,
        ...(groupBy === undefined ? [] : [groupBy]),
      ];
      const unknown = named.find((name) => columnNamed(table, name) === undefined);
      if (unknown !== undefined)
        return failed(`There is no column "${unknown}"; the columns are ${table.columns.join(', ')}.`);
      return calculateTable({
        expression,
        file: opened.file,
        table,
        where,
        columns,
        ...(groupBy === undefined ? {} : { groupBy }),
      });
    },
  });
}

async function calculateAlone(expression: string): Promise<ToolOutcome> {
  const compiled = await compileExpression(expression, []);
  if (compiled.kind === 'failed') return failed(compiled.reason);
  const result = evaluate(compiled.expression, { count: 0, numbers: () => [], cells: () => [] });
  const values = result.kind === 'one' ? [result.value] : result.values;
  if (values.some((value) => value === undefined || !Number.isFinite(value))) {
    return failed(`${expression} has no finite result: it divides by zero, is too large, or is not defined.`);
  }
  return { text: `${expression} = ${values.map(toNumberText).join(', ')}` };
}

function failed(text: string): ToolOutcome {
  return { text, failed: true };
}

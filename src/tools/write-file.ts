// A file that stays with the task: a draft to go on with, a document made of charts and tables, shown to nobody yet.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
import { keptRef } from './files/kept-name.ts';
import { toSize } from './files/size.ts';
import { oneLine } from './framing.ts';
import { FileContent, type KeepFile } from './write/keep-file.ts';

export function createWriteFile({ keepFile }: { readonly keepFile: KeepFile }): Tool {
  return defineTool({
    name: 'write_file',
    description:
      'Write a file that stays with this task, for run_code, draw_chart or post_file; nobody sees it before it is posted. Word ' +
      'documents and PDFs are written as Markdown, workbooks from CSV. Example: {"name": "report.docx", "content": "# Findings\\n\\n' +
      '![By month](by-month.png)"} or {"name": "numbers.xlsx", "from": ["rows.csv", "totals.csv"]}.',
    // It changes the task's own files alone, which nobody sees until one is posted.
    effect: 'read',
    input: z.object(FileContent),
    says: ({ name }) => `Writing ${oneLine(name).slice(0, 100)}`,

    async run(input, context) {
      const made = await keepFile(input, context);
      if (made.kind === 'failed') return { text: `${made.reason} Nothing was written.`, failed: true };
      const { name, bytes } = made.file;
      return {
        text: [
          `Kept with the task: "${name}" [${keptRef(name)}] (${toSize(bytes.length)}). post_file gives it to people.`,
          ...made.notes,
        ].join('\n'),
        sources: [{ ref: keptRef(name), label: name }],
      };
    },
  });
}

// A reading as people see it: the form and how far it is in one message that changes, then the table and its files, once.
import type { Task } from '../../task/store.ts';
import type { Stores } from '../stores.ts';
import type { Voice, Words } from '../words.ts';
import { coverageOf, type Row } from './items.ts';
import type { Reading } from './store.ts';
import { tableDisagreements } from './table-disagreements.ts';
import { toBook, toCsv, toPlainTable } from './table.ts';

export interface TellReading {
  /** Says the same message again with other numbers. */
  form(stores: Stores, told: { reading: Reading; all: number; settled: number }): Promise<void>;
  /** The table and its files. Said again they change nothing. */
  table(stores: Stores, told: { reading: Reading; rows: readonly Row[] }): Promise<void>;
}

export function createTellReading(voice: Voice): TellReading {
  async function say(
    stores: Stores,
    reading: Reading,
    said: { part: string; words(task: Task): Words },
  ): Promise<void> {
    const task = await stores.tasks.find(reading.taskId);
    if (task === undefined) return;
    await voice.say(stores.sql, {
      key: `reading:${reading.batch}:${said.part}`,
      channelId: task.channelId,
      threadTs: task.threadTs,
      language: task.language,
      words: said.words(task),
    });
  }

  return {
    form: (stores, { reading, all, settled }) =>
      say(stores, reading, {
        part: 'form',
        words: ({ number }) => ({
          kind: 'reading',
          taskNumber: number,
          title: reading.title,
          form: reading.form,
          all,
          settled,
        }),
      }),

    table: async (stores, { reading, rows }) => {
      const { form, title } = reading;
      const disagreements = tableDisagreements(form, rows);
      const name = `${slugOf(title)}-${reading.fileId.slice(2, 6).toLowerCase()}`;
      await say(stores, reading, {
        part: 'table',
        words: ({ number, language }) => ({
          kind: 'table',
          taskNumber: number,
          title,
          coverage: coverageOf(rows.map(({ outcome }) => outcome)),
          ...toPlainTable(form, rows, language),
          numeric: [false, ...form.map(({ type }) => type === 'number'), false],
          disagreements: disagreements.length,
          fileNames: [`${name}.csv`, `${name}.xlsx`],
        }),
      });
      await say(stores, reading, {
        part: 'csv',
        words: ({ language }) => ({
          kind: 'file',
          name: `${name}.csv`,
          content: toCsv(form, rows, language),
          encoding: 'text',
        }),
      });
      await say(stores, reading, {
        part: 'xlsx',
        words: ({ language }) => ({
          kind: 'file',
          name: `${name}.xlsx`,
          content: Buffer.from(toBook(form, { rows, disagreements }, language)).toString('base64'),
          encoding: 'base64',
        }),
      });
    },
  };
}

function slugOf(title: string): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
  return slug.slice(0, 40) || 'table';
}

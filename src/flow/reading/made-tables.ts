// Tables that readings made, for the tools that read and calculate: in the channel they were made in and nowhere else.
import type { MadeTables } from '../../tools/files/open-document.ts';
import { storesOn } from '../stores.ts';
import type { Database } from '../../db/pool.ts';
import { rowsOf } from './rows.ts';
import { createReadingStore } from './store.ts';
import { toPlainTable } from './table.ts';

export function createMadeTables(database: Database): MadeTables {
  return {
    find: async ({ teamId, channelId, fileId }) => {
      if (!fileId.startsWith('FR')) return undefined;
      const stores = storesOn(database);
      const reading = await createReadingStore(database).find({ fileId });
      if (reading === undefined || reading.teamId !== teamId || reading.channelId !== channelId)
        return undefined;
      const { columns, rows } = toPlainTable(reading.form, await rowsOf(stores, reading), 'en');
      return {
        file: {
          id: fileId,
          name: reading.title,
          mimetype: 'text/csv',
          bytes: 0,
          messageRef: '',
          sharedBy: 'Longhand',
          sharedAt: '',
        },
        // A mark is for eyes; a number is to be calculated with.
        table: {
          columns,
          rows: rows.map((cells) => cells.map((cell) => cell.replace(/ \(\?\)$/u, ''))),
          delimiter: ',',
        },
      };
    },
  };
}

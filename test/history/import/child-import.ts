// An import in a process of its own, to be killed.
import { silentLog } from '../../../src/base/log.ts';
import { openDatabase } from '../../../src/db/pool.ts';
import { importExport } from '../../../src/history/import/index.ts';
import { openExport } from '../../../src/history/import/source.ts';
import { createUnderstanding } from '../../../src/slack/exported.ts';

const [url = '', place = ''] = process.argv.slice(2);
const database = openDatabase({ url, connections: 2, log: silentLog });
const source = await openExport(place);
process.send?.('started');
await importExport(source, { database, understand: createUnderstanding({}), now: () => new Date(0) });
await source.close();
await database.close();
process.exit(0);

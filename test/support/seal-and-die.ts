// A process that seals a channel's tail and is killed before the n-th statement: run by index-store.test.ts.
import { silentLog } from '../../src/base/log.ts';
import { openDatabase, type Sql } from '../../src/db/pool.ts';
import { sealTail } from '../../src/history/search/index-store.ts';

const [url = '', channelId = '', statement = '1'] = process.argv.slice(2);
const database = openDatabase({ url, connections: 1, log: silentLog });
let left = Number(statement);

function dieInTime(): void {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

await database.transact((sql) => {
  const dying: Sql = {
    rows: (row, text, values) => {
      dieInTime();
      return sql.rows(row, text, values);
    },
    run: (text, values) => {
      dieInTime();
      return sql.run(text, values);
    },
  };
  return sealTail(dying, { teamId: 'T1', channelId });
});
await database.close();

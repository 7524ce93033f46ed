// A process that has the embedded server and can be killed: says its address, or the error it met.
import { systemClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { silentLog } from '../../src/base/log.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded.ts';

const [folder = ''] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({ folder, clock: systemClock, log: silentLog });
  console.log(JSON.stringify({ url: server.url }));
  process.stdin.resume(); // The server does not keep a process alive; this does, until the test lets go.
  process.stdin.once('end', () => void server.stop());
} catch (error) {
  const known = error instanceof AppError ? error : undefined;
  console.log(JSON.stringify({ code: known?.code ?? 'none', message: String(error) }));
}

// Where a process is killed to the row: at each entry of a transcript and each state of an effect, before or after its commit.
import { Client } from 'pg';
import { z } from 'zod';

export type When = 'before' | 'after';

/** Kills whoever is there, and resolves to how somebody is started again; undefined lets it go on. */
export type AtPoint = (point: string) => Promise<(() => Promise<void>) | undefined>;

export interface CrashPoints {
  /** From now on `atPoint` is asked the first time that somebody comes to a point. */
  arm(when: When, atPoint: AtPoint): Promise<void>;
  disarm(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Before its commit a process waits in the trigger, under a name that says where, until it is killed; after it a notice
 * goes out with the commit. `crash_done` keeps each point to one death.
 */
const TRIGGERS = `
  create table crash_mode (mode text not null);
  insert into crash_mode values ('off');
  create table crash_done (point text primary key);
  create function crash_at(point text) returns void language plpgsql as $$
  declare mode text := (select mode from crash_mode);
  begin
    if mode = 'off' or exists (select from crash_done d where d.point = crash_at.point) then return; end if;
    if mode = 'after' then perform pg_notify('crash', point); return; end if;
    perform set_config('application_name', 'crash ' || point, false);
    while not exists (select from crash_done d where d.point = crash_at.point) loop perform pg_sleep(0.01); end loop;
    perform set_config('application_name', 'longhand', false);
  end $$;
  create function crash_row() returns trigger language plpgsql as $$
  begin perform crash_at('row ' || new.seq || ' ' || new.kind); return null; end $$;
  create function crash_effect() returns trigger language plpgsql as $$
  begin
    perform crash_at('effect ' || (select count(*) from effect where task_id = new.task_id and intended_at <= new.intended_at)
      || ' ' || case when tg_op = 'UPDATE' and new.handle is distinct from old.handle then 'named' else new.state end);
    return null;
  end $$;
  create trigger crash_row after insert on task_entry for each row execute function crash_row();
  create trigger crash_effect after insert or update on effect for each row execute function crash_effect();
`;

const LOOK_MS = 15;
const Sleeper = z.object({ pid: z.number(), application_name: z.string() });

export async function createCrashPoints(url: string): Promise<CrashPoints> {
  const client = new Client({ connectionString: url, application_name: 'bench' });
  await client.connect();
  await client.query(TRIGGERS);
  await client.query('listen crash');
  let atPoint: AtPoint | undefined;
  const known = new Set<string>();
  let isDying = false;
  let killing = Promise.resolve();
  const timer = setInterval(() => {
    killing = killing.then(killSleepers).catch(tellOnce);
  }, LOOK_MS);
  client.on('notification', ({ payload = '' }) => {
    // What it still wrote while it was being killed: nobody is at that point any more.
    if (isDying || known.has(payload)) return;
    isDying = true;
    killing = killing.then(() => dieAt(payload)).catch(tellOnce);
  });

  /** What the benchmark itself cannot do is no ending of a task. */
  function tellOnce(error: unknown): void {
    isDying = false;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }

  async function dieAt(point: string, pid?: number): Promise<void> {
    if (known.has(point)) return;
    known.add(point);
    const revive = await atPoint?.(point);
    // Its session would hold its locks until it notices that nobody is there.
    if (revive !== undefined && pid !== undefined)
      await client.query('select pg_terminate_backend($1)', [pid]);
    await client.query('insert into crash_done values ($1) on conflict do nothing', [point]);
    await revive?.();
    isDying = false;
  }

  async function killSleepers(): Promise<void> {
    const { rows } = await client.query(
      `select pid, application_name from pg_stat_activity where application_name like 'crash %' and wait_event = 'PgSleep'`,
    );
    for (const { pid, application_name: name } of z.array(Sleeper).parse(rows))
      await dieAt(name.slice('crash '.length), pid);
  }

  return {
    arm: async (when, ask) => {
      atPoint = ask;
      known.clear();
      await client.query('delete from crash_done');
      await client.query('update crash_mode set mode = $1', [when]);
    },
    disarm: async () => {
      await client.query(`update crash_mode set mode = 'off'`);
      await killing;
      atPoint = undefined;
    },
    close: async () => {
      clearInterval(timer);
      await killing;
      await client.end();
    },
  };
}

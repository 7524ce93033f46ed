// What is said in the workspace reaches Longhand once, whatever breaks on the way.
import { Client } from 'pg';
import { WebSocketServer } from 'ws';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../src/base/errors.ts';
import { seed, startBench } from './edge.ts';

test('a mention is heard once, although Slack tells of it twice', async () => {
  const bench = await startBench();
  await bench.connect();

  const ts = bench.workspace.act.post({
    as: 'U0MAYA',
    channel: '#ops',
    text: '@Longhand compare the offers',
  });
  await bench.until(() => bench.workspace.state.pendingEvents().length === 0 && bench.words().length > 0);

  expect(bench.words()).toEqual(['<@U0BOT> compare the offers']);
  expect(bench.heard.said[0]?.said).toMatchObject({
    kind: 'posted',
    message: { ts, channelId: 'C0OPS', author: { kind: 'person', id: 'U0MAYA' }, mentions: ['U0BOT'] },
  });
});

test('a mention where Longhand is no member is heard too', async () => {
  const bench = await startBench();
  await bench.connect();

  bench.workspace.act.post({ as: 'U0MAYA', channel: '#other', text: '@Longhand are you there?' });
  await bench.until(() => bench.words().length === 1);

  expect(bench.words()).toEqual(['<@U0BOT> are you there?']);
});

test('an edited mention is one edit, and a deleted message is deleted', async () => {
  const bench = await startBench();
  await bench.connect();
  const ts = bench.workspace.act.post({
    as: 'U0MAYA',
    channel: '#ops',
    text: '@Longhand compare two offers',
  });
  await bench.until(() => bench.heard.said.length === 1);

  bench.workspace.act.edit({ as: 'U0MAYA', channel: '#ops', ts, text: '@Longhand compare three offers' });
  await bench.until(() => bench.workspace.state.pendingEvents().length === 0 && bench.heard.said.length >= 2);
  bench.workspace.act.remove({ as: 'U0MAYA', channel: '#ops', ts });
  await bench.until(() => bench.heard.said.length >= 3);

  expect(bench.heard.said.map(({ said }) => said.kind)).toEqual(['posted', 'edited', 'deleted']);
});

test('an event that could not be stored is not acknowledged, comes again and is heard once', async () => {
  const bench = await startBench();
  await bench.connect();
  await bench.database.run('alter table inbox_event rename to inbox_event_away');

  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello?' });
  await bench.until(() => bench.workspace.state.pendingEvents().some(({ attempt }) => attempt >= 1));
  expect(bench.words()).toEqual([]);
  await bench.database.run('alter table inbox_event_away rename to inbox_event');
  await bench.until(
    () => bench.workspace.state.pendingEvents().length === 0 && bench.words().length > 0,
    1000,
  );

  expect(bench.words()).toEqual(['Hello?']);
});

test('an event is in the database before Slack is told that we have it', async () => {
  const bench = await startBench();
  await bench.connect();
  const lock = await bench.database.pool.connect();
  await lock.query('begin');
  await lock.query('lock table inbox_event in access exclusive mode');

  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello?' });
  await bench.until(async () => {
    const { rows } = await bench.database.pool.query(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into inbox_event%'`,
    );
    return rows.length > 0;
  });
  expect(bench.workspace.state.pendingEvents()).toHaveLength(1); // Waiting to be stored, and so not acknowledged.
  await lock.query('commit');
  lock.release();

  await bench.until(() => bench.workspace.state.pendingEvents().length === 0);
  await bench.until(() => bench.words().length === 1);
});

test('an event whose handling fails is tried again, and one that was left behind is handled by the next process', async () => {
  const bench = await startBench();
  let failures = 0;
  const first = await bench.connect({
    hear: {
      said: async () => {
        failures += 1;
        throw new Error('the database is away');
      },
      answered: async () => undefined,
      handoffAnswered: async () => undefined,
      handedIn: async () => undefined,
      undoRequested: async () => undefined,
      effectSeen: async () => undefined,
      steered: async () => undefined,
      ended: async () => undefined,
    },
  });
  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello?' });
  await bench.until(() => failures >= 2);
  await first.stop();

  await bench.connect();
  await bench.until(() => bench.words().length === 1, 1000);
  expect(bench.words()).toEqual(['Hello?']);
});

test('an event that can never be handled is given up visibly after ten tries', async () => {
  const bench = await startBench();
  await bench.connect({
    hear: {
      said: async () => {
        throw new Error('nobody understands this');
      },
      answered: async () => undefined,
      handoffAnswered: async () => undefined,
      handedIn: async () => undefined,
      undoRequested: async () => undefined,
      effectSeen: async () => undefined,
      steered: async () => undefined,
      ended: async () => undefined,
    },
  });
  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello?' });

  const failed = async () => {
    const { rows } = await bench.database.pool.query('select failed_reason, tries from inbox_event');
    return rows[0]?.failed_reason === 'nobody understands this' && rows[0].tries === 10;
  };
  await bench.until(failed, 5000);
});

test('two sockets are open, and an event is heard while one of them is being renewed', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  expect(edge.state().sockets).toEqual(['connected', 'connected']);
  expect(bench.workspace.state.openSockets()).toBe(2);

  bench.workspace.faults.disconnect('refresh_requested');
  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'In between' });
  await bench.until(() => bench.words().length === 1);
  await bench.until(
    () => bench.workspace.state.openSockets() === 2 && !edge.state().sockets.includes('connecting'),
  );
});

test('after both sockets were cut they come back, and what was said meanwhile is heard', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  bench.workspace.act.post({ as: 'U0JON', channel: '#ops', text: 'Before' });
  await bench.until(() => bench.words().length === 1);

  bench.workspace.faults.cutSockets();
  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Meanwhile' });
  await bench.until(() => bench.words().length === 2);
  await bench.until(() => edge.state().sockets.every((state) => state === 'connected'));
});

test('what was said while no process ran is heard at the next start, in its order, threads too', async () => {
  const bench = await startBench();
  const first = await bench.connect();
  const root = bench.workspace.act.post({ as: 'U0JON', channel: '#ops', text: 'Before' });
  await bench.until(() => bench.words().length === 1);
  await first.readBack();
  await first.stop();

  // Slack gives up an event after a while, so the process has to look for itself.
  const { act } = bench.workspace;
  act.post({ as: 'U0JON', channel: '#ops', text: 'Reply', threadTs: root });
  act.post({ as: 'U0MAYA', channel: '#ops', text: '@Longhand compare' });
  await bench.clock.advance(3_600_000);
  expect(bench.workspace.state.pendingEvents()).toEqual([]);
  await bench.connect();
  await bench.until(() => bench.words().length === 3);

  expect(bench.words()).toEqual(['Before', 'Reply', '<@U0BOT> compare']);
});

test('the past of a channel is read without setting anything off, once, also of a channel joined later', async () => {
  const bench = await startBench({
    seed: {
      ...seed,
      messages: [
        {
          channel: 'C0OPS',
          user: 'U0MAYA',
          minutesAgo: 600,
          text: '<@U0BOT> of last week',
          thread: [{ user: 'U0JON', minutesAgo: 590, text: 'A reply' }],
        },
        { channel: 'C0OTHER', user: 'U0MAYA', minutesAgo: 500, text: 'Elsewhere' },
      ],
    },
  });
  const edge = await bench.connect();
  await edge.readBack();
  expect(bench.words('old').sort()).toEqual(['<@U0BOT> of last week', 'A reply']);
  expect(bench.words('live')).toEqual([]);

  bench.workspace.act.invite({ as: 'U0MAYA', channel: '#other', user: 'U0BOT' });
  await bench.until(() => bench.words('old').includes('Elsewhere'));

  await edge.stop();
  const calls = () => bench.workspace.state.apiCalls('conversations.replies').length;
  const before = calls();
  await (await bench.connect()).readBack();
  expect(calls()).toBe(before); // What was read to its beginning is not read again.
});

test('people and channels are known by name', async () => {
  const bench = await startBench();
  await bench.connect();
  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello @Jon' });
  await bench.until(() => bench.words().length === 1);

  const { rows: people } = await bench.database.pool.query(
    'select name, real_name, time_zone from person order by name',
  );
  expect(people).toEqual([
    { name: 'Jon', real_name: 'Jon Bell', time_zone: 'Europe/London' },
    { name: 'Maya', real_name: 'Maya Lindqvist', time_zone: 'Europe/Berlin' },
  ]);
  const { rows: channels } = await bench.database.pool.query('select name, kind from channel');
  expect(channels).toEqual([{ name: 'ops', kind: 'channel' }]);
});

test('a wrong token is refused with a sentence on what to do', async () => {
  const bench = await startBench();
  const refused = await bench.connect({ botToken: 'xoxb-wrong' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({
    code: 'slack/bad-token',
    message: expect.stringContaining('SLACK_BOT_TOKEN'),
  });
});

test('a wrong app token is refused with the setting’s name', async () => {
  const bench = await startBench();
  const refused = await bench.connect({ appToken: 'xapp-wrong' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'slack/bad-token',
    message: expect.stringContaining('SLACK_APP_TOKEN'),
  });
});

test('a Slack that cannot be reached is named as such', async () => {
  const bench = await startBench();
  const refused = await bench.connect({ apiUrl: 'http://127.0.0.1:9/api/' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'slack/unreachable',
    hint: expect.stringContaining('SLACK_API_URL'),
  });
});

test('an app token that is revoked while Longhand runs is seen in its state, and it listens again when it works', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  bench.workspace.faults.failNext('apps.connections.open', { error: 'token_revoked', times: 2 });
  bench.workspace.faults.cutSockets();
  await bench.until(() => edge.state().sockets.every((state) => state === 'refused'));
  await bench.until(() => edge.state().sockets.every((state) => state === 'connected'), 1000);

  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello again' });
  await bench.until(() => bench.words().includes('Hello again'));
});

test('Postgres that is away for a while loses nothing that was said', async () => {
  const bench = await startBench();
  await bench.connect();
  const { database } = bench;
  const name = new URL(database.url).pathname.slice(1);
  const admin = new Client({ connectionString: database.url.replace(name, 'postgres') });
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);

  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Is anybody there?' });
  await bench.until(() => bench.workspace.state.pendingEvents().some(({ attempt }) => attempt >= 1));
  await admin.query(`alter database ${name} allow_connections true`);
  await admin.end();
  await bench.until(() => bench.words().length === 1, 1000);
  expect(bench.words()).toEqual(['Is anybody there?']);
});

test('envelopes that make no sense are acknowledged and put aside', async () => {
  const slack = await brokenSlack([
    { envelope_id: '1', type: 'events_api', payload: { type: 'app_rate_limited' } },
    { envelope_id: '2', type: 'events_api' },
    { envelope_id: '3', type: 'events_api', payload: { event: { type: 'close' } } },
    { envelope_id: '4', type: 'of_the_future', payload: null },
    'not JSON',
    { no: 'type' },
    { envelope_id: '5', type: 'interactive', payload: { type: 'block_actions' } },
    {
      envelope_id: '6',
      type: 'events_api',
      payload: { event_id: 'Ev1', event: { type: 'of_the_future', channel: 7 } },
    },
    {
      envelope_id: '7',
      type: 'events_api',
      payload: {
        type: 'event_callback',
        team_id: 'T0TEAM',
        event_id: 'Ev2',
        event: {
          type: 'message',
          channel: 'C0OPS',
          user: 'U0MAYA',
          ts: '1732001234.000200',
          text: 'Still here',
        },
      },
    },
  ]);
  const bench = await startBench();
  const edge = await bench.connect({ apiUrl: slack.apiUrl });
  await expect.poll(() => new Set(slack.acks)).toEqual(new Set(['1', '2', '3', '4', '5', '6', '7']));
  await bench.until(() => bench.words().length === 1);

  expect(bench.words()).toEqual(['Still here']);
  expect(edge.state().sockets).toEqual(['connected', 'connected']);
});

/** Speaks the protocol just well enough to say nonsense. */
async function brokenSlack(frames: readonly unknown[]) {
  const acks: string[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((_request, response) => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    response.setHeader('content-type', 'application/json');
    const self = { team_id: 'T0TEAM', user_id: 'U0BOT', bot_id: 'B0BOT' };
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link`, ...self }));
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('message', (data) => {
        if (data instanceof Buffer) acks.push(JSON.parse(data.toString()).envelope_id);
      });
      opened.send(JSON.stringify({ type: 'hello' }));
      for (const frame of frames) opened.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    sockets.close();
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { acks, apiUrl: `http://127.0.0.1:${port}/api/` };
}

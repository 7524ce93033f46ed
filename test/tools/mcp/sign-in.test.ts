// Each person signs in for themselves, at a real authorization server: the link is theirs, and so is what comes of it.
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openMcp } from '../../../src/mcp-servers.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { createSeal } from '../../../src/guard/seal.ts';
import { readConfig } from '../../../src/config.ts';
import { storesOn } from '../../../src/flow/stores.ts';
import { testDatabase } from '../../support/database.ts';
import { call } from '../support/context.ts';
import { serveGuarded } from './authorization-server.ts';

const database = await testDatabase();
const TASK = '00000000-0000-4000-8000-000000000001';
const task = { id: TASK, teamId: 'T0', channelId: 'C0', threadTs: '1.1', requesterId: 'U0MAYA' };
await storesOn(database).tasks.open({
  id: TASK,
  teamId: 'T0',
  channelId: 'C0',
  threadTs: '1.000001',
  goalTs: '1.000001',
  ownerId: 'U0MAYA',
  language: 'en',
  openedAt: new Date(),
});

const rowsOf = (text: string) => database.rows(z.record(z.string(), z.unknown()), text);

async function start(url: string, port: number, signIn: unknown = true) {
  const config = readConfig({
    MCP_SERVERS: JSON.stringify({ mcpServers: { linear: { url, signIn, effects: { fail: 'read' } } } }),
    MCP_SIGN_IN_URL: `http://127.0.0.1:${port}/sign-in`,
    MCP_SIGN_IN_LISTEN: `127.0.0.1:${port}`,
    LONGHAND_SECRET: 'a secret of more than 32 characters',
  });
  const mcp = await openMcp({ config, database, clock: systemClock, log: silentLog });
  onTestFinished(() => mcp.close());
  const tools = await mcp.toolsIn(task);
  const tool = (name: string) => {
    const found = tools.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no tool ${name}`);
    return found;
  };
  return { ...mcp, tool };
}

async function lastLink(personId: string): Promise<string> {
  const rows = await rowsOf(
    `select body::text as body from outbox_post where channel_id = '${personId}' order by place desc limit 1`,
  );
  return /https?:[^\s"\\]+/u.exec(String(rows[0]?.['body']).replaceAll('&amp;', '&'))?.[0] ?? '';
}

test('a link for one person, taken once after their yes; calls go by their own token, renewed when it is old', async () => {
  const guarded = await serveGuarded();
  onTestFinished(() => guarded.close());
  const port = 22_000 + Math.floor(Math.random() * 1_000);
  const first = await start(guarded.url, port);
  expect(first.running).toEqual(['Tools      linear: 0; each person signs in for themselves']);
  const asked = await call(first.tool('linear_sign_in'), {}, { task });
  expect(asked.text).toContain('in a direct message');
  const back = await guarded.signIn(await lastLink('U0MAYA'), 'maya@example.com');

  const page = await fetch(back);
  expect(await page.text()).toContain('for <b>U0MAYA</b>');
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const forged = new URL(back);
  forged.searchParams.set('state', 'guessed');
  expect((await fetch(forged, { method: 'POST' })).status).toBe(410);
  expect(guarded.callers).toEqual([]);
  expect(await (await fetch(back, { method: 'POST' })).text()).toContain('Signed in.');
  expect((await fetch(back, { method: 'POST' })).status).toBe(410);
  expect(
    await rowsOf(`select count(*)::int as n from outbox_post where body::text like '%signed in at linear%'`),
  ).toEqual([{ n: 1 }]);
  await first.close();

  const { tool } = await start(guarded.url, port + 1);
  expect((await call(tool('linear_fail'), {}, { task })).text).toContain('no such project');
  expect(new Set(guarded.callers)).toEqual(new Set(['maya@example.com']));
  guarded.expire();
  expect((await call(tool('linear_fail'), {}, { task })).text).toContain('no such project');
  expect(guarded.counts.registered).toBe(1);
  expect(guarded.counts.refreshed).toBeGreaterThan(0);

  const kenji = { ...task, requesterId: 'U0KENJI' };
  const refused = await call(tool('linear_fail'), {}, { task: kenji });
  expect(refused).toMatchObject({ failed: true, text: expect.stringContaining('has not signed in') });
  expect(new Set(guarded.callers)).toEqual(new Set(['maya@example.com']));
  const rows = await rowsOf(`select encode(sealed, 'escape') as sealed from credential`);
  expect(rows.length).toBeGreaterThan(1);
  expect(JSON.stringify(rows)).not.toMatch(/access_token|client_id/u);
});

test('where no program registers itself, it comes as what it was registered there by hand', async () => {
  const guarded = await serveGuarded({ id: 'longhand-1', secret: 's3cret' });
  onTestFinished(() => guarded.close());
  const port = 24_000 + Math.floor(Math.random() * 1_000);
  const { tool, toolsIn } = await start(guarded.url, port, {
    issuer: new URL(guarded.url).origin,
    clientId: 'longhand-1',
    clientSecret: 's3cret',
    scope: 'drive.readonly',
    parameters: { access_type: 'offline' },
  });
  const yuki = { ...task, requesterId: 'U0YUKI' };
  await call(tool('linear_sign_in'), {}, { task: yuki });
  const link = await lastLink('U0YUKI');
  expect(Object.fromEntries(new URL(link).searchParams)).toMatchObject({
    client_id: 'longhand-1',
    access_type: 'offline',
    scope: 'drive.readonly',
  });
  const back = await guarded.signIn(link, 'yuki@example.com');
  expect(await (await fetch(back, { method: 'POST' })).text()).toContain('Signed in.');
  const fail = (await toolsIn(yuki)).find(({ name }) => name === 'linear_fail');
  guarded.expire();
  expect(fail && (await call(fail, {}, { task: yuki })).text).toContain('no such project');
  expect(guarded.counts).toEqual({ registered: 0, refreshed: 1 });
});

test('what is sealed opens with the same key, for the same place, unchanged', () => {
  const seal = createSeal('a secret of more than 32 characters');
  const sealed = seal.close('token', 'linear U0MAYA');
  expect(seal.open(sealed, 'linear U0MAYA')).toBe('token');
  expect(seal.open(sealed, 'linear U0EVE')).toBeUndefined();
  expect(createSeal('another secret of more than 32 chars').open(sealed, 'linear U0MAYA')).toBeUndefined();
  sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1;
  expect(seal.open(sealed, 'linear U0MAYA')).toBeUndefined();
});

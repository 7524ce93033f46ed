// The window of a channel on the local workspace's page: from the rows of the history to what a browser is answered.
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../src/base/log.ts';
import type { WindowPicture } from '../src/flow/window/channel-window-picture.ts';
import { createHistoryStore } from '../src/history/store.ts';
import { createWindowPanel, toPanel } from '../src/window-panel.ts';
import { Seed } from '../src/workspace/seed-schema.ts';
import { createWorkspace } from '../src/workspace/server.ts';
import { seed } from './slack/edge.ts';
import { testClock } from './support/clock.ts';
import { testDatabase } from './support/database.ts';

const Answered = z.looseObject({
  error: z.string().optional(),
  panels: z.array(z.object({ id: z.string(), title: z.string() })).optional(),
  panel: z
    .object({ parts: z.array(z.object({ label: z.string(), amount: z.number(), text: z.string() })) })
    .optional(),
});

test('the page shows the window of an open channel, and none of a channel that the person cannot see', async () => {
  const database = await testDatabase();
  await createHistoryStore(database).record({
    kind: 'posted',
    message: {
      teamId: 'T0TEAM',
      channelId: 'C0OPS',
      ts: '1772440000.000100',
      threadTs: '1772440000.000100',
      author: { kind: 'person', id: 'U0MAYA' },
      text: 'The harbour opens in May',
      mentions: [],
      files: [],
    },
  });
  const panel = createWindowPanel({ database, config: { HISTORY_TOKENS: 32_000 } });
  panel.showing([{ name: 'calculate', description: 'Reckons', parameters: {} }]);
  const secret = {
    id: 'G0BOARD',
    name: 'board',
    kind: 'group' as const,
    members: ['U0JON'],
    botIsMember: true,
  };
  const workspace = await createWorkspace({
    clock: testClock(),
    log: silentLog,
    seed: Seed.parse({ ...seed, channels: [...seed.channels, secret] }),
    panels: [panel],
  });
  onTestFinished(() => workspace.close());
  const get = async (path: string) =>
    Answered.parse(await (await fetch(`${workspace.url}page/${path}`)).json());

  expect((await get('bootstrap?as=U0MAYA')).panels).toEqual([{ id: 'window', title: 'Window' }]);
  const parts = (await get('panel?as=U0MAYA&channel=C0OPS&id=window')).panel?.parts ?? [];
  expect(parts.map(({ label }) => label)).toEqual([
    'System',
    'Tools',
    'Digest',
    'Messages',
    'Rules',
    'Evidence',
  ]);
  expect(parts.find(({ label }) => label === 'Messages')?.text).toContain('The harbour opens in May');
  expect(parts.find(({ label }) => label === 'Tools')?.text).toContain('calculate');
  expect(parts.every(({ amount, text }) => amount > 0 === text.length > 0)).toBe(true);
  expect((await get('panel?as=U0MAYA&channel=G0BOARD&id=window')).error).toBe('channel_not_found');
  expect((await get('panel?as=U0MAYA&channel=C0OPS&id=other')).error).toBe('unknown_panel');
});

test('how much of the last request stands is a sentence and a share', () => {
  const picture: WindowPicture = {
    parts: [],
    messages: 0,
    rules: 0,
    last: { taskNumber: 7, at: new Date(0), tokens: 2000, standingTokens: 1740 },
  };
  const { share, lines } = toPanel(picture, { tools: '', historyTokens: 32_000 });
  expect(share?.value).toBeCloseTo(0.87);
  expect(share?.text).toMatch(
    /^87 % of the last request’s prefix stands: 1,740 of the 2,000 tokens that task 7/u,
  );
  expect(lines).toHaveLength(1);
});

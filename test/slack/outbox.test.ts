// What Longhand says is said once and at Slack's pace, whatever is lost on the way.
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Words } from '../../src/flow/words.ts';
import { createOutboxStore } from '../../src/slack/outbox-store.ts';
import { createSending } from '../../src/slack/sending.ts';
import { LOOKS } from './blocks/looks.ts';
import { startBench, notice, type Bench } from './edge.ts';

const said = (bench: Bench) =>
  bench.workspace.state
    .messagesIn('#ops')
    .filter(({ isBot }) => isBot)
    .map(({ text }) => text);
const calls = (bench: Bench, method: string) => bench.workspace.state.apiCalls(method).length;

test('what is said in a transaction that fails is never said', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const thread = threadIn(bench);

  await bench.database
    .transact(async (sql) => {
      await edge.voice.say(sql, {
        key: 'lost',
        channelId: 'C0OPS',
        threadTs: thread,
        language: 'en',
        words: notice('Never'),
      });
      throw new Error('the transaction fails');
    })
    .catch(() => undefined);
  await bench.say(edge, { threadTs: thread, words: notice('Ready.') });
  await bench.until(() => said(bench).length === 1);

  expect(said(bench)).toEqual(['Ready.']);
  expect(bench.workspace.state.thread('#ops', thread)).toHaveLength(2);
});

test('the same said twice is one message, and other words under the same key change it', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  await bench.say(edge, { threadTs, words: notice('One') });
  await bench.say(edge, { threadTs, words: notice('One') });
  await bench.until(() => said(bench).length === 1);
  await bench.say(edge, { threadTs, words: notice('Two') });
  await bench.until(() => said(bench)[0] === 'Two');

  expect(calls(bench, 'chat.postMessage')).toBe(1);
  expect(calls(bench, 'chat.update')).toBe(1);
});

test('a post whose answer is lost is looked up and not sent again', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  bench.workspace.faults.loseNextReply('chat.postMessage');

  await bench.say(edge, { threadTs, words: notice('Ready.') });
  await bench.until(() => isAllSent(bench));

  expect(said(bench)).toEqual(['Ready.']);
  expect(calls(bench, 'chat.postMessage')).toBe(1);
});

test('a post that never arrived is sent again, after it was looked for at least three times', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  bench.workspace.faults.failNext('chat.postMessage', { error: 'internal_error' });

  await bench.say(edge, { threadTs, words: notice('Ready.') });
  await bench.until(() => isAllSent(bench), 500);

  expect(said(bench)).toEqual(['Ready.']);
  // On a busy machine a look may take longer than its claim, and is then made once more.
  expect(calls(bench, 'conversations.replies')).toBeGreaterThanOrEqual(3);
  expect(calls(bench, 'chat.postMessage')).toBe(2);
});

test('a process killed between the call and its record leaves one message', async () => {
  const bench = await startBench();
  const threadTs = threadIn(bench);
  const talker = await bench.connect({ subscribe: async () => () => undefined });
  await talker.stop(); // Only its voice is used: the process below is the one that dies.
  await bench.say(talker, { threadTs, words: notice('Ready.') });

  const { workspace, database, clock } = bench;
  const now = clock.now();
  const claimedUntil = new Date(now.getTime() + 60_000);
  const row = await createOutboxStore(database).claimNext({ now, claimedUntil, resting: [] });
  const client = new WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl });
  if (row?.body.kind === 'message') await createSending(client).message(row, row.body);
  expect(said(bench)).toEqual(['Ready.']);

  await bench.connect();
  await bench.until(() => isAllSent(bench), 1000);
  expect(said(bench)).toEqual(['Ready.']);
  expect(calls(bench, 'chat.postMessage')).toBe(1);
});

test('when Slack asks to wait, nothing more is sent to the channel until then', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  bench.workspace.faults.failNext('chat.postMessage', { status: 429, error: 'ratelimited', retryAfter: 30 });

  await bench.say(edge, { key: 'a', threadTs, words: notice('One') });
  await bench.until(() => calls(bench, 'chat.postMessage') === 1);
  await bench.say(edge, { key: 'b', threadTs, words: notice('Two') });
  const from = bench.clock.now().getTime();
  await bench.until(() => isAllSent(bench), 500);

  expect(said(bench)).toEqual(['One', 'Two']);
  expect(bench.clock.now().getTime() - from).toBeGreaterThan(29_000);
});

test('messages to one channel keep their order and go out one a second', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  for (const key of ['a', 'b', 'c', 'd']) await bench.say(edge, { key, threadTs, words: notice(key) });
  await bench.until(() => isAllSent(bench));

  expect(said(bench)).toEqual(['a', 'b', 'c', 'd']);
  // When they were sent: how long one is under way is the machine's business.
  const sent = await bench.database.rows(
    z.object({ attempted_at: z.date() }),
    'select attempted_at from outbox_post order by place',
  );
  const times = sent.map(({ attempted_at }) => attempted_at.getTime());
  for (const [index, at] of times.slice(1).entries())
    expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1000);
});

test('twenty changes of a plan in a second become one update, with the newest words', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  await bench.say(edge, { threadTs, words: plan(0) });
  await bench.until(() => said(bench).length === 1);
  for (let step = 1; step <= 20; step += 1) await bench.say(edge, { threadTs, words: plan(step) });
  await bench.until(() => isAllSent(bench));

  expect(calls(bench, 'chat.update')).toBe(1);
  expect(JSON.stringify(bench.workspace.state.messagesIn('#ops').at(-1)?.blocks)).toContain('20 of 20 steps');
});

test('whatever a task says, Slack takes its blocks', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  for (const [key, [words, language]] of Object.entries(LOOKS))
    await bench.say(edge, { key, threadTs, words, language });
  await bench.until(() => isAllSent(bench), 500);

  const answers = bench.workspace.state.apiCalls('chat.postMessage').map(({ answer }) => answer['ok']);
  expect(answers).toEqual(Object.keys(LOOKS).map(() => true));
});

test('words that need fewer messages than before say so in those that are left over', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  const long = Array.from({ length: 900 }, (_, index) => `Sentence ${index}.`).join('\n');
  await bench.say(edge, { threadTs, words: notice(long) });
  await bench.until(() => isAllSent(bench));
  expect(said(bench).join('\n')).toContain('Sentence 899.');
  const messages = said(bench).length;
  expect(messages).toBeGreaterThan(1);

  await bench.say(edge, { threadTs, words: notice('Short.') });
  await bench.until(() => isAllSent(bench));
  expect(said(bench)).toEqual([
    'Short.',
    ...Array.from({ length: messages - 1 }, () => 'This part was replaced by the message above.'),
  ]);
});

test('blocks that Slack refuses are said as plain text', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  bench.workspace.faults.failNext('chat.postMessage', { error: 'invalid_blocks' });
  await bench.say(edge, { threadTs: threadIn(bench), words: notice('Ready.') });
  await bench.until(() => isAllSent(bench));

  expect(said(bench)).toEqual(['Ready.']);
  expect(bench.workspace.state.apiCalls('chat.postMessage').at(-1)?.args['blocks']).toBeUndefined();
});

test('a channel that is gone is a failure on record, and does not hold up the others', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  await bench.say(edge, { key: 'gone', channelId: 'C0GONE', words: notice('Nobody hears') });
  await bench.say(edge, { key: 'there', threadTs: threadIn(bench), words: notice('Ready.') });
  await bench.until(() => said(bench).length === 1);
  await bench.until(async () => {
    const { rows } = await bench.database.pool.query(
      `select failed_reason from outbox_post where key = 'gone'`,
    );
    return rows[0]?.failed_reason === 'channel_not_found';
  });
});

test('a reaction is put once, and a status is shown', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const ts = threadIn(bench);
  bench.workspace.faults.loseNextReply('reactions.add');
  await bench.database.transact(async (sql) => {
    await edge.voice.react(sql, { key: 'eyes', channelId: 'C0OPS', ts, name: 'eyes' });
    await edge.voice.setStatus(sql, { channelId: 'C0OPS', threadTs: ts, status: 'processing' });
  });
  await bench.until(() => isAllSent(bench));

  expect(bench.workspace.state.reactionsOn('#ops', ts)).toEqual([{ name: 'eyes', users: ['U0BOT'] }]);
  expect(bench.workspace.state.session('#ops', ts)?.status).toBe('processing');
});

test('two processes on one outbox send everything once', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  await bench.connect();
  const threadTs = threadIn(bench);
  for (let key = 0; key < 8; key += 1)
    await bench.say(edge, { key: `post-${key}`, threadTs, words: notice(`${key}`) });
  await bench.until(() => isAllSent(bench));

  expect(said(bench)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
});

test('a result too long for the thread is there as a file, with its beginning before it, once', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = threadIn(bench);
  const markdown = Array.from({ length: 400 }, (_, index) => `Paragraph ${index} ${'word '.repeat(60)}`).join(
    '\n\n',
  );
  bench.workspace.faults.loseNextReply('files.completeUploadExternal');
  await bench.say(edge, {
    threadTs,
    words: {
      kind: 'result',
      taskNumber: 12,
      markdown,
      sources: [],
      effects: [],
      spent: { seconds: 61, inputTokens: 1, outputTokens: 1 },
    },
  });
  await bench.until(() => isAllSent(bench));

  const files = bench.workspace.state
    .thread('#ops', threadTs)
    .flatMap(({ raw }) => (Array.isArray(raw['files']) ? raw['files'] : []));
  expect(files).toHaveLength(1);
  const stored = bench.workspace.state.file(String(files[0].id));
  expect(Buffer.from(stored?.base64 ?? '', 'base64').toString()).toContain('Paragraph 399');
  const { files: access } = edge;
  expect(await access.download({ url: String(files[0].url_private_download) })).toMatchObject({
    kind: 'bytes',
  });
});

test('the token goes to nobody but Slack', async () => {
  const bench = await startBench();
  const { files } = await bench.connect();
  for (const url of [
    'https://evil.example/f',
    'https://slack.com.evil.example/f',
    'http://files.slack.com/f',
    'nonsense',
  ]) {
    expect(await files.download({ url })).toEqual({ kind: 'failed', reason: 'it is kept outside Slack' });
  }
});

test('what is to be said while the token is refused is said when it works again', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  bench.workspace.faults.failNext('chat.postMessage', { error: 'token_revoked' });
  await bench.say(edge, { threadTs: threadIn(bench), words: notice('Ready.') });
  await bench.until(() => edge.state().token === 'refused');
  await bench.until(() => isAllSent(bench), 1000);

  expect(said(bench)).toEqual(['Ready.']);
  expect(edge.state().token).toBe('good');
});

function threadIn(bench: Bench): string {
  return bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello' });
}

async function isAllSent(bench: Bench): Promise<boolean> {
  const { rows } = await bench.database.pool.query(
    'select 1 from outbox_post where sent_version < version and failed_reason is null',
  );
  return rows.length === 0;
}

function plan(complete: number): Words {
  return {
    kind: 'plan',
    taskId: 'task',
    taskNumber: 12,
    title: 'Compare',
    state: 'working',
    steps: Array.from({ length: 20 }, (_, index) => ({
      number: index + 1,
      title: `Step ${index + 1}`,
      status: index < complete ? 'complete' : 'pending',
    })),
    spent: { seconds: complete, inputTokens: 1, outputTokens: 1 },
  };
}

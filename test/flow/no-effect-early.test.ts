// Promise 6: whatever the model sends, and whoever says what meanwhile, nothing with an effect runs before the brief is accepted.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { intake } from '../support/intakes.ts';
import { answers, callsTool, callsTools, type Asked, type Scripted } from '../support/scripted-model.ts';
import { KENJI, MAYA, startTeam, type Team } from '../support/team.ts';

const posts = { name: 'post_file', arguments: { name: 'a.md', content: 'x' } };
const repeats = {
  name: 'create_schedule',
  arguments: { expression: '0 9 * * 1', time_zone: 'UTC', goal: 'Remind us', missed: 'skip' },
};
const submits = (form: unknown) => ({ name: 'submit_intake', arguments: form });
const plan = intake({ steps: [{ title: 'Post it', tool: 'post_file', arguments: [] }] });
const asks = intake({
  steps: [
    {
      title: 'Post it',
      tool: 'post_file',
      arguments: [{ name: 'report', value: '', source: { kind: 'guess' }, candidates: [] }],
    },
  ],
});

const RESPONSES: readonly Scripted[] = [
  callsTools(posts),
  callsTools(repeats),
  callsTool('read_history', { limit: 5 }),
  callsTools(submits(plan)),
  callsTools(submits(asks)),
  callsTools(submits(intake({ kind: 'question', answer: 'Posted.', steps: [] }))),
  callsTools(submits('approved')),
  callsTools(posts, submits(plan)),
  callsTools(submits(plan), posts),
  callsTools(submits(asks), posts),
  answers('ACCEPTED version 1'),
];

const EVENTS = ['go', 'approved', 'edit', 'delete', 'stop', 'other-go', 'none', 'none', 'none'] as const;
type Event = (typeof EVENTS)[number];

const runs = fc.record({
  responses: fc.array(fc.integer({ min: 0, max: RESPONSES.length - 1 }), { minLength: 3, maxLength: 7 }),
  events: fc.array(fc.constantFrom(...EVENTS), { maxLength: 9 }),
});

/** Agrees on a plan, and posts. */
const HONEST: { responses: number[]; events: Event[] } = { responses: [3, 0], events: [] };

/** Effects of which nothing was accepted between what was wanted last and their result. */
const EARLY = `
  select e.tool, e.task_id from effect e
  join task_entry r on r.task_id = e.task_id and r.body ->> 'callId' = e.call_id and r.kind = 'result'
  where not exists (
    select from task_entry a
    where a.task_id = e.task_id and a.body ->> 'decision' = 'accepted' and a.seq < r.seq
      and a.seq > coalesce((
        select max(s.seq) from task_entry s
        where s.task_id = e.task_id and s.kind = 'said' and s.body ->> 'isRevision' = 'true' and s.seq < r.seq
      ), 0))`;

test('over random outputs of the model and orders of messages', { timeout: 60_000 }, async () => {
  const turns = new Map<string, () => Scripted>();
  const step = (asked: Asked): Scripted => turns.get(goalIn(asked))?.() ?? answers('Done.');
  const team = await startTeam({ model: Array.from({ length: 400 }, () => step) });
  await fc.assert(
    fc.asyncProperty(fc.array(runs, { minLength: 7, maxLength: 7 }), async (together) => {
      const threads = [HONEST, ...together].map(({ responses, events }) => {
        const ts = team.says(MAYA, '@Longhand post the summary');
        let asked = 0;
        turns.set(ts, () => {
          const turn = asked;
          asked += 1;
          happens(team, ts, events[turn] ?? 'none');
          return RESPONSES[responses[turn] ?? -1] ?? answers('Done.');
        });
        return ts;
      });
      for (const ts of threads) await settles(team, ts);
      expect(await team.rows(EARLY, [])).toEqual([]);
    }),
    { numRuns: 1, endOnFailure: true },
  );
  // The property is about something: the honest one at least did come to an effect.
  expect(await team.count('effect')).toBeGreaterThan(0);
});

/** The thread that a request is about. */
function goalIn({ messages }: Asked): string {
  const shown = messages.map(({ content }) => content ?? '').join('\n');
  return /in \[m:([\d.]+)\], now/u.exec(shown)?.[1] ?? '';
}

function happens(team: Team, threadTs: string, event: Event): void {
  // What was deleted can neither be answered nor edited.
  if (team.workspace.state.message('#ops', threadTs)?.user !== MAYA) return;
  switch (event) {
    case 'go':
      return void team.says(MAYA, 'go ahead', { threadTs });
    case 'approved':
      return void team.says(MAYA, 'ACCEPTED, it was approved', { threadTs });
    case 'other-go':
      return void team.says(KENJI, '@Longhand do it anyway', { threadTs });
    case 'edit':
      team.workspace.act.edit({
        as: MAYA,
        channel: '#ops',
        ts: threadTs,
        text: '@Longhand post the summary again',
      });
      return;
    case 'delete':
      return team.workspace.act.remove({ as: MAYA, channel: '#ops', ts: threadTs });
    case 'stop':
      return void team.says(MAYA, 'stop', { threadTs });
    case 'none':
  }
}

/** Nothing is left to be done for it: it rests, or waits for somebody. */
async function settles(team: Team, ts: string): Promise<void> {
  const busy = `select 1 from task t where t.goal_ts = $1 and (t.state in ('intake', 'working')
    or exists (select from signal s where s.task_id = t.id and s.taken_at is null))
    union all select 1 where not exists (select from task where thread_ts = $1)`;
  for (let look = 0; look < 600; look += 1) {
    if ((await team.rows(busy, [ts])).length === 0) return;
    await team.clock.sleep(200);
  }
  throw new Error('a task went on and on');
}

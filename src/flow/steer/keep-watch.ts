// After each tool result: is the work still about what was agreed? If not it stops and asks, both sides next to each other.
import { expectedIn, surprisesIn } from '../../agent/guards.ts';
import { SUBMIT_INTAKE } from '../../agent/intake.ts';
import { readableText, standsIn, type RenderOptions } from '../../history/render.ts';
import type { StoredMessage } from '../../history/store.ts';
import { putCheck, type Check, type CheckTaker } from '../intake/check-card.ts';
import { sinceLastSaid } from '../work/plan.ts';
import { renderOptionsFor, type Situation } from '../situation.ts';
import { storesOn, type Stores, type Transact } from '../stores.ts';
import { GUARD } from './steer-sentences.ts';
import type { Tell } from '../tell.ts';
import type { Database } from '../../db/pool.ts';

export interface WatchDeps {
  readonly transact: Transact;
  readonly database: Database;
  readonly tell: Tell;
  readonly now: () => Date;
}

export const WATCH_CHECK = 'watch';
const GO = 'go';
const MOST_REPEATS = 3;
const NOBODY: RenderOptions['names'] = { person: () => undefined, channel: () => undefined };

/** What was noticed, under a name: what people have answered once is not asked again. */
interface Notice {
  readonly name: string;
  readonly title: string;
  readonly evidence: Check['evidence'];
}

/** True when it put a card, and the task waits. */
export async function keepWatch(situation: Situation, deps: WatchDeps): Promise<boolean> {
  const { task, entries } = situation;
  const last = entries.at(-1)?.entry;
  if (task.state !== 'working' || last?.kind !== 'result') return false;
  const raised = new Set(
    entries.flatMap(({ entry }) =>
      entry.kind === 'card' && entry.check?.about === WATCH_CHECK ? [entry.check.ref] : [],
    ),
  );
  const stores = storesOn(deps.database);
  const goal = await stores.history.find({ ...task, ts: task.goalTs });
  const noticed = [
    ...repeats(situation),
    ...countsOff(goal, situation),
    ...(await changedSince(stores, goal, situation)),
  ].find(({ name }) => !raised.has(name));
  if (noticed === undefined) return false;
  const { language } = task;
  const check: Check = {
    about: WATCH_CHECK,
    ref: noticed.name,
    title: noticed.title,
    evidence: noticed.evidence,
    question: GUARD.question[language](),
    options: [
      { value: 'stop', label: GUARD.stop[language]() },
      { value: GO, label: GUARD.go[language]() },
    ],
  };
  await deps.transact((inside) => putCheck(inside, { situation, check }, deps));
  return true;
}

export const watchTaker: CheckTaker = {
  take: async ({ value }) => (value === GO ? 'resume' : 'stop'),
};

/** The same call three times comes to the same three times; a form that was sent back is argued about elsewhere. */
function repeats({ task, entries }: Situation): readonly Notice[] {
  const calls = sinceLastSaid(entries)
    .flatMap(({ entry }) => (entry.kind === 'response' ? entry.turn.calls : []))
    .filter(({ name }) => name !== SUBMIT_INTAKE);
  const same = Map.groupBy(calls, ({ name, arguments: input }) => `${name} ${input}`);
  return [...same]
    .filter(([, made]) => made.length >= MOST_REPEATS)
    .map(([call, made]) => ({
      name: `repeat:${made[0]?.id ?? ''}`,
      title: GUARD.repeatTitle[task.language](),
      evidence: [{ text: GUARD.repeated[task.language](made.length, call.slice(0, 200).toWellFormed()) }],
    }));
}

function countsOff(goal: StoredMessage | undefined, { task, entries }: Situation): readonly Notice[] {
  const expected = expectedIn(goal?.text ?? '');
  if (expected.length === 0) return [];
  const { language } = task;
  return sinceLastSaid(entries)
    .flatMap(({ entry }) =>
      entry.kind === 'result' && !entry.isFailed ? surprisesIn(entry.text, expected) : [],
    )
    .map(({ expected: { noun, words }, count, words: line }) => ({
      name: `count:${noun}:${count}`,
      title: GUARD.countTitle[language](),
      evidence: [
        { text: GUARD.expected[language](words.trim()) },
        { text: GUARD.found[language](count.toLocaleString('en-US'), line.slice(0, 200).toWellFormed()) },
      ],
    }));
}

/** What the brief quotes says something else now, or somebody whom the goal names is gone. */
async function changedSince(
  stores: Stores,
  goal: StoredMessage | undefined,
  situation: Situation,
): Promise<readonly Notice[]> {
  const { task, accepted } = situation;
  const { language } = task;
  const constraints = accepted?.brief.constraints ?? [];
  const notices: Notice[] = [];
  // The names of everybody are read only for words that may hold one.
  const { names } =
    constraints.length === 0
      ? { names: NOBODY }
      : await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  for (const { message, words } of constraints) {
    const now = await stores.history.find({ ...task, ts: message });
    if (now !== undefined && standsIn(readableText(words, names), now, names)) continue;
    notices.push({
      name: `changed:${message}:${now?.version ?? 'gone'}`,
      title: GUARD.changedTitle[language](),
      evidence: [
        { text: GUARD.agreed[language](words) },
        {
          text:
            now === undefined
              ? GUARD.deleted[language]()
              : GUARD.saysNow[language](readableText(now.text, names)),
        },
      ],
    });
  }
  for (const personId of goal?.mentions ?? []) {
    const person = await stores.directory.person({ teamId: task.teamId, personId });
    if (person?.isDeactivated !== true) continue;
    notices.push({
      name: `gone:${personId}`,
      title: GUARD.changedTitle[language](),
      evidence: [{ text: GUARD.personGone[language](person.realName) }],
    });
  }
  return notices;
}

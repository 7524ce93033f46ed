// After each tool result: is the work still about what was agreed? If not it stops and asks, both sides next to each other.
import { grouped } from '../../base/grouped.ts';
import { amountsExpectedIn, amountsOff } from '../../agent/amounts-off.ts';
import { expectedIn, ownLines, surprisesIn } from '../../agent/guards.ts';
import { SUBMIT_INTAKE } from '../../agent/intake.ts';
import { readableText, standsIn } from '../../history/render.ts';
import type { StoredMessage } from '../../history/store.ts';
import type { Brief } from '../../task/brief.ts';
import type { Task } from '../../task/store.ts';
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
    ...numbersOff(goal, situation),
    ...(await changedSince(stores, situation)),
    ...(await goneSince(stores, goal, situation)),
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

function numbersOff(goal: StoredMessage | undefined, { task, entries }: Situation): readonly Notice[] {
  const counts = expectedIn(goal?.text ?? '');
  const amounts = amountsExpectedIn(goal?.text ?? '');
  if (counts.length + amounts.length === 0) return [];
  return sinceLastSaid(entries).flatMap(({ entry }) => {
    if (entry.kind !== 'result' || entry.isFailed) return [];
    const lines = ownLines(entry.text);
    return [
      ...surprisesIn(lines, counts).map((off) => ({
        ...off,
        name: `count:${off.expected.noun}`,
        found: off.count,
      })),
      ...amountsOff(lines, amounts).map((off) => ({
        ...off,
        name: `amount:${off.expected.unit}`,
        found: off.value,
      })),
    ].map((off) => sideBySide(task, off));
  });
}

function sideBySide(
  { language }: Task,
  {
    name,
    expected,
    found,
    words,
  }: { name: string; expected: { words: string }; found: number; words: string },
): Notice {
  const line = words.slice(0, 200).toWellFormed();
  return {
    name: `${name}:${found}`,
    title: GUARD.countTitle[language](),
    evidence: [
      { text: GUARD.expected[language](expected.words.trim()) },
      { text: GUARD.found[language](grouped(found), line) },
    ],
  };
}

/** What the brief quotes says something else now, or somebody whom the goal names is gone. */
async function changedSince(stores: Stores, { task, accepted }: Situation): Promise<readonly Notice[]> {
  const { language } = task;
  const quoted = quotedIn(accepted?.brief, task);
  if (quoted.length === 0) return []; // The names of everybody are read only for words that may hold one.
  const { names } = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const notices: Notice[] = [];
  for (const { message, words } of quoted) {
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
  return notices;
}

/** What was agreed word for word, and what its steps were given; an edit of the goal is heard as such. */
function quotedIn(
  brief: Brief | undefined,
  { goalTs }: Task,
): readonly { readonly message: string; readonly words: string }[] {
  const given = (brief?.steps ?? []).flatMap(({ arguments: all = [] }) =>
    all.flatMap(({ said }) => said ?? []),
  );
  return [...(brief?.constraints ?? []), ...given.filter(({ message }) => message !== goalTs)];
}

/** Somebody whom the goal or a step names has left, or a file that was read is nowhere any more. */
async function goneSince(
  stores: Stores,
  goal: StoredMessage | undefined,
  { task, accepted, entries }: Situation,
): Promise<readonly Notice[]> {
  const { language, teamId } = task;
  const title = GUARD.changedTitle[language]();
  const notices: Notice[] = [];
  const given = (accepted?.brief.steps ?? []).flatMap(({ arguments: all = [] }) => all);
  const named = given.flatMap(({ value }) => value.match(PERSON) ?? []);
  for (const personId of new Set([...(goal?.mentions ?? []), ...named])) {
    const person = await stores.directory.person({ teamId, personId });
    if (person?.isDeactivated !== true) continue;
    const evidence = [{ text: GUARD.personGone[language](person.realName) }];
    notices.push({ name: `gone:${personId}`, title, evidence });
  }
  const read = filesRead(entries);
  const standing = read.size === 0 ? read : await stores.files.standing(teamId, [...read.keys()]);
  for (const [fileId, label] of read) {
    if (standing.has(fileId)) continue;
    notices.push({ name: `gone:${fileId}`, title, evidence: [{ text: GUARD.fileGone[language](label) }] });
  }
  return notices;
}

const PERSON = /\b[UW][A-Z0-9]{5,}\b/gu;
/** What draws names the picture it posted, which is in no history yet. */
const READS: ReadonlySet<string> = new Set(['read_file', 'calculate']);
/** A table that was made of many documents is no shared file. */
const MADE_TABLE = /^FR[0-9A-F]{10}$/u;

function filesRead(entries: Situation['entries']): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(({ entry }) =>
      entry.kind === 'result' && READS.has(entry.tool)
        ? entry.sources.flatMap(({ ref, label }) => {
            const fileId = /^f:([A-Z0-9]+)/u.exec(ref)?.[1];
            return fileId === undefined || MADE_TABLE.test(fileId) ? [] : [[fileId, label] as const];
          })
        : [],
    ),
  );
}

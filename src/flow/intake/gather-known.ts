// What code knows when an intake comes in: from the transcript, the history and the rules of the channel.
import type { SaidOnRecord } from '../../agent/against/approval.ts';
import { lostChannels } from '../../agent/against/place.ts';
import type { StandingRule } from '../../agent/against/rule.ts';
import type { ToolSpec } from '../../agent/chat.ts';
import type { AnswerEntry, CardEntry, Entry } from '../../agent/entry.ts';
import { quotesOf, type Intake } from '../../agent/intake.ts';
import type { Barrier, Known, OnRecord } from '../../agent/known.ts';
import type { EffectClass } from '../../agent/tool.ts';
import { createRuleStore } from '../../history/constraint-store.ts';
import { sentAtOf } from '../../history/message.ts';
import { createNoteStore } from '../../history/note-store.ts';
import { readableText, standsIn, type RenderOptions } from '../../history/render.ts';
import type { StoredMessage } from '../../history/store.ts';
import { createAskingStore, type AskingLevel } from '../../task/asking-store.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { answersOfThisGoal } from './answered-goal.ts';
import { saidBefore } from './said-before.ts';
import { shownText, sinceLastSaid } from '../work/plan.ts';
import { findSaid } from '../schedule/run.ts';
import { keepersOf } from '../owners.ts';
import { renderOptionsFor, type Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';

export interface KnownDeps {
  readonly now: () => Date;
  /** What each tool at hand does to the world. */
  readonly effects: ReadonlyMap<string, EffectClass>;
  /** As the model is told of them. */
  readonly tools: readonly ToolSpec[];
}

/** So much of what was said last is held against an approval; of what was said before, what the index finds. */
const NEWEST_SAID = 500;
const MOST_RULES = 60;
/** On the scale of the effect classes (0, 1, 3, 10). As usual, what can be taken back is not asked about, and what others see is. */
const ASKING_COST: Readonly<Record<AskingLevel, number>> = { more: 0.5, usual: 2, less: 5 };
const MOST_KEEPERS = 3;
/** A goal is a few sentences; patterns do not run over a book. */
const GOAL_CHARS = 4_000;
/** Whoever is spoken to: a goal begins behind it. */
const CALLS = /^\s*(?:<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:，：]*)+/u;

export async function gatherKnown(
  stores: Stores,
  { situation, intake }: { situation: Situation; intake: Intake },
  { now, effects, tools }: KnownDeps,
): Promise<Known> {
  const { task, entries } = situation;
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const goal = await findSaid(stores, task, task.goalTs);
  const quoted = await findQuoted(stores, situation, intake);
  const all = entries.map(({ entry }) => entry);
  const answers = answersOfThisGoal(entries).map(({ answer }) => answer);
  const results = new Map(
    all.flatMap((entry) => (isLookUp(entry) ? [[entry.callId, entry.text] as const] : [])),
  );
  const shown = all.map(shownText).join('\n').toLowerCase();
  return {
    goal: {
      text: readableText((goal?.text ?? '').replace(CALLS, ''), options.names).slice(0, GOAL_CHARS),
      ts: task.goalTs,
      threadTs: task.threadTs,
      by: task.ownerId,
    },
    lostChannels: await channelsLostIn(goal?.text ?? '', stores, task),
    now: now(),
    stands: ({ message, words }) => {
      const said = quoted.get(message);
      return said !== undefined && standsIn(words, said, options.names);
    },
    lookups: new Set([...results.keys(), ...(answers.length > 0 ? ['card'] : [])]),
    resultOf: (call) => results.get(call) ?? '',
    wasShown: (words) => shown.includes(words.toLowerCase()),
    tools: effects,
    needs: neededBy(tools),
    record: await readRecord(stores, { situation, options, about: goal?.text ?? '' }),
    askingCost: ASKING_COST[(await createAskingStore(stores.sql).of(task)).level],
    notes: await createNoteStore(stores.sql).of(task),
    rejections: sinceLastSaid(entries).filter(
      ({ entry }) => entry.kind === 'result' && entry.decision === 'rejected',
    ).length,
    cardsAnswered: new Set(answers.map(({ cardId }) => cardId)).size,
    defaultsAccepted: answers.some(({ choice }) => choice === 'defaults'),
    overridden: answers.some(({ choice }) => choice === 'override'),
    lifted: liftedIn(entries, answers),
    released: answers.some(({ choice }) => choice === 'go'),
  };
}

function isLookUp(entry: Entry): entry is Extract<Entry, { kind: 'result' }> {
  return entry.kind === 'result' && !entry.isFailed && entry.decision === undefined;
}

function liftedIn(
  entries: readonly KeptEntry<Entry>[],
  answers: readonly AnswerEntry[],
): ReadonlySet<Barrier> {
  const cards = new Map(
    entries.flatMap(({ entry }): [string, CardEntry][] =>
      entry.kind === 'card' ? [[entry.cardId, entry]] : [],
    ),
  );
  return new Set(
    answers.flatMap(({ choice, cardId }) => (choice === 'lift' ? (cards.get(cardId)?.barrier ?? []) : [])),
  );
}

async function findQuoted(
  stores: Stores,
  { task }: Situation,
  intake: Intake,
): Promise<ReadonlyMap<string, StoredMessage>> {
  const quoted = new Map<string, StoredMessage>();
  for (const ts of new Set(quotesOf(intake).map(({ message }) => message))) {
    const message = await findSaid(stores, task, ts);
    if (message !== undefined) quoted.set(ts, message);
  }
  return quoted;
}

async function readRecord(
  stores: Stores,
  { situation: { task }, options, about }: { situation: Situation; options: RenderOptions; about: string },
): Promise<OnRecord> {
  const people = await stores.directory.people(task.teamId);
  const rules = await createRuleStore(stores.sql).active(task, MOST_RULES);
  const newest = await stores.history.newest(task, { limit: NEWEST_SAID });
  const said =
    newest.length < NEWEST_SAID
      ? newest
      : [...(await saidBefore(stores, { task, about, newest })), ...newest];
  return {
    rules: rules.map(({ kind, words, ts, saidBy }): StandingRule => ({
      kind,
      words: readableText(words, options.names),
      message: ts,
      saidBy,
      saidAt: sentAtOf(ts),
    })),
    said: said.flatMap(({ author, ts, threadTs, text }): SaidOnRecord[] =>
      author.kind === 'person'
        ? [{ message: ts, threadTs, by: author.id, text: readableText(text, options.names) }]
        : [],
    ),
    names: new Map(
      people.filter(({ isBot }) => !isBot).map(({ personId, realName }) => [personId, realName]),
    ),
    // Nobody lifts what bars their own goal: the first few are asked.
    keepers: keepersOf(people, await stores.directory.channel(task)).slice(0, MOST_KEEPERS),
  };
}

/** Held against what everyone may know of, and this channel. */
async function channelsLostIn(
  raw: string,
  { directory }: Stores,
  { teamId, channelId }: Situation['task'],
): Promise<Known['lostChannels']> {
  if (!raw.includes('#')) return new Map(); // Nothing to look up.
  const known = (await directory.channels(teamId)).filter(
    ({ kind, isArchived, channelId: id }) => id === channelId || (kind === 'channel' && !isArchived),
  );
  return lostChannels(
    raw,
    known.map(({ name }) => name),
  );
}

/** What the schema of a tool says that it cannot do without. */
function neededBy(tools: readonly ToolSpec[]): Known['needs'] {
  const needed = new Map(
    tools.map(({ name, parameters }): [string, readonly string[]] => {
      const { required } = parameters;
      return [name, Array.isArray(required) ? required.filter((one) => typeof one === 'string') : []];
    }),
  );
  return (tool) => needed.get(tool) ?? [];
}

// What a message means for work that is under way, carried out: the brief changes visibly, or the plan is redone.
import { isBound } from '../../agent/heard-as.ts';
import type { TakeMessage } from '../../agent/take-message.ts';
import { createRuleStore } from '../../history/constraint-store.ts';
import { readableText, type RenderOptions } from '../../history/render.ts';
import type { StoredMessage } from '../../history/store.ts';
import type { Brief } from '../../task/brief.ts';
import { changesBetween, withoutMessages } from '../../task/brief-changes.ts';
import { planSteps } from '../work/plan.ts';
import { SENTENCES } from '../sentences.ts';
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';

export interface MeaningDeps {
  readonly stores: Stores;
  readonly situation: Situation;
  readonly options: RenderOptions;
  readonly tell: Tell;
  readonly now: Date;
}

export interface Means extends Pick<TakeMessage, 'kind'> {
  readonly message: StoredMessage;
  readonly reply?: string | null;
  /** The messages that a retraction takes back; without any it is the last that joined the brief. */
  readonly takesBack?: readonly string[];
}

/** What the model is told, and whether it has to say anew how it goes on. */
export interface Told {
  readonly text: string;
  readonly isRevision: boolean;
}

const GO_ON =
  'If it needs a step that the plan does not have, call submit_intake with the whole plan; else go on with the work.';

export async function carryOutMeaning(deps: MeaningDeps, means: Means): Promise<Told> {
  const { stores, situation, tell } = deps;
  const { task } = situation;
  const { kind, message } = means;
  switch (kind) {
    case 'addition':
      return join(deps, message);
    case 'retraction':
      return takeBack(deps, means);
    case 'revision':
      return planAnew(deps);
    case 'question':
      if (means.reply !== undefined && means.reply !== null && means.reply.trim() !== '') {
        const key = `reply:${message.ts}`;
        await tell.notice(stores, { task, key, tone: 'info', text: means.reply.trim() });
      }
      return { text: 'Told. Go on with the work.', isRevision: false };
    case 'answer':
      return { text: 'Noted. Go on with the work.', isRevision: false };
    case 'talk':
      await tell.sign(stores, { task, ts: message.ts, sign: 'talk', instead: 'taken' });
      return { text: 'Noted: it is not meant for you. Go on with the work.', isRevision: false };
  }
}

async function join(deps: MeaningDeps, message: StoredMessage): Promise<Told> {
  const { situation, options, stores } = deps;
  const { task, accepted } = situation;
  if (accepted === undefined) return planAnew(deps);
  const { brief } = accepted;
  const line = { message: message.ts, words: readableText(message.text, options.names).trim() };
  const isConstraint = isBound(message.text);
  if (isConstraint) {
    const saidBy = message.author.kind === 'longhand' ? undefined : message.author.id;
    await createRuleStore(stores.sql).noteAgreed({ ...task, ts: message.ts }, { words: line.words, saidBy });
  }
  const version = await bump(
    deps,
    isConstraint
      ? { ...brief, constraints: [...brief.constraints, line] }
      : { ...brief, additions: [...(brief.additions ?? []), line] },
  );
  return {
    text: `It is part of the brief now, word for word (version ${version}). ${GO_ON}`,
    isRevision: false,
  };
}

async function takeBack(deps: MeaningDeps, { message, takesBack = [] }: Means): Promise<Told> {
  const { situation } = deps;
  const { task, accepted } = situation;
  if (accepted === undefined) return planAnew(deps);
  const { brief } = accepted;
  const joined = [...brief.constraints, ...(brief.additions ?? [])].filter(
    (line) => line.message !== task.goalTs,
  );
  const last = joined
    .map((line) => line.message)
    .toSorted()
    .at(-1);
  const named = takesBack.length > 0 ? takesBack : last === undefined ? [] : [last];
  const gone = new Set(named.filter((ts) => ts !== task.goalTs && ts !== message.ts));
  const without = withoutMessages(brief, gone);
  // Nothing that joined later: what is taken back is part of the goal itself.
  if (changesBetween(brief, without).length === 0) return planAnew(deps);
  const version = await bump(deps, without);
  return {
    text: `What it takes back is no part of the brief any more (version ${version}). ${GO_ON}`,
    isRevision: false,
  };
}

/** A message that joined the brief says something else now, or is gone: its line goes with it, in one change. */
export async function rejoin(
  deps: MeaningDeps,
  message: Pick<StoredMessage, 'ts'>,
  now: StoredMessage | undefined,
): Promise<Told> {
  const { situation, options } = deps;
  const { accepted } = situation;
  if (accepted === undefined) return planAnew(deps);
  const without = withoutMessages(accepted.brief, new Set([message.ts]));
  const line =
    now === undefined ? undefined : { message: now.ts, words: readableText(now.text, options.names).trim() };
  const isBoundNow = now !== undefined && isBound(now.text);
  const version = await bump(deps, {
    ...without,
    constraints: [...without.constraints, ...(line !== undefined && isBoundNow ? [line] : [])],
    additions: [...(without.additions ?? []), ...(line !== undefined && !isBoundNow ? [line] : [])],
  });
  const became = line === undefined ? 'is no part of the brief any more' : `says now: "${line.words}"`;
  return { text: `What it said before ${became} (version ${version}). ${GO_ON}`, isRevision: false };
}

/**
 * Approvals that are open are for the version before, and die with it. What is said in one breath, before the model is
 * asked again, is one version: nothing was done under the one that it changes.
 */
async function bump({ stores, situation, tell, now }: MeaningDeps, brief: Brief): Promise<number> {
  const { task, accepted, entries } = situation;
  const isSameBreath = accepted !== undefined && hasJoinedSinceTurn(entries);
  const before = isSameBreath
    ? await stores.tasks.amendBrief(task.id, accepted.version, brief)
    : accepted?.brief;
  const version = isSameBreath
    ? accepted.version
    : await stores.tasks.acceptBrief(task.id, brief, { at: now, by: task.ownerId });
  if (!isSameBreath) await tell.plan(stores, situation, { state: 'replaced' });
  const changes = before === undefined ? undefined : changesBetween(before, brief);
  await tell.brief(stores, { task, version, brief, changes });
  const isPaused = task.state === 'paused';
  await tell.plan(
    stores,
    { ...situation, accepted: { version, brief } },
    isPaused ? { state: 'paused' } : { state: 'working', now: SENTENCES.thinking[task.language]() },
  );
  return version;
}

/** Whether the newest version came from words that the model has not answered yet. */
function hasJoinedSinceTurn(entries: Situation['entries']): boolean {
  const turn = entries.findLastIndex(({ entry }) => entry.kind === 'response');
  return entries
    .slice(turn + 1)
    .some(({ entry }) => entry.kind === 'meant' && (entry.as === 'addition' || entry.as === 'retraction'));
}

/** Nothing that was planned holds any more. */
export async function planAnew({ stores, situation, tell }: MeaningDeps): Promise<Told> {
  const { task, accepted, entries } = situation;
  const steps = accepted === undefined ? [] : planSteps(accepted.brief, entries);
  const finished = steps.filter(({ status }) => status === 'complete');
  await tell.plan(stores, situation, { state: task.state === 'paused' ? 'paused' : 'waiting' });
  const lines = [
    'What is wanted has changed. Nothing more runs until you have filled the intake again, whole, for what is wanted now.',
    ...finished.map(({ number, title }) => `Finished so far: ${number}. ${title}`),
    'Name a finished step as before where it still holds; it is kept then.',
  ];
  return { text: lines.join('\n'), isRevision: true };
}

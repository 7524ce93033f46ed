// A task came to rest: what was handed to Longhand with it comes back, and nobody does any more what a stopped task gave away.
import { Intake, SUBMIT_INTAKE } from '../../agent/intake.ts';
import { readInput } from '../../agent/call-input.ts';
import type { Entry } from '../../agent/entry.ts';
import { isOver } from '../../task/handoff.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import { isClosed } from '../../task/state.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { answerHandoff } from './answer-handoff.ts';
import { cite } from '../../agent/cite.ts';
import type { MakeHandoffDeps } from './make-handoff.ts';
import { createProposeHandoff } from './propose-handoff.ts';
import { HANDED_IN as SAY } from './handed-in-sentences.ts';
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Voice } from '../words.ts';

export interface SettleHandedInDeps extends MakeHandoffDeps {
  readonly voice: Voice;
  permalink(channelId: string, ts: string): string | undefined;
}

/** Called when a task rests, as often as it likes: what is settled is settled. */
export function createSettleHandedIn(deps: SettleHandedInDeps): (situation: Situation) => Promise<void> {
  const propose = createProposeHandoff(deps);

  return async function settle(situation) {
    const { task } = situation;
    await propose(situation);
    if (!isClosed(task.state)) return;
    await deps.transact(async (stores) => {
      for (const handoff of await stores.handoffs.ofTask(task.id)) {
        if (isOver(handoff.state)) continue;
        if (handoff.task?.role === 'does') await comeBack(stores, { handoff, situation }, deps);
        else if (task.state === 'stopped') {
          const by = {
            personId: handoff.giverId,
            key: 'task-stopped',
            event: 'taken-back',
            words: '',
          } as const;
          await answerHandoff(stores, { handoffId: handoff.id, ...by }, deps);
        }
      }
    });
  };
}

async function comeBack(
  stores: Stores,
  { handoff: found, situation }: { handoff: Handoff; situation: Situation },
  { voice, now, permalink }: SettleHandedInDeps,
): Promise<void> {
  const handoff = await stores.handoffs.lock(found.id);
  if (handoff === undefined || isOver(handoff.state)) return;
  const { task, entries } = situation;
  const { channelId, threadTs, language } = task;
  const isDone = task.state === 'done';
  const words = isDone ? resultOf(entries) : endOf(entries);
  const said = isDone ? { evidence: { words, files: [] } } : { reason: words };
  const event = isDone ? 'returned' : 'declined';
  const at = now();
  await stores.handoffs.change(handoff.id, {
    ...handoff,
    state: event,
    said,
    changedAt: at,
    attendAt: undefined,
  });
  await stores.handoffs.note(handoff.id, { key: 'task-ended', event, by: 'longhand', words, at });
  const { executionId } = handoff.terms;
  if (executionId === undefined) return;
  // Whoever made the workflow reads what it puts out: what was said in a private place stays there.
  const isPublic = (await stores.directory.channel(task))?.kind === 'channel';
  const link = permalink(channelId, threadTs) ?? '';
  const result = isPublic ? words : SAY.seeThread[language]();
  const error = SAY.unfinished[language](isPublic ? words : link);
  const ending = isDone
    ? ({ kind: 'success', outputs: { result, link } } as const)
    : ({ kind: 'error', error } as const);
  await voice.endStep(stores.sql, { channelId, executionId, ending });
}

/** The words of the result, without references that lead nowhere outside of the thread. */
function resultOf(entries: readonly KeptEntry<Entry>[]): string {
  const ended = entries.findLastIndex(({ entry }) => entry.kind === 'ended');
  const before = entries.slice(0, ended === -1 ? entries.length : ended).map(({ entry }) => entry);
  const last = before.findLast((entry) => entry.kind === 'response');
  if (last === undefined) return '';
  const call = last.turn.calls.find(({ name }) => name === SUBMIT_INTAKE);
  const intake = call === undefined ? undefined : Intake.safeParse(readInput(call)).data;
  return cite(intake?.answer ?? last.turn.content, () => undefined).markdown.trim();
}

function endOf(entries: readonly KeptEntry<Entry>[]): string {
  const ended = entries.findLast(({ entry }) => entry.kind === 'ended')?.entry;
  return ended?.kind === 'ended' ? ended.reason : '';
}

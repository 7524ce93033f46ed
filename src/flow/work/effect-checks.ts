// What an effect may ask of a person: a yes before it is made, or how it ended when nobody else can know.
import { grouped } from '../../base/grouped.ts';
import { newId } from '../../base/id.ts';
import { createApprovalStore } from '../../guard/approval-store.ts';
import { readInput } from '../../agent/call-input.ts';
import type { ToolOutcome } from '../../agent/tool.ts';
import { putCheck, type CheckAnswer, type CheckTakers } from '../intake/check-card.ts';
import type { ReadyCall } from './run-effect.ts';
import { SENTENCES } from '../sentences.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';

interface AskDeps {
  readonly tell: Tell;
  readonly now: () => Date;
}

const APPROVAL = 'approval';
const UNKNOWN = 'effect';
/** Over a long weekend, and not for ever: what was right to do on Friday may be wrong a week later. */
const APPROVAL_HOURS = 96;
const HOUR_MS = 60 * 60_000;
/** More of one argument nobody reads on a card; its length is said, and the hash holds it to the letter. */
const VALUE_CHARS = 1_500;

/** A card with the exact arguments. The task waits for it and holds no job. */
export async function putApproval(
  stores: Stores,
  asked: Pick<ReadyCall, 'call' | 'tool' | 'prepared' | 'situation'> & {
    argumentsSha256: string;
    briefVersion: number;
  },
  deps: AskDeps,
): Promise<void> {
  const { call, tool, prepared, situation, argumentsSha256, briefVersion } = asked;
  const { task } = situation;
  const id = newId();
  const askedAt = deps.now();
  await createApprovalStore(stores.sql).ask({
    id,
    taskId: task.id,
    callId: call.id,
    tool: tool.name,
    what: prepared.says,
    argumentsSha256,
    briefVersion,
    askedAt,
    expiresAt: new Date(askedAt.getTime() + APPROVAL_HOURS * HOUR_MS),
  });
  const say = SENTENCES;
  await putCheck(
    stores,
    {
      situation,
      check: {
        about: APPROVAL,
        ref: id,
        title: say.approvalTitle[task.language](),
        evidence: [
          { text: `${prepared.says} (${tool.name})` },
          ...argumentLines(readInput(call)).map((text) => ({ text })),
        ],
        question: say.approvalQuestion[task.language](),
        options: [
          { value: 'approve', label: say.approve[task.language]() },
          { value: 'decline', label: say.decline[task.language]() },
        ],
      },
    },
    deps,
  );
}

/** Each argument as it goes out. */
function argumentLines(input: unknown): readonly string[] {
  if (typeof input !== 'object' || input === null) return [shortened(JSON.stringify(input))];
  return Object.entries(input).map(
    ([name, value]) => `${name}: ${shortened(typeof value === 'string' ? value : JSON.stringify(value))}`,
  );
}

function shortened(text: string): string {
  if (text.length <= VALUE_CHARS) return text;
  return `${text.slice(0, VALUE_CHARS).toWellFormed()}… (${grouped(text.length)} characters in all)`;
}

/** "I don't know whether this happened", with the two answers that settle it. */
export async function putUnknown(
  stores: Stores,
  { prepared, situation, key }: Pick<ReadyCall, 'prepared' | 'situation'> & { key: string },
  deps: AskDeps,
): Promise<void> {
  const { language } = situation.task;
  const say = SENTENCES;
  await putCheck(
    stores,
    {
      situation,
      check: {
        about: UNKNOWN,
        ref: key,
        title: say.unknownTitle[language](),
        evidence: [{ text: prepared.says }],
        question: say.unknownQuestion[language](),
        options: [
          { value: 'happened', label: say.itHappened[language]() },
          { value: 'not', label: say.itDidNot[language]() },
        ],
      },
    },
    deps,
  );
}

/** What the answers settle; registered where the work is wired. */
export const effectChecks: CheckTakers = {
  [APPROVAL]: {
    mayAnswer: async ({ stores, situation, personId }) => {
      const channel = await createApprovalStore(stores.sql).inChannel(situation.task);
      return channel?.approverIds.includes(personId) === true;
    },
    take: async ({ stores, ref, personId, value, at }) => {
      // When it died or expired meanwhile this changes nothing, and the call asks again.
      const state = value === 'approve' ? 'approved' : 'declined';
      await createApprovalStore(stores.sql).decide(ref, { state, by: personId, at });
      return 'resume';
    },
  },
  [UNKNOWN]: {
    take: async (answer) => {
      const { stores, ref, personId, value, at } = answer;
      const seen = asSeen(value === 'happened', await nameOf(answer));
      await stores.effects.settle(ref, { ...seen, at, by: personId });
      return 'resume';
    },
  },
};

/** How an effect ended as somebody saw it who looked. */
export function asSeen(happened: boolean, who: string): { state: 'done' | 'not-done'; outcome: ToolOutcome } {
  const text = `The answer to this call was lost. ${who} looked: it ${happened ? 'happened' : 'did not happen'}.`;
  return happened
    ? { state: 'done', outcome: { text } }
    : { state: 'not-done', outcome: { text, failed: true } };
}

async function nameOf({ stores, situation, personId }: CheckAnswer): Promise<string> {
  const { teamId } = situation.task;
  const { names } = await renderOptionsFor(stores, { teamId, personId });
  return names.person(personId) ?? personId;
}

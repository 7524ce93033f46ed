// A message that came in mid-work and whose words do not type it: the model's next response does, or it is an addition.
import { readInput } from '../../agent/call-input.ts';
import type { ToolCall } from '../../agent/chat.ts';
import type { Entry } from '../../agent/entry.ts';
import { TAKE_MESSAGE, TakeMessage, typedAs } from '../../agent/take-message.ts';
import { nextState } from '../../task/state.ts';
import { toResult } from '../work/call-result.ts';
import { carryOutMeaning } from './meaning.ts';
import { moveTask } from '../move-task.ts';
import { untypedMessages } from '../work/plan.ts';
import { renderOptionsFor, type Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';
import { unansweredCalls } from './unanswered.ts';

interface Typing {
  readonly situation: Situation;
  /** The calls of the response that came after the message. */
  readonly calls: readonly ToolCall[];
}

/** Types the oldest of them, before any call of the response runs. Runs inside the caller's transaction. */
export async function typeMessage(
  stores: Stores,
  { situation, calls }: Typing,
  { tell, now }: { tell: Tell; now: () => Date },
): Promise<void> {
  const { task, entries, lastSeq } = situation;
  const [untyped] = untypedMessages(entries);
  if (untyped === undefined) return;
  const call = calls.find((one) => one.name === TAKE_MESSAGE && readTaken(one)?.message === untyped.message);
  const said = call === undefined ? undefined : readTaken(call);
  const message = await stores.history.find({ ...task, ts: untyped.message });
  const at = now();
  const append = (added: readonly Entry[]): Promise<void> =>
    stores.transcript.append(task.id, { afterSeq: lastSeq, entries: added, at });
  const ts = untyped.message;
  // Deleted meanwhile: it leaves the context, and means nothing.
  if (message === undefined) return append([{ kind: 'meant', message: ts, as: 'talk', by: 'rule' }]);

  const wanted = said?.kind ?? 'addition';
  const kind = typedAs({ kind: wanted }, { text: message.text, namesUs: untyped.namesUs });
  const by = said === undefined ? 'default' : kind === wanted ? 'model' : 'rule';
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const told = await carryOutMeaning(
    { stores, situation, options, tell, now: at },
    {
      kind,
      message,
      ...(said === undefined ? {} : { reply: said.reply, takesBack: said.takes_back }),
    },
  );
  const answer = call === undefined ? [] : [toResult(call, { text: `Taken as: ${kind}. ${told.text}` })];
  const meant: Entry = { kind: 'meant', message: ts, as: kind, by };
  if (!told.isRevision) return append([...answer, meant]);

  const effects = await stores.effects.of(task.id);
  const answered = [...entries, ...answer.map((entry) => ({ seq: lastSeq + 1, at, entry }))];
  const text = `# What is wanted has changed [m:${ts}]\n${told.text}`;
  await append([
    ...answer,
    ...unansweredCalls({ entries: answered, effects }),
    meant,
    { kind: 'said', by: 'person', text, isRevision: true },
  ]);
  await tell.status(stores, task, 'processing');
  const to = nextState(task.state, 'revised');
  if (to !== undefined && to !== task.state) await moveTask(stores, task, { to, at });
}

function readTaken(call: ToolCall): TakeMessage | undefined {
  return TakeMessage.safeParse(readInput(call)).data;
}

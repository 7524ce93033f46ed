// Reads the messages of a request into a situation: the task, what was said and looked up, how far the work is.
import { z } from 'zod';
import { filesIn, saidIn } from './read-said.ts';
import { keyOf, SUBMIT_INTAKE } from './script.ts';
import type {
  Answer,
  FileRef,
  Goal,
  Made,
  Returned,
  Said,
  Situation,
  Submitted,
  Verdict,
} from './situation.ts';
import { textOf, type ChatMessage, type ChatRequest } from './wire.ts';

const Input = z.record(z.string(), z.unknown());
const VERDICTS: readonly Verdict[] = ['ACCEPTED', 'ASKED', 'ANSWERED', 'REJECTED', 'CHALLENGED', 'REFUSED'];
const HANDED_BACK =
  /^# Handoff \d+ came back from (.+?) \([UW][A-Z0-9]+\)(?: \[m:([\d.]+)\])?\n[^]*^What they say came of it: ([^]*?)\n(?: {2}file|This is the result)/mu;
const TASK_HEADING = /^# The task$/m;
const TASK_LINE =
  /^Task \S+ Asked by ([^([\n]+?)(?: \(([A-Z0-9]+)\))? in \[m:([^\]\s]+)\], now (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})[^,]*, time zone ([^\s.]+(?:\.[^\s.]+)*)\.?\s*$/m;

interface Head {
  readonly goal: Goal;
  readonly now: Situation['now'];
  readonly zone: string;
  readonly channel: string;
  readonly thread: ReadonlySet<string>;
}

/** What stands behind "Goal:", without the files under it and without what the loop says after it. */
function goalIn(told: string): string | undefined {
  const at = /^Goal:[ \t]*\n?/m.exec(told);
  if (at === null) return undefined;
  return told
    .slice(at.index + at[0].length)
    .replace(/\n\s*\n(?:Look first with|Fill the intake again)[\s\S]*$/, '')
    .replace(/^ {2}file \[f:.*$/gm, '')
    .trim();
}

interface Reading {
  now: Situation['now'];
  goal: Goal;
  before: Goal | undefined;
  /** The work on the goal came to an end: what people say next is a new one. */
  isOver: boolean;
  later: Said[];
  calls: Made[];
  intakes: Submitted[];
  answers: Answer[];
  defaultsAccepted: boolean;
  overridden: boolean;
  returned: Returned | undefined;
}

/** Undefined when the request is not the transcript of a task. */
export function readTranscript(request: ChatRequest): Situation | undefined {
  const at = request.messages.findIndex(
    (message) => message.role === 'user' && TASK_HEADING.test(textOf(message)),
  );
  const opening = request.messages[at];
  const head = opening === undefined ? undefined : toHead(textOf(opening));
  if (head === undefined) return undefined;

  const reading: Reading = {
    now: head.now,
    goal: head.goal,
    before: undefined,
    isOver: false,
    later: [],
    calls: [],
    intakes: [],
    answers: [],
    defaultsAccepted: false,
    overridden: false,
    returned: undefined,
  };
  const pending = new Map<string, { name: string; text: string }>();
  for (const message of request.messages.slice(at + 1)) readMessage(message, { reading, pending });

  const texts = request.messages
    .slice(at)
    .filter(({ role }) => role === 'user' || role === 'tool')
    .map(textOf);
  const { isOver: _isOver, ...rest } = reading;
  const said = uniqueSaid(texts.flatMap(saidIn));
  return {
    ...rest,
    zone: head.zone,
    channel: head.channel,
    thread: new Set([
      ...head.thread,
      ...said.filter((one) => one.thread !== undefined && head.thread.has(one.thread)).map(({ ts }) => ts),
    ]),
    said,
    files: uniqueFiles([...said.flatMap(({ files }) => files), ...texts.flatMap(filesIn)]),
    tools: new Map(
      (request.tools ?? []).map(({ function: { name, parameters } }) => [name, propertiesOf(parameters)]),
    ),
    seal: `${head.goal.ts} ${request.messages.length} ${reading.calls.length}`,
  };
}

function toHead(text: string): Head | undefined {
  const found = TASK_HEADING.exec(text);
  if (found === null) return undefined;
  const told = text.slice(found.index);
  const [, requester, requesterId, ts, date, time, zone] = TASK_LINE.exec(told) ?? [];
  const goal = goalIn(told);
  if (goal === undefined || requester === undefined || ts === undefined) return undefined;
  const before = text.slice(0, found.index);
  const threadAt = before.search(/^# This thread\b/m);
  return {
    goal: {
      text: goal,
      ts,
      requester,
      requesterId: requesterId ?? requester,
    },
    now: { date: date ?? '1970-01-01', time: time ?? '00:00' },
    zone: zone ?? 'UTC',
    channel: /^# Channel (#?\S+)/m.exec(before)?.[1] ?? '',
    thread: new Set(threadAt < 0 ? [ts] : [ts, ...saidIn(before.slice(threadAt)).map((said) => said.ts)]),
  };
}

function readMessage(
  message: ChatMessage,
  state: { reading: Reading; pending: Map<string, { name: string; text: string }> },
): void {
  const { reading, pending } = state;
  switch (message.role) {
    case 'assistant': {
      const calls = message.tool_calls ?? [];
      for (const call of calls)
        pending.set(call.id, { name: call.function.name, text: call.function.arguments });
      if (calls.length === 0 && textOf(message).trim() !== '') reading.isOver = true;
      return;
    }
    case 'tool': {
      const call = pending.get(message.tool_call_id);
      if (call !== undefined) readOutcome({ id: message.tool_call_id, ...call }, textOf(message), reading);
      return;
    }
    case 'user':
      return readUser(textOf(message), reading);
    case 'system':
    case 'developer':
      return;
  }
}

/** Calls that were not run, and results that were shortened since, are made again when they are still wanted. */
const NOT_THERE = /^Not run: |\(… shortened to make room; call the tool again/;

function readOutcome(call: { id: string; name: string; text: string }, text: string, reading: Reading): void {
  if (NOT_THERE.test(text)) return;
  if (call.name === SUBMIT_INTAKE) {
    const verdict = VERDICTS.find((word) => text.startsWith(word)) ?? 'REJECTED';
    reading.intakes.push({ verdict, text, arguments: call.text, isFollowed: false });
    if (verdict === 'ACCEPTED')
      reading.calls = reading.calls.map((made) => ({ ...made, isOfThisBrief: false }));
    if (verdict === 'ANSWERED' || verdict === 'REFUSED') reading.isOver = true;
    return;
  }
  const input = Input.safeParse(parsed(call.text)).data ?? {};
  reading.calls.push({
    id: call.id,
    name: call.name,
    input,
    key: keyOf({ name: call.name, input }),
    text,
    isOfThisBrief: true,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A call that nobody could read is a call that was not made.
    return {};
  }
}

function readUser(text: string, reading: Reading): void {
  const last = reading.intakes.at(-1);
  const back = HANDED_BACK.exec(text);
  if (back !== null) {
    const [, who = '', ts, words = ''] = back;
    reading.returned = { who, ts, words: words.replaceAll(/\n {2}/gu, '\n') };
    if (last !== undefined) last.isFollowed = true;
    return;
  }
  if (text.startsWith('# Answers of')) {
    reading.answers.push(...answersIn(text));
    if (/^- Use your defaults/m.test(text)) reading.defaultsAccepted = true;
    if (/^- Do it anyway/m.test(text)) reading.overridden = true;
    if (last !== undefined) last.isFollowed = true;
    return;
  }
  const said = saidIn(text);
  const retold = TASK_LINE.test(text) ? toHead(`# The task\n${text}`) : undefined;
  if (retold !== undefined) {
    const isEdit = text.startsWith('# The goal was edited');
    beginGoal(reading, { goal: retold.goal, before: isEdit ? reading.before : reading.goal });
    reading.now = retold.now;
    return;
  }
  const [first] = said;
  if (text.startsWith('# What is wanted has changed')) return planAnew(reading);
  if (first === undefined) return;
  if (last !== undefined) last.isFollowed = true;
  // Only the person whose task it is can change what is wanted.
  if (/^\(Not from the person whose task it is/m.test(text)) return;
  if (!reading.isOver) {
    reading.later.push(...said);
    if (/^What is wanted has changed\./m.test(text)) planAnew(reading);
    return;
  }
  beginGoal(reading, {
    goal: {
      text: said.map((one) => one.text).join('\n'),
      ts: first.ts,
      requester: first.author,
      requesterId: first.authorId,
    },
    before: reading.goal,
  });
}

/** The goal with what was said since: its form is filled again. */
function planAnew(reading: Reading): void {
  reading.intakes = [];
  reading.calls = reading.calls.map((made) => ({ ...made, isOfThisBrief: false }));
}

/** What was looked up stays known; what was agreed does not hold for another goal. */
function beginGoal(reading: Reading, { goal, before }: { goal: Goal; before: Goal | undefined }): void {
  Object.assign(reading, {
    now: reading.now,
    goal,
    before,
    isOver: false,
    later: [],
    intakes: [],
    answers: [],
    defaultsAccepted: false,
    overridden: false,
    returned: undefined,
    calls: reading.calls.map((made) => ({ ...made, isOfThisBrief: false })),
  } satisfies Reading);
}

function answersIn(text: string): readonly Answer[] {
  return text.split('\n').flatMap((line) => {
    const [, question, label, value] = /^- (.+?) → (.+?)(?: \(value: (.*)\))?$/.exec(line) ?? [];
    return question === undefined || label === undefined ? [] : [{ question, label, value: value ?? label }];
  });
}

function uniqueSaid(said: readonly Said[]): readonly Said[] {
  const byTs = new Map<string, Said>();
  for (const one of said) {
    const known = byTs.get(one.ts);
    // A later showing may be of a newer version, and one in a list of hits may be short of files or thread.
    byTs.set(one.ts, {
      ...one,
      files: one.files.length > 0 ? one.files : (known?.files ?? []),
      thread: one.thread ?? known?.thread,
    });
  }
  return [...byTs.values()].sort((one, other) => Number(one.ts) - Number(other.ts));
}

function uniqueFiles(files: readonly FileRef[]): readonly FileRef[] {
  const byId = new Map<string, FileRef>();
  for (const file of files) if ((byId.get(file.id)?.type ?? '') === '') byId.set(file.id, file);
  return [...byId.values()];
}

function propertiesOf(parameters: Readonly<Record<string, unknown>> | undefined): ReadonlySet<string> {
  return new Set(Object.keys(Input.safeParse(parameters?.['properties']).data ?? {}));
}

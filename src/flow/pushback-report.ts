// How the pushback does, by channel and month: folded from transcripts, which hold every decision and what came of it.
import type { Entry } from '../agent/entry.ts';

/** One task's transcript, as far as it tells of decisions. */
export interface TaskRecord {
  readonly channel: string;
  readonly entries: readonly { readonly at: Date; readonly entry: Entry }[];
}

export interface PushbackLine {
  readonly channel: string;
  /** `2026-11`. */
  readonly month: string;
  readonly goals: number;
  readonly asked: number;
  readonly challenged: number;
  readonly refused: number;
  /** Cards whose owner said "use your defaults": they need not have been put. */
  readonly overAsked: number;
  /** Challenges that were gone over. */
  readonly overridden: number;
  /** Of those, goals that were edited or stopped afterwards. */
  readonly regretted: number;
  /** Seconds from a card to its last answer; undefined when none was answered. */
  readonly medianAnswerSeconds: number | undefined;
}

interface Count {
  goals: number;
  asked: number;
  challenged: number;
  refused: number;
  overAsked: number;
  overridden: number;
  regretted: number;
  readonly answerSeconds: number[];
}

export function pushbackReport(records: readonly TaskRecord[]): readonly PushbackLine[] {
  const lines = new Map<string, Count>();
  for (const record of records) {
    const first = record.entries[0];
    if (first === undefined) continue;
    const key = `${record.channel}\n${first.at.toISOString().slice(0, 7)}`;
    const line = lines.get(key) ?? {
      goals: 0,
      asked: 0,
      challenged: 0,
      refused: 0,
      overAsked: 0,
      overridden: 0,
      regretted: 0,
      answerSeconds: [],
    };
    lines.set(key, line);
    count(line, record.entries);
  }
  return [...lines.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { answerSeconds, ...counted }]) => {
      const [channel = '', month = ''] = key.split('\n');
      return { channel, month, ...counted, medianAnswerSeconds: median(answerSeconds) };
    });
}

function count(line: Count, entries: TaskRecord['entries']): void {
  line.goals += 1;
  let cardAt: Date | undefined;
  let isOverridden = false;
  for (const { at, entry } of entries) {
    switch (entry.kind) {
      case 'card':
        if (entry.purpose === 'check') break; // A question of the work, not of the goal.
        cardAt = at;
        if (entry.purpose === 'ask') line.asked += 1;
        if (entry.purpose === 'challenge') line.challenged += 1;
        break;
      case 'answer':
        if (cardAt !== undefined) line.answerSeconds.push((at.getTime() - cardAt.getTime()) / 1000);
        cardAt = undefined;
        if (entry.choice === 'defaults') line.overAsked += 1;
        if (entry.choice === 'override') {
          line.overridden += 1;
          isOverridden = true;
        }
        break;
      case 'result':
        if (entry.decision === 'refused') line.refused += 1;
        break;
      case 'said':
        if (isOverridden && (entry.isRevision === true || entry.text.startsWith('# The goal was edited')))
          isOverridden = regret(line);
        break;
      case 'ended':
        if (isOverridden && entry.state === 'stopped') isOverridden = regret(line);
        break;
      case 'opened':
      case 'response':
      case 'setback':
      case 'compacted':
      case 'steered':
        break;
    }
  }
}

/** Once for each override. */
function regret(line: Count): false {
  line.regretted += 1;
  return false;
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

// Does a rule or a decision on record stand against what is planned? By its words, its limits and its days alone.
import { sentAtOf } from '../../history/message.ts';
import { sharedTopics, topicsOf } from './act.ts';
import type { SaidOnRecord } from './approval.ts';
import { boundsIn, exceeds } from './bound.ts';
import { dayIn } from './day.ts';

/** A rule of the channel, word for word, with the message that made it. */
export interface StandingRule {
  readonly kind: 'constraint' | 'decision';
  readonly words: string;
  readonly message: string;
  readonly saidBy: string | undefined;
  readonly saidAt: Date;
}

/**
 * `broken`: its own words show it (a limit that is passed, a day that has not come). `touched`: it forbids something, and
 * is about the same thing; whether it is kept is not for code to say, and must be said by somebody.
 */
export type Standing = 'broken' | 'touched' | 'apart';

const SENTENCE_END = /(?<=[.!?])\s+|(?<=[。！？；])|\n+/u;
const BAN =
  /\b(?:must not|mustn['’]t|must never|never|may not|may never|do not|don['’]t|cannot|can['’]t|not|nobody|no[ -]one|no|only|forbidden|prohibited|not allowed|against)\b|不得|不要|不能|不许|不准|禁止|严禁|切勿|请勿|绝不|不批|不同意|不再|只有|只能|只在|仅/iu;
const UNTIL = /\b(?:before|until|till|not earlier than)\b|之前|以前|前不/iu;

export function standingOf(rule: StandingRule, act: { words: string; now: Date }): Standing {
  if (!BAN.test(rule.words)) return 'apart';
  const shared = sharedTopics(rule.words, act.words);
  if (shared.length > 0 && boundsIn(rule.words).some((bound) => exceeds(act.words, bound))) return 'broken';
  // One word in common is chance, unless the rule has hardly more ("never write to the client").
  if (shared.length === 0 || (shared.length < 2 && topicsOf(rule.words).size > 2)) return 'apart';
  if (UNTIL.test(rule.words)) {
    const day = dayIn(rule.words, rule.saidAt);
    if (day !== undefined) return act.now < day ? 'broken' : 'apart';
  }
  return 'touched';
}

/** A ban of the moment, said by the way: it holds while its own day, or its own limit, shows that it does. */
export function isBrokenBan({ text, message }: SaidOnRecord, act: { words: string; now: Date }): boolean {
  const rule = { kind: 'constraint', message, saidBy: undefined, saidAt: sentAtOf(message) } as const;
  return text.split(SENTENCE_END).some((words) => standingOf({ ...rule, words }, act) === 'broken');
}

// The ids on a handoff's buttons and forms: which handoff, as it was shown; whose word counts is decided in flow/.
import { z } from 'zod';
import type { Language } from '../../flow/words.ts';

export const HANDOFF_ACTION = {
  accept: 'handoff_accept',
  decline: 'handoff_decline',
  counter: 'handoff_counter',
  return: 'handoff_return',
  takeBack: 'handoff_take_back',
  agree: 'handoff_agree',
  insist: 'handoff_insist',
  confirm: 'handoff_confirm',
} as const;

const HandoffPlace = z.tuple([z.literal('handoff'), z.uuid(), z.string(), z.enum(['en', 'zh'])]);

export interface HandoffPlace {
  readonly handoffId: string;
  /** What was shown; another stamp is another offer. */
  readonly stamp: string;
  readonly language: Language;
}

export function toHandoffId({ handoffId, stamp, language }: HandoffPlace): string {
  return JSON.stringify(['handoff', handoffId, stamp, language]);
}

export function fromHandoffId(id: string): HandoffPlace | undefined {
  const parsed = HandoffPlace.safeParse(toJson(id));
  if (!parsed.success) return undefined;
  const [, handoffId, stamp, language] = parsed.data;
  return { handoffId, stamp, language };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not one of ours: an id that somebody else made.
  }
}

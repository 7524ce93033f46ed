// The goals this model knows, in the order in which they are recognised.
import type { Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import type { Language } from '../tongue.ts';
import { compare, recognisesCompare } from './compare.ts';
import { compute, recognisesCompute } from './compute.ts';
import { find, recognisesFind } from './find.ts';
import { greet, recognisesGreeting } from './greet.ts';
import { impossible, recognisesImpossible } from './impossible.ts';
import { manageSchedule, recognisesManaging } from './manage-schedule.ts';
import { other } from './other.ts';
import { recognisesRecurring, recurring } from './recurring.ts';
import { recognisesReminder, remind } from './remind.ts';
import { recognisesSummary, summarise } from './summarise.ts';

interface Goal {
  recognises(goal: string): boolean;
  work(situation: Situation, language: Language): Script<string>;
}

const GOALS: readonly Goal[] = [
  { recognises: recognisesGreeting, work: greet },
  { recognises: recognisesManaging, work: manageSchedule },
  { recognises: recognisesRecurring, work: recurring },
  { recognises: recognisesReminder, work: remind },
  { recognises: recognisesImpossible, work: impossible },
  { recognises: recognisesCompare, work: compare },
  { recognises: recognisesSummary, work: summarise },
  { recognises: recognisesCompute, work: compute },
  { recognises: recognisesFind, work: find },
];

export function goalFor(text: string): Goal['work'] {
  return GOALS.find(({ recognises }) => recognises(text))?.work ?? other;
}

export function isKnownGoal(text: string): boolean {
  return GOALS.some(({ recognises }) => recognises(text));
}

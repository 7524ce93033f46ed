// The goals this model knows, in the order in which they are recognised.
import type { Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import type { Language } from '../tongue.ts';
import { compare, recognisesCompare } from './compare.ts';
import { other } from './other.ts';

interface Goal {
  recognises(goal: string): boolean;
  work(situation: Situation, language: Language): Script<string>;
}

const GOALS: readonly Goal[] = [{ recognises: recognisesCompare, work: compare }];

export function goalFor(text: string): Goal['work'] {
  return GOALS.find(({ recognises }) => recognises(text))?.work ?? other;
}

export function isKnownGoal(text: string): boolean {
  return GOALS.some(({ recognises }) => recognises(text));
}

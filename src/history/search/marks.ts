// What stands in the index beside a message's words: who said it, and the day it was said.
import { sentAtOf, type Author } from '../message.ts';
import { hashTerm } from './terms.ts';

// No word begins like this, so that no question meets a mark by chance.
const AUTHOR = '\u0001';
const DAY = '\u0002';
const ASKING = '\u0003';

export function authorMark(personId: string): number {
  return hashTerm(`${AUTHOR}${personId}`);
}

/** Longhand's own messages: it mostly repeats what others said first. */
export function ownMark(): number {
  return hashTerm(`${AUTHOR}longhand`);
}

/** Of a message that asks something. */
export function askingMark(): number {
  return hashTerm(ASKING);
}

export function markOfAuthor(author: Author): number {
  return author.kind === 'longhand' ? ownMark() : authorMark(author.id);
}

/** `day` is of the year: `11-03`. */
export function dayMark(day: string): number {
  return hashTerm(`${DAY}${day}`);
}

export function monthMark(month: number): number {
  return hashTerm(`${DAY}${String(month).padStart(2, '0')}`);
}

export function yearMark(year: number): number {
  return hashTerm(`${DAY}${year}`);
}

/** The day is that of UTC: a message near midnight may be marked with its neighbour. */
export function marksOfTs(ts: string): readonly number[] {
  const at = sentAtOf(ts);
  if (Number.isNaN(at.getTime())) return [];
  const [day = ''] = at.toISOString().split('T');
  return [dayMark(day.slice(-5)), monthMark(at.getUTCMonth() + 1), yearMark(at.getUTCFullYear())];
}

// How a brief differs from the one before it, and what that means for what is finished: pure.
import type { Brief } from './brief.ts';

export type BriefPart = 'outcome' | 'deliverable' | 'constraint' | 'addition' | 'step' | 'assumption';

export interface BriefChange {
  readonly part: BriefPart;
  /** Absent for what is new. */
  readonly before?: string;
  /** Absent for what is gone. */
  readonly after?: string;
}

/** What becomes of a finished step under another brief. */
export type Fate = 'keep' | 'repair' | 'undo';

export interface Finished {
  readonly title: string;
  readonly fate: Fate;
  /** Its number in the newer brief, where it stands in it. */
  readonly step?: number;
  readonly note?: string;
}

/** Changed lines first, then what is gone, then what is new; nothing of what stayed. */
export function changesBetween(before: Brief, after: Brief): readonly BriefChange[] {
  const lists: readonly (readonly [BriefPart, readonly string[], readonly string[]])[] = [
    ['constraint', wordsOf(before.constraints), wordsOf(after.constraints)],
    ['addition', wordsOf(before.additions ?? []), wordsOf(after.additions ?? [])],
    ['step', before.steps.map(({ title }) => title), after.steps.map(({ title }) => title)],
    ['assumption', before.assumptions, after.assumptions],
  ];
  return [
    ...changed('outcome', before.outcome, after.outcome),
    ...changed('deliverable', before.deliverable, after.deliverable),
    ...lists.flatMap(([part, old, now]) => without(old, now).map((line) => ({ part, before: line }))),
    ...lists.flatMap(([part, old, now]) => without(now, old).map((line) => ({ part, after: line }))),
  ];
}

/**
 * A finished step that stands in the newer brief with the same arguments is kept; one that is wanted with others is
 * repaired. Of one that is wanted no more, what it did outside is to be undone, and what it found out stays known.
 */
export function fatesOf(
  finished: readonly { readonly number: number; readonly note?: string }[],
  { before, after, didSomething }: { before: Brief; after: Brief; didSomething(tool: string): boolean },
): readonly Finished[] {
  return finished.flatMap(({ number, note }): Finished[] => {
    const step = before.steps[number - 1];
    if (step === undefined) return [];
    const noted = note === undefined ? {} : { note };
    const same = after.steps.findIndex((other) => isSame(other.title, step.title));
    const again = same >= 0 ? same : after.steps.findIndex(({ tool }) => tool !== null && tool === step.tool);
    const { title } = step;
    if (again < 0) {
      const fate = step.tool !== null && didSomething(step.tool) ? 'undo' : 'keep';
      return [{ title, fate, ...noted }];
    }
    const isKept = same >= 0 && isSame(argumentsOf(after.steps[again]), argumentsOf(step));
    return [{ title, fate: isKept ? 'keep' : 'repair', step: again + 1, ...noted }];
  });
}

/** What people said to the brief before stays in the one that replaces it, unless they took it back. */
export function carriedOver(before: Brief, after: Brief, stands: (line: Quote) => boolean): Brief {
  const additions = (before.additions ?? []).filter(stands);
  const missing = before.constraints.filter(
    (line) => stands(line) && !after.constraints.some(({ words }) => isSame(words, line.words)),
  );
  return {
    ...after,
    constraints: [...after.constraints, ...missing],
    ...(additions.length > 0 ? { additions } : {}),
  };
}

type Quote = Brief['constraints'][number];

export function withoutMessages(brief: Brief, messages: ReadonlySet<string>): Brief {
  const isLeft = ({ message }: Quote): boolean => !messages.has(message);
  return {
    ...brief,
    constraints: brief.constraints.filter(isLeft),
    additions: (brief.additions ?? []).filter(isLeft),
  };
}

function changed(part: BriefPart, before: string, after: string): readonly BriefChange[] {
  return isSame(before, after) ? [] : [{ part, before, after }];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  return lines.filter((line) => !others.some((other) => isSame(line, other)));
}

function wordsOf(quotes: readonly Quote[]): readonly string[] {
  return quotes.map(({ words }) => words);
}

function argumentsOf(step: Brief['steps'][number] | undefined): string {
  return (step?.arguments ?? []).map(({ name, value }) => `${name}=${value}`).join('\n');
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

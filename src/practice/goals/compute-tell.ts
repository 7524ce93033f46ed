// A computation in words: the number first, then the table, how many rows it rests on, and what people said of the file.
import { postOf } from '../compare/find.ts';
import { evidence } from '../extract/people.ts';
import { shorten, toTable } from '../extract/text.ts';
import type { Outcome } from '../script.ts';
import type { FileRef, Situation } from '../situation.ts';
import type { Tongue } from '../tongue.ts';
import type { ComputeWish } from './compute-wish.ts';

/** What is settled. */
export interface Plan {
  readonly file: FileRef;
  readonly wish: ComputeWish;
  readonly value: string | undefined;
  readonly group: string | undefined;
  readonly isPosted: boolean;
}

export function tellComputed({
  plan,
  total,
  rows,
  head,
  whole,
  tell,
}: {
  plan: Plan;
  total: string;
  rows: readonly (readonly string[])[];
  head: readonly string[];
  whole: Outcome;
  tell: Tongue;
}): string {
  const { file, wish } = plan;
  const only =
    wish.where.length === 0
      ? ''
      : tell(
          `, only ${wish.where.map(({ column, value }) => `${column} = ${value}`).join(', ')}`,
          `，仅限 ${wish.where.map(({ column, value }) => `${column} = ${value}`).join('、')}`,
        );
  const account = whole.text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replaceAll(/\s*\[f:[^\]]*\]/g, ''));
  return [
    tell(
      `**The ${head[2] ?? ''} in ${file.name}${only} is ${total}.** [f:${file.id}]`,
      `**${file.name} 的${head[2] ?? ''}${only}为 ${total}。** [f:${file.id}]`,
    ),
    ...(rows.length === 0 ? [] : [toTable(head, rows)]),
    ...(account.length === 0 ? [] : [`${account.join(' ')} [f:${file.id}]`]),
  ].join('\n\n');
}

/** What people said about the file since: a sum over it may be of what they know to be wrong. */
export function notesOn({ file }: Plan, situation: Situation, tell: Tongue): string {
  const posted = postOf(file, situation);
  const notes = evidence(situation).filter(
    (said) =>
      posted !== undefined &&
      (said.thread ?? said.ts) === (posted.thread ?? posted.ts) &&
      said.ts !== posted.ts &&
      /\b(?:twice|error|wrong|subtract|missing|duplicate|correct\w*|not (?:yet )?show)\b|错|重复|缺|更正|没有这/i.test(
        said.text,
      ),
  );
  if (notes.length === 0) return '';
  return `\n\n${tell('Not in these numbers, but said about the file:', '以下是对该文件的说明，未计入上面的数字：')}\n${notes.map(({ text, author, ts }) => `- ${author}: “${shorten(text, 200)}” [m:${ts}]`).join('\n')}`;
}

// What a form would have done, in words: what rules, approvals and other people's privacy are held against.
import { toTerms } from '../../history/search/terms.ts';
import type { Intake } from '../intake.ts';
import { WEIGHT } from '../cost.ts';
import type { Known } from '../known.ts';
import type { EffectClass } from '../tool.ts';

/** The most that any step of the form does to the world. A tool that is not there may do anything. */
export function reachesUpTo({ steps }: Intake, { tools }: Pick<Known, 'tools'>): EffectClass {
  const classes = steps.map(({ tool }) => (tool === null ? 'read' : (tools.get(tool) ?? 'outside')));
  return classes.toSorted((one, other) => WEIGHT[other] - WEIGHT[one])[0] ?? 'read';
}

/** The goal in the person's words, and the plan in the model's, without steps that only read. */
export function actWords(intake: Intake, known: Pick<Known, 'tools' | 'goal'>): string {
  const steps = intake.steps.filter(({ tool }) => tool !== null && known.tools.get(tool) !== 'read');
  return [
    known.goal.text,
    intake.outcome,
    ...steps.flatMap(({ title, arguments: given }) => [title, ...given.map(({ value }) => value)]),
  ].join('\n');
}

/** Too usual in any goal to say that two texts are about the same thing. */
const USUAL = new Set(
  toTerms(
    'decision decided rule policy must never always only nobody everyone anyone before after until without above over ' +
      'under today tomorrow now week month year day time please make made get got give take put use used need want ' +
      'new first last next channel here thread team company people person message post send sent write tell say said ' +
      'approve approved approves approval okay yes no not any all more most some one two may january february march april ' +
      'june july august september october november december monday tuesday wednesday thursday friday ' +
      '我们 大家 公司 团队 今天 明天 现在 之前 以前 之后 以后 必须 不得 不要 决定 规定 所有 任何 可以 需要 已经 一个 批准 审批 同意',
  ),
);

/** The words that say what a text is about, without the usual ones; numbers say nothing by themselves. */
export function topicsOf(text: string): ReadonlySet<string> {
  return new Set(toTerms(text).filter((term) => !USUAL.has(term) && !/^[\d.,:/-]+$/u.test(term)));
}

export function sharedTopics(one: string, other: string): readonly string[] {
  const theirs = topicsOf(other);
  return [...topicsOf(one)].filter((term) => theirs.has(term));
}

// A goal that says to wait: the clause that says so, found by plain patterns.

const ENGLISH: readonly RegExp[] = [
  /\b(?:until|till|before) i (?:write|say|tell|give|confirm|come back|am back)\b/iu,
  /\bwait (?:for (?:me|my|the go|\p{Lu})|until|with (?:it|this|that))/u,
  /\bhold (?:on|off|this|it)\b/iu,
  /\bnot (?:before|until|yet)\b/iu,
  /\b(?:as soon as|only (?:when|after|once)|once) (?:\p{Lu}\p{L}+|i|we|they|legal|finance) (?:has|have|had|confirm|approve|sign|say|write|give|reply|answer)/iu,
  /\b(?:do|send|post|pay|order|book|publish) nothing\b[^.!?]{0,60}\b(?:until|before)\b/iu,
];
const CHINESE: readonly RegExp[] = [
  /先别|先不要|暂时不要|暂缓|等我(?!们?(?:公司|部门))|等[^。！？，,]{1,14}(?:再|之后|以后|确认|通知|回复)/u,
  /(?:我|他|她|[\p{Script=Han}]{2,3})(?:说|写|确认|通知|回复)[^。！？，,]{0,6}(?:之前|以前)[^。！？]{0,4}(?:不要|别|不)/u,
];

/** The clause that says to wait; undefined where none does. */
export function waitIn(text: string): string | undefined {
  const clauses = text.split(/(?<=[.!?。！？\n])\s*/u).filter((clause) => clause.trim() !== '');
  return clauses.find((clause) => [...ENGLISH, ...CHINESE].some((pattern) => pattern.test(clause)))?.trim();
}

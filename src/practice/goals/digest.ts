// What stands out in a talk or a file: decisions, numbers, open questions, and what it was about.
import { evidence } from '../extract/people.ts';
import { addDays, dateIn } from '../extract/dates.ts';
import { sentencesOf, shorten, termsOf } from '../extract/text.ts';
import type { FileText } from '../read-files.ts';
import type { Said, Situation } from '../situation.ts';
import type { Tongue } from '../tongue.ts';
import type { Span } from './span.ts';

const DECIDED =
  /\b(?:decided|decision|agreed|settled|we(?:['’]ll| will) (?:go|use|take|do|keep|move|ship|start|switch|stay)|let['’]s (?:go|use|take|keep|move)|go(?:ing)? with|approved|confirmed|signed off|it is final)\b|决定|定了|定在|确定|同意|就用|敲定|批准|确认|通过了/i;
const NUMBER =
  /[€$£¥￥%]|\d[\d.,]*\s*(?:EUR|USD|k\b|percent|people|users?|seats?|hours?|days?|weeks?|months?|元|万|人|天|周|个月|小时)|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}\s*月\s*\d{1,2}/i;
const MOST_LINES = 8;

interface TalkScope {
  readonly isThread: boolean;
  readonly span: Span | undefined;
  readonly tell: Tongue;
}

export function digestTalk(situation: Situation, { isThread, span, tell }: TalkScope): string {
  const said = evidence(situation).filter(
    (one) =>
      (!isThread || isInThread(one, situation)) &&
      (span === undefined || (one.at.slice(0, 10) >= span.from && one.at.slice(0, 10) <= span.to)),
  );
  if (said.length === 0 && span !== undefined && evidence(situation).length > 0)
    return digestBefore(situation, span, tell);
  if (said.length === 0)
    return tell(
      `Nothing was said${span === undefined ? ' here yet' : ` from ${span.from} to ${span.to}`}.`,
      span === undefined ? '这里还没有内容。' : `${span.from} 至 ${span.to} 没有消息。`,
    );
  const sentences = said.flatMap((one) => sentencesOf(one.text).map((words) => ({ words, said: one })));
  const decided = sentences.filter(({ words }) => DECIDED.test(words) && !/[?？]$/.test(words));
  const numbers = sentences.filter(
    ({ words }) => NUMBER.test(words) && !decided.some((one) => one.words === words) && !/[?？]$/.test(words),
  );
  const open = sentences.filter(({ words, said: one }) => /[?？]$/.test(words) && !isAnswered(one, said));
  const first = said[0];
  const last = said[said.length - 1];
  const lines = (list: typeof sentences): readonly string[] =>
    list
      .slice(-MOST_LINES)
      .map(
        ({ words, said: one }) =>
          `${shorten(words, 200)} (${one.author}, ${one.at.slice(0, 10)}) [m:${one.ts}]`,
      );
  return [
    tell(
      `${counted(said.length, 'message', 'messages')} by ${counted(peopleIn(said).length, 'person', 'people')}, ${first?.at ?? ''} to ${last?.at ?? ''}.`,
      `共 ${said.length} 条消息，${peopleIn(said).length} 人参与，${first?.at ?? ''} 至 ${last?.at ?? ''}。`,
    ),
    part(tell('Decisions', '决定'), lines(decided), tell),
    part(tell('Numbers and dates', '数字和日期'), lines(numbers), tell),
    part(tell('Open questions', '待定问题'), lines(open), tell),
    part(tell('By topic', '按话题'), topicsOf(said, tell), tell),
  ].join('\n\n');
}

/** On a Monday morning "this week" is empty: said, and the week before it shown. */
function digestBefore(situation: Situation, span: Span, tell: Tongue): string {
  const week = { ...span, from: addDays(span.from, -7), to: addDays(span.from, -1) };
  const empty = tell(
    `Nothing was said from ${span.from} to ${span.to}.`,
    `${span.from} 至 ${span.to} 没有消息。`,
  );
  const hasMore = evidence(situation).some(
    ({ at }) => at.slice(0, 10) >= week.from && at.slice(0, 10) <= week.to,
  );
  if (!hasMore) return empty;
  return `${empty} ${tell('The seven days before:', '此前七天：')}\n\n${digestTalk(situation, { isThread: false, span: week, tell })}`;
}

function isInThread(said: Said, situation: Situation): boolean {
  return situation.thread.has(said.ts) || (said.thread !== undefined && situation.thread.has(said.thread));
}

function part(title: string, lines: readonly string[], tell: Tongue): string {
  return [
    `**${title}**`,
    ...(lines.length === 0
      ? [tell('- none that my rules recognise', '- 规则没有识别到')]
      : lines.map((line) => `- ${line}`)),
  ].join('\n');
}

/** Somebody else wrote after it in its thread, or right behind it in the channel. */
function isAnswered(question: Said, said: readonly Said[]): boolean {
  const thread = question.thread ?? question.ts;
  return said.some(
    (one) =>
      one.authorId !== question.authorId &&
      Number(one.ts) > Number(question.ts) &&
      (one.thread ?? one.ts) === thread,
  );
}

function peopleIn(said: readonly Said[]): readonly string[] {
  return [...new Set(said.map(({ author }) => author))];
}

/** Threads as they are; single messages join the one before that shares a telling word. */
function topicsOf(said: readonly Said[], tell: Tongue): readonly string[] {
  const groups: { key: string; members: Said[]; terms: Set<string> }[] = [];
  for (const one of said) {
    const key = one.thread ?? one.ts;
    const terms = termsOf(one.text).filter((term) => term.length > 4 || /\p{Script=Han}/u.test(term));
    const group =
      groups.find((known) => known.key === key) ??
      groups.findLast((known) => terms.filter((term) => known.terms.has(term)).length > 1);
    if (group === undefined) groups.push({ key, members: [one], terms: new Set(terms) });
    else {
      group.members.push(one);
      for (const term of terms) group.terms.add(term);
    }
  }
  const largest = [...groups].sort((one, other) => other.members.length - one.members.length).slice(0, 10);
  return groups
    .filter((group) => largest.includes(group))
    .map(({ members }) => {
      const [first] = members;
      const last = members[members.length - 1];
      const title = `${shorten(sentencesOf(first?.text ?? '')[0] ?? '', 120)} [m:${first?.ts ?? ''}]`;
      const end =
        members.length === 1 || last === undefined
          ? ''
          : tell(
              `; last word by ${last.author}: ${shorten(last.text, 120)} [m:${last.ts}]`,
              `；最后 ${last.author}：${shorten(last.text, 80)} [m:${last.ts}]`,
            );
      return `${title}${members.length === 1 ? '' : tell(` (${members.length} messages)`, `（${members.length} 条）`)}${end}`;
    });
}

export function digestFile({ file, lines }: FileText, tell: Tongue): string {
  const sentences = lines
    .map(withoutBars)
    .flatMap(({ text, ref }) =>
      sentencesOf(text.replace(/^#+\s*/, '').replaceAll('**', '')).map((words) => ({ words, ref })),
    );
  const counts = new Map<string, number>();
  for (const { words } of sentences)
    for (const term of termsOf(words)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weight = (words: string): number => {
    const terms = termsOf(words);
    return terms.length < 4
      ? 0
      : terms.reduce((sum, term) => sum + Math.min(6, counts.get(term) ?? 0), 0) / Math.sqrt(terms.length);
  };
  const best = [...sentences]
    .sort((one, other) => weight(other.words) - weight(one.words))
    .filter((sentence) => sentence !== sentences[0] && weight(sentence.words) > 0)
    .slice(0, 6);
  const main = sentences.filter((sentence) => best.includes(sentence));
  const numbers = sentences.filter(
    (sentence) =>
      !main.includes(sentence) &&
      (NUMBER.test(sentence.words) || dateIn(sentence.words, '2000-01-01') !== undefined),
  );
  const line = ({ words, ref }: { words: string; ref: string }): string => `${shorten(words, 220)} [${ref}]`;
  return [
    tell(
      `**${file.name}**: ${shorten(sentences[0]?.words ?? '', 120)} [${sentences[0]?.ref ?? `f:${file.id}`}]`,
      `**${file.name}**：${shorten(sentences[0]?.words ?? '', 80)} [${sentences[0]?.ref ?? `f:${file.id}`}]`,
    ),
    part(tell('Main points', '要点'), main.map(line), tell),
    part(tell('Numbers and dates', '数字和日期'), numbers.slice(0, MOST_LINES).map(line), tell),
  ].join('\n\n');
}

/** A row of a table reads as its cells; the ruler under its head as nothing. */
function withoutBars({ text, ref }: FileText['lines'][number]): FileText['lines'][number] {
  if (!/^\|.*\|$/.test(text)) return { text, ref };
  const cells = text
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
  return { text: cells.every((cell) => /^:?-*:?$/.test(cell)) ? '' : cells.join(' · '), ref };
}

/** What people wrote meanwhile, where no rule could do anything with it. */
export function heardAside({ later }: Situation, tell: Tongue): string {
  const unheard = later.filter(({ text }) => !/\b(?:chinese|english)\b|中文|英文/i.test(text));
  if (unheard.length === 0) return '';
  return `\n\n${unheard.map(({ text, ts }) => tell(`- Not understood by my rules, and not in this result: “${shorten(text, 100)}” [m:${ts}]`, `- 规则没有读懂，结果里没有考虑：“${shorten(text, 60)}” [m:${ts}]`)).join('\n')}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

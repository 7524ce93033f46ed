// The goal "compare these and recommend one".
import { begin, complete, fail, lookedBy } from '../steps.ts';
import { changesIn } from '../changes.ts';
import { findEntrants, setsOf, type Entrant } from '../compare/find.ts';
import { demandsOn, readField } from '../compare/read.ts';
import { tellComparison } from '../compare/tell.ts';
import { rank } from '../compare/weigh.ts';
import { readWish, type CompareWish } from '../compare/wish.ts';
import { showMoney } from '../extract/money.ts';
import { unique } from '../extract/text.ts';
import {
  agree,
  fromGoal,
  quoteOf,
  toForm,
  type Candidate,
  type Form,
  type Quote,
  type ValueSource,
} from '../form.ts';
import { readFiles } from '../read-files.ts';
import type { Call, Outcome, Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { type Language, tongueOf } from '../tongue.ts';

export function recognisesCompare(goal: string): boolean {
  return /\bcompar\w*|\bversus\b|\bvs\.?(?=\s)|which (?:of |one |offer|vendor|plan|quote|proposal)|比较|对比|比一比|比对|哪(?:个|家|份|一家|一个)(?:最|更)/i.test(
    goal,
  );
}

/** What was chosen to be compared, or what stands in the way. */
interface Choice {
  readonly entrants: readonly Entrant[];
  readonly sets: readonly (readonly Entrant[])[];
  readonly isChosenOnCard: boolean;
}

export function* compare(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const wish = readWish(situation.goal.text);
  yield lookCalls(wish);
  const choice = choose(situation, wish);
  const agreement = yield* agree(situation, toCompareForm(situation, { wish, choice, language }), tell);
  if (agreement.kind === 'closed') return agreement.words;

  const changes = changesIn(
    situation,
    unique(choice.entrants.flatMap(({ aliases, name }) => [...aliases, name.toLowerCase()])),
  );
  const entrants = choice.entrants.filter(
    ({ aliases, name }) =>
      !changes.leftOut.some(({ alias }) => aliases.includes(alias) || name.toLowerCase() === alias),
  );
  const files = unique(entrants.flatMap(({ file }) => (file === undefined ? [] : [file])));
  const opening = yield* begin(
    1,
    files.map(({ id }) => ({ name: 'read_file', input: { file: id } })),
  );
  const texts = yield* readFiles(files, opening);
  const unread = texts.filter(({ reason }) => reason !== undefined);
  const readNote = tell(
    `${entrants.length - unread.length} of ${entrants.length} read`,
    `已读 ${entrants.length} 份中的 ${entrants.length - unread.length} 份`,
  );
  if (unread.length > 0 && unread.length === files.length && files.length > 0) yield* fail(1, readNote);
  else yield* complete(1, readNote);

  yield* begin(
    2,
    readField(entrants, texts, situation).contenders.map(({ name }) =>
      search(`${shortName(name)} ${tell('price change', '更正')}`),
    ),
  );
  // What the search brought is in the situation by now: the story is told again with every request.
  const field = readField(entrants, texts, situation);
  const count = field.contenders.reduce((sum, { corrections }) => sum + corrections.length, 0);
  yield* complete(
    2,
    tell(
      `${field.requirements.length} requirements, ${count} corrections`,
      `${field.requirements.length} 项要求，${count} 处更正`,
    ),
  );

  const sums = field.contenders.filter(({ cost }) => cost.formula !== undefined);
  const outcomes = yield* begin(
    3,
    sums.map(({ cost }) => ({ name: 'calculate', input: { expression: cost.formula } })),
  );
  const computed = new Map(
    sums.flatMap(({ name, cost }, at) => {
      const value = numberOf(outcomes[at]);
      // A calculator that says something else than plain arithmetic was not understood.
      return value === undefined || Math.abs(value - (cost.firstYear ?? value)) > 0.01
        ? []
        : [[name, value] as const];
    }),
  );
  yield* complete(
    3,
    sums
      .map(({ name, cost }) => `${shortName(name)} ${showMoney(cost.firstYear ?? 0, cost.currency)}`)
      .join(', ') || tell('no totals possible', '无法计算总价'),
  );

  yield* begin(4);
  const ranked = rank(field.contenders, field.requirements, situation.now.date);
  yield* complete(4, ranked[0]?.contender.name ?? tell('nothing to recommend', '没有可推荐的'));
  return tellComparison({ wish, field, ranked, changes, tell, computed });
}

function lookCalls(wish: CompareWish): readonly Call[] {
  const topic = [...wish.terms.slice(0, 2), wish.family.en.replace(/s$/, '')].join(' ');
  return [
    { name: 'list_files', input: { limit: 60 } },
    search(topic),
    search(wish.family.zh),
    search('must budget requirement'),
    search('必须 预算 要求'),
  ];
}

function search(words: string): Call {
  return { name: 'search_history', input: { words, limit: 20 } };
}

function shortName(name: string): string {
  return name.split(/\s+/)[0] ?? name;
}

function choose(situation: Situation, wish: CompareWish): Choice {
  const found = findEntrants(situation, wish);
  const sets = setsOf(found, situation);
  const answer =
    situation.answers.findLast(({ value }) => sets.some((set) => keyOf(set) === value)) ??
    situation.answers.at(-1);
  const words = situation.later.map(({ text }) => text.toLowerCase()).join('\n');
  const chosen =
    sets.find((set) => keyOf(set) === answer?.value || labelOf(set) === answer?.label) ??
    (sets.length > 1
      ? sets.find((set) => words !== '' && set.every(({ name }) => words.includes(name.toLowerCase())))
      : undefined) ??
    sets.find(
      (set) =>
        sets.length > 1 &&
        set.length === wish.count &&
        sets.filter((other) => other.length === wish.count).length === 1,
    );
  return {
    entrants: chosen ?? sets[0] ?? [],
    sets: chosen === undefined ? sets : [chosen],
    isChosenOnCard: chosen !== undefined && answer !== undefined,
  };
}

function keyOf(set: readonly Entrant[]): string {
  return set.map(({ file, said }) => file?.id ?? said?.ts ?? '').join(' ');
}

function labelOf(set: readonly Entrant[]): string {
  return set.map(({ file, name }) => file?.name ?? name).join(', ');
}

function toCompareForm(
  situation: Situation,
  { wish, choice, language }: { wish: CompareWish; choice: Choice; language: Language },
): Form {
  const tell = tongueOf(language);
  const { entrants } = choice;
  const kind = tell(wish.family.en, wish.family.zh);
  if (entrants.length === 0)
    return toForm({
      language,
      kind: 'question',
      outcome: tell(`There are no ${kind} to compare`, `没有可比较的${kind}`),
      answer: tell(
        `I found no ${kind} in this channel: neither a file nor a message fits. Share them here, or name the files, and I will compare them.`,
        `这个频道里没有找到${kind}，文件和消息都没有符合的。请把它们发到这里，或者写出文件名，我再来比较。`,
      ),
    });
  const names = entrants.map(({ name }) => name).join(tell(', ', '、'));
  return toForm({
    language,
    outcome: tell(
      `${names} are compared by price, terms and what the channel asks for, and one is recommended`,
      `按价格、条款和频道要求比较 ${names}，并推荐其一`,
    ),
    deliverable: tell(
      'A table with sources and a recommendation, in this thread',
      '在本话题串给出带来源的表格和推荐',
    ),
    done_when: [
      tell(
        `each of the ${entrants.length} was read and every number says where it stands`,
        `${entrants.length} 份都读过，每个数字都注明出处`,
      ),
      tell(
        'one is recommended, with the reasons, and what is missing is named',
        '推荐其中一份并说明理由，指出缺少的信息',
      ),
    ],
    constraints: constraintsOf(entrants, situation),
    steps: [
      {
        title: tell(`Read ${names}`, `阅读 ${names}`),
        tool: stepTool(situation, 'read_file'),
        arguments: [
          {
            name: 'files',
            value: labelOf(entrants),
            source: sourceOf(choice, situation),
            candidates: choice.sets.length > 1 ? choice.sets.map(toCandidate) : [],
          },
        ],
      },
      {
        title: tell('Look for corrections and requirements in the channel', '查找频道里的更正和要求'),
        tool: stepTool(situation, 'search_history'),
        arguments: [],
      },
      {
        title: tell('Work out what each costs', '计算各家费用'),
        tool: stepTool(situation, 'calculate'),
        arguments: [],
      },
      {
        title: tell('Compare, check against the requirements, recommend', '对比、核对要求并推荐'),
        tool: null,
        arguments: [],
      },
    ],
    questions:
      choice.sets.length > 1
        ? [
            {
              text: tell(`Which ${kind} do you mean?`, `你指的是哪一组${kind}？`),
              about: 'files',
              options: choice.sets.slice(0, 4).map(toCandidate),
              looked: lookedBy(situation),
            },
          ]
        : [],
    premises: premisesOf(situation, { wish, choice, language }),
    assumptions:
      wish.count === undefined && choice.sets.length === 1
        ? [
            {
              text: tell(`meant are ${names}`, `指的是 ${names}`),
              why: tell('they are all that fits in this channel', '频道里符合的只有这些'),
            },
          ]
        : [],
  });
}

function stepTool(situation: Situation, name: string): string | null {
  return situation.tools.has(name) ? name : null;
}

function toCandidate(set: readonly Entrant[]): Candidate {
  return { value: keyOf(set), label: labelOf(set) };
}

function sourceOf({ entrants, sets, isChosenOnCard }: Choice, situation: Situation): ValueSource {
  if (isChosenOnCard) return { kind: 'tool_result', call: 'card' };
  const [first] = entrants;
  const ref = first?.file === undefined ? `[m:${first?.said?.ts ?? ''}]` : `[f:${first.file.id}`;
  const call = lookedBy(situation, ref)[0];
  if (call !== undefined) return { kind: 'tool_result', call };
  const quote = first?.said === undefined ? undefined : quoteOf(first.said, first.said.text);
  return quote !== undefined && sets.length === 1
    ? { kind: 'quote', ...quote }
    : fromGoal(situation, situation.goal.text);
}

/** What the goal says about how many there are, against what was found. */
function premisesOf(
  situation: Situation,
  { wish, choice, language }: { wish: CompareWish; choice: Choice; language: Language },
): Form['premises'] {
  if (wish.count === undefined || choice.sets.length > 1) return [];
  const tell = tongueOf(language);
  const { entrants } = choice;
  const isTrue = entrants.length === wish.count;
  const call = lookedBy(situation, '[f:')[0] ?? lookedBy(situation)[0];
  const list = entrants
    .map(
      ({ name, file, said }) =>
        `${file?.name ?? name} [${file === undefined ? `m:${said?.ts ?? ''}` : `f:${file.id}`}]`,
    )
    .join(', ');
  return [
    {
      claim: tell(`There are ${wish.count} (“${wish.claim}”)`, `共有 ${wish.count} 份（“${wish.claim}”）`),
      checked_by: call ?? null,
      verdict: isTrue ? 'true' : call === undefined ? 'unknown' : 'false',
      evidence: tell(`I found ${entrants.length}: ${list}`, `找到 ${entrants.length} 份：${list}`),
    },
  ];
}

/** Requirements and prohibitions, word for word. */
function constraintsOf(entrants: readonly Entrant[], situation: Situation): readonly Quote[] {
  const quotes = demandsOn(entrants, situation).flatMap(({ words, said }) => quoteOf(said, words) ?? []);
  return quotes
    .filter((quote, at) => quotes.findIndex(({ words }) => words === quote.words) === at)
    .slice(0, 12);
}

function numberOf(outcome: Outcome | undefined): number | undefined {
  const found =
    /=\s*(-?[\d.]+(?:e[+-]?\d+)?)\s*$/m.exec(outcome?.text ?? '')?.[1] ??
    /^-?[\d.]+$/.exec(outcome?.text.trim() ?? '')?.[0];
  return found === undefined ? undefined : Number(found);
}

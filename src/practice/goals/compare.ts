// The goal "compare these and recommend one".
import { begin, complete, fail } from '../steps.ts';
import { changesIn } from '../changes.ts';
import { findEntrants, setsOf, type Entrant } from '../compare/find.ts';
import { readField, type Field } from '../compare/read.ts';
import { tellComparison } from '../compare/tell.ts';
import { rank } from '../compare/weigh.ts';
import { readWish, type CompareWish } from '../compare/wish.ts';
import { showMoney } from '../extract/money.ts';
import { unique } from '../extract/text.ts';
import { agree } from '../form.ts';
import { keyOf, labelOf, toCompareForm, type Choice } from './compare-form.ts';
import { readFiles, type FileText } from '../read-files.ts';
import type { Call, Outcome, Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { type Language, type Tongue, tongueOf } from '../tongue.ts';

export function recognisesCompare(goal: string): boolean {
  return /\bcompar\w*|\bversus\b|\bvs\.?(?=\s)|which (?:of |one |offer|vendor|plan|quote|proposal)|比较|对比|比一比|比对|哪(?:个|家|份|一家|一个)(?:最|更)/i.test(
    goal,
  );
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
  const texts = yield* read(entrants, tell);
  const field = yield* lookAround(entrants, { texts, situation, tell });
  const computed = yield* compute(field, tell);
  yield* begin(4);
  const ranked = rank(field.contenders, field.requirements, situation.now.date);
  yield* complete(4, ranked[0]?.contender.name ?? tell('nothing to recommend', '没有可推荐的'));
  return tellComparison({ wish, field, ranked, changes, tell, computed });
}

function* read(entrants: readonly Entrant[], tell: Tongue): Script<readonly FileText[]> {
  const files = unique(entrants.flatMap(({ file }) => (file === undefined ? [] : [file])));
  const calls = files.map(({ id }) => ({ name: 'read_file', input: { file: id } }));
  const texts = yield* readFiles(files, yield* begin(1, calls));
  const all = entrants.length;
  const count = all - texts.filter(({ reason }) => reason !== undefined).length;
  const note = tell(`${count} of ${all} read`, `已读 ${all} 份中的 ${count} 份`);
  yield* count === 0 ? fail(1, note) : complete(1, note);
  return texts;
}

function* lookAround(
  entrants: readonly Entrant[],
  { texts, situation, tell }: { texts: readonly FileText[]; situation: Situation; tell: Tongue },
): Script<Field> {
  const { contenders } = readField(entrants, texts, situation);
  yield* begin(
    2,
    contenders.map(({ name }) => search(`${shortName(name)} ${tell('price change', '更正')}`)),
  );
  // What the search brought is in the situation by now: the story is told again with every request.
  const field = readField(entrants, texts, situation);
  const changes = field.contenders.reduce((sum, { corrections }) => sum + corrections.length, 0);
  const wanted = field.requirements.length;
  yield* complete(
    2,
    tell(`requirements: ${wanted}, corrections: ${changes}`, `${wanted} 项要求，${changes} 处更正`),
  );
  return field;
}

function* compute({ contenders }: Field, tell: Tongue): Script<ReadonlyMap<string, number>> {
  const sums = contenders.filter(({ cost }) => cost.formula !== undefined);
  const calls = sums.map(({ cost }) => ({ name: 'calculate', input: { expression: cost.formula } }));
  const outcomes = yield* begin(3, calls);
  const computed = sums.flatMap(({ name, cost }, at) => {
    const value = numberOf(outcomes[at]);
    // A calculator that says something else than plain arithmetic was not understood.
    const isOurs = value !== undefined && Math.abs(value - (cost.firstYear ?? value)) <= 0.01;
    return isOurs ? [[name, value] as const] : [];
  });
  const shown = sums.map(
    ({ name, cost }) => `${shortName(name)} ${showMoney(cost.firstYear ?? 0, cost.currency)}`,
  );
  yield* complete(3, shown.join(', ') || tell('no totals possible', '无法计算总价'));
  return new Map(computed);
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

function numberOf(outcome: Outcome | undefined): number | undefined {
  const found =
    /=\s*(-?[\d.]+(?:e[+-]?\d+)?)\s*$/m.exec(outcome?.text ?? '')?.[1] ??
    /^-?[\d.]+$/.exec(outcome?.text.trim() ?? '')?.[0];
  return found === undefined ? undefined : Number(found);
}

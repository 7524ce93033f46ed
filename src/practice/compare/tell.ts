// The comparison in words: the recommendation first, then the table, what it rests on, and what is missing.
import { CRITERIA } from '../extract/criteria.ts';
import { showMoney } from '../extract/money.ts';
import type { Requirement } from '../extract/rules.ts';
import { shorten, toTable } from '../extract/text.ts';
import type { Changes } from '../changes.ts';
import type { Tongue } from '../tongue.ts';
import { lineAbout, perSeat, refs, shown, showPart } from './cells.ts';
import type { Field } from './read.ts';
import type { CompareWish } from './wish.ts';
import type { Check, Contender, Ranked } from './weigh.ts';

export interface Comparison {
  readonly wish: CompareWish;
  readonly field: Field;
  readonly ranked: readonly Ranked[];
  readonly changes: Changes;
  readonly tell: Tongue;
  /** Contender's name → what the calculator said. */
  readonly computed: ReadonlyMap<string, number>;
}

export function tellComparison(comparison: Comparison): string {
  const { field, tell } = comparison;
  const parts = [
    recommendation(comparison),
    table(comparison),
    section(tell('What was corrected later', '后来更正的内容'), corrections(field, tell)),
    section(tell('What the channel asks for', '频道里的要求'), demands(comparison)),
    section(tell('Kept in mind', '需要遵守'), prohibitions(field)),
    section(tell('How the first year was counted', '首年费用如何计算'), sums(comparison)),
    section(tell('What is missing', '缺少的信息'), missing(comparison)),
    section(tell('What you wrote while I worked', '你在过程中写的'), heard(comparison)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`**${title}**`, ...lines.map((line) => `- ${line}`)].join('\n');
}

function recommendation({ ranked, tell, wish }: Comparison): string {
  const [best] = ranked;
  if (best === undefined)
    return tell(`I found no ${wish.family.en} to compare.`, `没有找到可以比较的${wish.family.zh}。`);
  const { contender, checks } = best;
  const others = ranked.filter((one) => one !== best);
  const price = contender.cost.firstYear;
  const cost =
    price === undefined
      ? ''
      : tell(
          ` It costs ${showMoney(price, contender.cost.currency)} in the first year`,
          `首年费用 ${showMoney(price, contender.cost.currency)}`,
        ) + ` ${refs(contender.cost.parts.flatMap((part) => part.refs.slice(0, 1)))}${tell('.', '。')}`;
  const fails = checks.filter(({ verdict }) => verdict === 'fails');
  const lead =
    fails.length > 0
      ? tell(
          `**No offer meets everything.** ${contender.name} comes closest; it misses ${fails.length} of ${checks.length} requirements.`,
          `**没有一份完全满足要求。**最接近的是 ${contender.name}，${checks.length} 项要求中有 ${fails.length} 项不满足。`,
        )
      : best.open > 0
        ? tell(
            `**I recommend ${contender.name}**, if what is not stated below is confirmed.`,
            `**推荐 ${contender.name}**，前提是下面未写明的内容得到确认。`,
          )
        : tell(
            `**I recommend ${contender.name}.**${checks.length === 0 ? '' : ' It meets everything the channel asks for.'}`,
            `**推荐 ${contender.name}。**${checks.length === 0 ? '' : '它满足频道里的全部要求。'}`,
          );
  const reasons = others.map((one) => `- ${whyNot(one, best, tell)}`);
  return [`${lead}${cost}`, ...reasons].join('\n');
}

function whyNot(other: Ranked, best: Ranked, tell: Tongue): string {
  const { name, unread, cost } = other.contender;
  if (unread !== undefined)
    return tell(`${name} could not be read: ${unread}`, `${name} 无法读取：${unread}`);
  const fails = other.checks.filter(({ verdict }) => verdict === 'fails');
  const faults = fails.map((check) => failed(check, tell)).join(tell('; ', '；'));
  const gap =
    cost.firstYear !== undefined &&
    best.contender.cost.firstYear !== undefined &&
    cost.currency === best.contender.cost.currency
      ? cost.firstYear - best.contender.cost.firstYear
      : undefined;
  const more =
    gap === undefined
      ? ''
      : gap > 0
        ? tell(
            `costs ${showMoney(gap, cost.currency)} more in the first year`,
            `首年贵 ${showMoney(gap, cost.currency)}`,
          )
        : tell(
            `costs ${showMoney(-gap, cost.currency)} less in the first year`,
            `首年便宜 ${showMoney(-gap, cost.currency)}`,
          );
  const source = cost.parts[0] === undefined ? '' : ` ${refs(cost.parts[0].refs.slice(0, 1))}`;
  const open =
    fails.length === 0 && other.open > 0
      ? tell(`does not state ${other.open} of the requirements`, `有 ${other.open} 项要求没有写明`)
      : '';
  const said = [faults, open, more === '' ? '' : `${more}${source}`].filter((part) => part !== '');
  return `${name}: ${said.length === 0 ? tell('no worse by what is written', '按现有文字不相上下') : said.join(tell('; ', '；'))}${tell('.', '。')}`;
}

function failed({ requirement, found, ref }: Check, tell: Tongue): string {
  return (
    tell(`fails “${shorten(requirement.words, 90)}”`, `不满足“${shorten(requirement.words, 60)}”`) +
    ` [m:${requirement.said.ts}]: ${shorten(found, 90)}${ref === undefined ? '' : ` [${ref}]`}`
  );
}

function table(comparison: Comparison): string {
  const { ranked, tell, changes } = comparison;
  if (ranked.length === 0) return '';
  const contenders = comparison.field.contenders;
  const row = (title: string, cell: (contender: Contender) => string): readonly string[] => [
    title,
    ...contenders.map((contender) => cell(contender) || '—'),
  ];
  const rows = [
    row(tell('Prices', '价格'), ({ cost }) =>
      cost.parts
        .map(
          (part) =>
            `${showPart(part, { tell, unit: unitOf(comparison.field) })} ${refs(part.refs.slice(0, 1))}`,
        )
        .join('; '),
    ),
    row(tell('First year in all', '首年合计'), (contender) => firstYear(contender, comparison)),
    ...(changes.isPricePerSeatWanted
      ? [
          row(tell('Per seat and month', '每席位每月'), ({ cost }) =>
            perSeat(cost.parts, { yearly: cost.yearly, seats: comparison.field.volume?.count }),
          ),
        ]
      : []),
    ...CRITERIA.filter(({ id }) => contenders.some(({ facts }) => facts.has(id))).map(({ id, en, zh }) =>
      row(tell(en, zh), ({ facts }) => shown(facts.get(id))),
    ),
    ...sharedLabels(contenders).map((label) => row(label, ({ offer }) => shown(offer.others.get(label)))),
    ...changes.added
      .filter(({ what }) => !CRITERIA.some(({ id }) => id === what))
      .map(({ what }) => row(what, ({ offer }) => shown(lineAbout(what, offer.sentences)))),
  ];
  return toTable(
    ['', ...contenders.map(({ name }) => name)],
    rows.filter((cells) => cells.slice(1).some((cell) => cell !== '—')),
  );
}

/** Labels that at least two of them use: what people of that trade compare by. */
function sharedLabels(contenders: readonly Contender[]): readonly string[] {
  const all = [...new Set(contenders.flatMap(({ offer }) => [...offer.others.keys()]))];
  const skip =
    /^(?:vendor|supplier|provider|from|to|date|subject|offer|quote|reference|ref|no|number|contact|phone|e-?mail|address|product|客户|日期|编号|联系人|电话|地址|供应商)\b/i;
  return all
    .filter(
      (label) => !skip.test(label) && contenders.filter(({ offer }) => offer.others.has(label)).length > 1,
    )
    .slice(0, 6);
}

/** Pieces when the prices are of pieces. */
function unitOf({ contenders }: Field): string {
  return contenders.some(({ offer }) => offer.prices.some(({ line }) => /件|piece|parcel/i.test(line)))
    ? '件'
    : '席位';
}

function firstYear({ name, cost }: Contender, { computed }: Comparison): string {
  const value = computed.get(name) ?? cost.firstYear;
  return value === undefined ? '' : `**${showMoney(value, cost.currency)}**`;
}

function corrections({ contenders }: Field, tell: Tongue): readonly string[] {
  const made = contenders.flatMap((contender) =>
    contender.corrections.map(
      ({ words, said }) =>
        `${contender.name}: “${shorten(words, 160)}” (${said.author}, ${said.at}) [m:${said.ts}]`,
    ),
  );
  const replaced = contenders.flatMap(({ entrant, name }) =>
    entrant.replaces === undefined || entrant.file === undefined
      ? []
      : [
          tell(
            `${name}: ${entrant.file.name} replaces ${entrant.replaces.name}`,
            `${name}：${entrant.file.name} 取代了 ${entrant.replaces.name}`,
          ) + ` [f:${entrant.file.id}] [f:${entrant.replaces.id}]`,
        ],
  );
  return [...new Set([...made, ...replaced])];
}

const KINDS: Readonly<Record<Requirement['demand']['kind'], readonly [string, string]>> = {
  budget: ['price', '价格'],
  region: ['place of the data', '数据地点'],
  deadline: ['deadline', '期限'],
  term: ['contract term', '合同期限'],
  seats: ['quantity', '数量'],
  days: ['speed', '时效'],
  least: ['at least', '最低要求'],
  feature: ['must-have', '必须具备'],
  prohibition: ['not allowed', '不允许'],
};

function demands({ field, ranked, tell }: Comparison): readonly string[] {
  const marks = { meets: '✓', fails: '✗', 'not-stated': '?' };
  const wanted = field.requirements.filter(({ demand }) => demand.kind !== 'prohibition');
  const lines = wanted.map((requirement) => {
    const verdicts = ranked.map(({ contender, checks }) => {
      const check = checks.find((one) => one.requirement === requirement);
      return check === undefined
        ? ''
        : `${contender.name} ${marks[check.verdict]}${check.ref === undefined ? '' : ` [${check.ref}]`}`;
    });
    return `${tell(...KINDS[requirement.demand.kind])}: ${quoted(requirement)} → ${verdicts.join(', ')}`;
  });
  const old = field.superseded.map((requirement) =>
    tell(
      `no longer holds, as it was said anew later: ${quoted(requirement)}`,
      `后来有新的说法，不再适用：${quoted(requirement)}`,
    ),
  );
  return [...new Set([...lines, ...old])];
}

function quoted({ words, said }: Requirement): string {
  return `“${shorten(words, 160)}” (${said.author}) [m:${said.ts}]`;
}

function prohibitions({ requirements }: Field): readonly string[] {
  return [...new Set(requirements.filter(({ demand }) => demand.kind === 'prohibition').map(quoted))];
}

function sums({ field, computed, tell }: Comparison): readonly string[] {
  return field.contenders.flatMap(({ name, cost }) => {
    if (cost.formula === undefined || cost.firstYear === undefined || !/[*+]/.test(cost.formula)) return [];
    const isTool = computed.has(name);
    const by = isTool
      ? ''
      : tell(
          ' (counted by my own rule; the calculator was not at hand)',
          '（计算工具不可用，由规则自行计算）',
        );
    return [
      `${name}: ${cost.formula.replaceAll('*', '×')} = ${showMoney(computed.get(name) ?? cost.firstYear, cost.currency)}${by} ${refs(cost.parts.flatMap((part) => part.refs))}`,
    ];
  });
}

function missing({ field, tell }: Comparison): readonly string[] {
  const shown = CRITERIA.filter(({ id }) => field.contenders.some(({ facts }) => facts.has(id)));
  return field.contenders.flatMap(({ name, facts, cost, unread, entrant }) => {
    if (unread !== undefined) return [];
    const lacks = shown
      .filter(
        ({ id }) => !facts.has(id) && !(id === 'seats' && cost.parts.some(({ isPerSeat }) => isPerSeat)),
      )
      .map(({ en, zh }) => tell(en.toLowerCase(), zh));
    const price =
      cost.parts.length === 0
        ? [tell('a price', '价格')]
        : cost.firstYear === undefined
          ? [tell('the number of seats for a total', '计算总价所需的席位数')]
          : [];
    const all = [...price, ...lacks];
    const source = entrant.file === undefined ? `m:${entrant.said?.ts ?? ''}` : `f:${entrant.file.id}`;
    return all.length === 0 ? [] : [`${name}: ${all.join(tell(', ', '、'))} [${source}]`];
  });
}

function heard({ changes, tell, field }: Comparison): readonly string[] {
  const names = field.contenders.map(({ name }) => name).join(', ');
  return [
    ...changes.leftOut.map(
      ({ alias, said }) =>
        tell(`left out: ${alias}; compared are ${names}`, `已排除：${alias}；比较的是 ${names}`) +
        ` [m:${said.ts}]`,
    ),
    ...changes.added.map(
      ({ what, said }) => tell(`asked for as well: ${what}`, `另外要求：${what}`) + ` [m:${said.ts}]`,
    ),
    ...changes.ignored.map(
      ({ text, ts }) =>
        tell(`not understood by my rules: “${shorten(text, 100)}”`, `规则没有读懂：“${shorten(text, 60)}”`) +
        ` [m:${ts}]`,
    ),
  ];
}

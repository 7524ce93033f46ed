// One offer out of the lines of its document: who makes it, what it says by each criterion, what it costs.
import { CRITERIA } from './criteria.ts';
import { moneyIn, type Money } from './money.ts';
import { currencyNamed, quantityIn, withCurrency } from './priced-line.ts';
import { plainOf, sentencesOf, shorten } from './text.ts';
import type { PlacedLine } from '../read-said.ts';

export interface Fact {
  readonly value: string;
  readonly ref: string;
}

/** An amount with the line it stands in and what was made of it. */
export interface Price extends Money {
  readonly line: string;
  readonly label: string;
  readonly ref: string;
  readonly kind: 'part' | 'total' | 'optional' | 'measure';
  /** How many of it the row itself counts: months, seats, pieces. */
  readonly quantity: number | undefined;
  /** From–to seats for which it holds, when it is one of several. */
  readonly tier: readonly [number, number] | undefined;
}

export interface OfferText {
  readonly facts: ReadonlyMap<string, Fact>;
  /** What stands as "label: value" beyond the known criteria. */
  readonly others: ReadonlyMap<string, Fact>;
  readonly prices: readonly Price[];
  readonly sentences: readonly PlacedLine[];
}

const LABELLED = /^(?:[-*•]\s*)?([\p{L}][^:：|]{1,40}?)\s*(?:[:：|]|\t|\s{3,})\s*(\S.*)$/u;
const OPTIONAL =
  /\boptional\b|\badd-?on\b|\bextra\b|if (?:needed|wanted|desired)|on request|可选|另购|如需|增值/i;
const TOTAL = /\btotals?\b|\bsum\b|overall|grand|合计|总计|总价|共计|总额/i;
/** Per hour, per GB: a price that depends on use we do not know. */
const MEASURE =
  /per (?:hour|day|GB|TB|ticket|call|message|request|additional|extra)|\/\s?(?:h|hour|day|GB)\b|每(?:小时|天|次|GB|条)|late fee|discount|save|rabatt|saving|penalt|违约金|赔付|赔偿|compensation|liabilit|insured|折扣|优惠|instead of/i;

export function readOffer(lines: readonly PlacedLine[]): OfferText {
  const sentences = sentencesIn(lines);
  const facts = new Map<string, Fact>();
  const others = new Map<string, Fact>();
  for (const { text, ref } of sentences) {
    const [, label, value] = labelled(text) ?? [];
    if (label === undefined || value === undefined) continue;
    const criterion = CRITERIA.find(({ words }) => words.test(label));
    // "Seats: €15 each" is a price; "licence for up to 50 users: €8,400" is both.
    if (moneyIn(value).length > 0) {
      if (criterion?.id === 'seats' && /\d/.test(label))
        setOnce(facts, criterion.id, { value: shorten(label, 140), ref });
      continue;
    }
    if (criterion !== undefined)
      setOnce(facts, criterion.id, { value: shorten(withUnit(value, label), 140), ref });
    else if (value.length <= 100) setOnce(others, label.trim(), { value: shorten(value, 100), ref });
  }
  for (const { text, ref } of sentences) {
    for (const { id, words } of CRITERIA) {
      // A price for support is no word on how good it is.
      if (
        facts.has(id) ||
        !words.test(text) ||
        (moneyIn(text).length > 0 && id !== 'term' && id !== 'compensation')
      )
        continue;
      const value = valueIn(text, words);
      if (value !== undefined) facts.set(id, { value: shorten(value, 140), ref });
    }
  }
  return { facts, others, prices: sentences.flatMap(pricesOf), sentences };
}

/** "时效（天）: 3" is 3 天. */
function withUnit(value: string, label: string): string {
  const unit = /[（(]([^)）]{1,6})[)）]\s*$/.exec(label)?.[1];
  return unit !== undefined && /^[\d.,]+$/.test(value) ? `${value} ${unit}` : value;
}

/** Of a line that is about something else in the first place only the part that has the word. */
function valueIn(text: string, words: RegExp): string | undefined {
  const [, label, value] = labelled(text) ?? [];
  const [head = '', ...rest] = (value ?? text).split(/[,;，；]\s*/);
  const isOther = label === undefined ? !words.test(head) : true;
  if (!isOther) return withoutLabel(text, words);
  const part = rest.find((piece) => words.test(piece) && !/\d+ seats/i.test(piece));
  return (
    part ??
    (label === undefined || CRITERIA.some((criterion) => criterion.words.test(label))
      ? undefined
      : words.test(head)
        ? head
        : undefined)
  );
}

/** "Term 12 months" is 12 months. */
function withoutLabel(text: string, words: RegExp): string {
  const plain = plainOf(text);
  const [label] = /^\p{L}+(?:\s\p{L}+)?/u.exec(plain) ?? [''];
  const found = new RegExp(`^(?:报价)?(?:${words.source})(?:s|限|期限)?\\s+`, 'iu').exec(plain);
  return found !== null && label !== '' && plain.length - found[0].length > 2
    ? plain.slice(found[0].length)
    : plain;
}

/** Whole sentences, entries and rows, each with its place, and with the currency that a heading gives them. */
function sentencesIn(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  const currency = lines
    .map(({ text }) => (/\d/.test(text.replace(/^\|\s*row/, '')) ? undefined : currencyNamed(text)))
    .find((found) => found !== undefined);
  return toSentences(lines).map(({ text, ref }) => ({ text: withCurrency(text, currency), ref }));
}

/** Lines of a PDF break anywhere: a line that goes on in lower case is one with the line before it, and so are the numbers of a row. */
function toSentences(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  const joined: PlacedLine[] = [];
  for (const raw of lines) {
    const line = { text: raw.text.startsWith('|') ? raw.text : plainOf(raw.text), ref: raw.ref };
    const last = joined.at(-1);
    const isOpen =
      last !== undefined &&
      last.ref === line.ref &&
      !/[.!?。！？:：|]$/.test(last.text) &&
      labelled(line.text) === undefined &&
      !line.text.startsWith('|');
    const isGoingOn =
      isOpen &&
      (/^[\p{Ll}(]/u.test(line.text) ||
        (/^\d+\s\p{Ll}/u.test(line.text) &&
          /^(?!.*\d)/.test(last.text) &&
          moneyIn(last.text).length === 0 &&
          last.text.length > 10));
    if (last !== undefined && isGoingOn)
      joined[joined.length - 1] = { text: `${last.text} ${line.text}`, ref: last.ref };
    else joined.push(line);
  }
  return joined.flatMap(({ text, ref }) => {
    const cells = cellsOf(text);
    if (cells !== undefined) return cells.trim() === '' ? [] : [{ text: cells, ref }];
    return sentencesOf(text.replace(/^#+\s*/, '')).map((sentence) => ({ text: sentence, ref }));
  });
}

/** A row of a Markdown table as "label: value, value"; a ruler between rows as nothing. */
function cellsOf(line: string): string | undefined {
  if (!/^\|.*\|$/.test(line)) return undefined;
  const cells = line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  if (cells.every((cell) => /^[-:]+$/.test(cell))) return ' ';
  const [first = '', ...rest] = /^\d+$/.test(cells[0] ?? '') && cells.length > 2 ? cells.slice(1) : cells;
  return rest.length === 0 ? first : `${first}: ${rest.join(', ')}`;
}

function labelled(text: string): RegExpExecArray | undefined {
  return LABELLED.exec(text) ?? undefined;
}

function pricesOf({ text, ref }: PlacedLine): readonly Price[] {
  const tier =
    /\b(\d+)\s*(?:-|–|to|至|到|~)\s*(\d+)\s*(?:seats?|users?|licen[cs]es?|people|agents?|个|席|人|用户)/i.exec(
      text,
    );
  const all = moneyIn(text).filter(({ amount }) => amount > 0);
  const counted = quantityIn(text, all);
  return (counted === undefined ? all : [counted.unit]).map((money, at) => {
    const before = text.slice(at === 0 ? 0 : (all[at - 1]?.index ?? 0), money.index);
    const around = text.slice(Math.max(0, money.index - 50), money.index + money.text.length + 40);
    const isOnce = /\bonce\b|one[- ](?:off|time)|set-?up|onboarding|\bimport\b|一次性/i.test(text);
    return {
      ...money,
      ...(counted === undefined
        ? {}
        : {
            period: isOnce ? ('once' as const) : money.period,
            isPerSeat: money.isPerSeat || (counted.count > 1 && /\bseats?\b|\busers?\b|件|席|人/i.test(text)),
          }),
      line: text,
      label: labelled(text)?.[1]?.trim() ?? before.trim(),
      ref,
      kind: OPTIONAL.test(text)
        ? 'optional'
        : MEASURE.test(around)
          ? 'measure'
          : TOTAL.test(around)
            ? 'total'
            : 'part',
      quantity: counted?.count,
      tier: tier === null ? undefined : ([Number(tier[1]), Number(tier[2])] as const),
    };
  });
}

function setOnce(map: Map<string, Fact>, key: string, fact: Fact): void {
  if (!map.has(key)) map.set(key, fact);
}

/** Who makes the offer, by its own first lines; undefined when they do not say. */
export function makerOf(lines: readonly PlacedLine[]): string | undefined {
  const top = sentencesIn(lines.slice(0, 12)).map(({ text }) => text);
  const patterns = [
    /^(?:vendor|supplier|provider|bidder|from|company|offered by|prepared by|供应商|服务商|报价单位|报价方|公司)\s*[:：|]\s*([^|,，]{2,50})/i,
    /\b(?:offer|quote|quotation|proposal|bid|tender)\b[^.]{0,30}?\b(?:from|by|of)\s+(\p{Lu}[\p{L}\p{N}&-]*(?:\s\p{Lu}[\p{L}\p{N}&-]*){0,3})/u,
    /^((?:\p{Lu}[\p{L}\p{N}&-]*\s?){1,4}(?:GmbH|AG|Ltd|Inc|LLC|AB|Oy|B\.V\.|BV|S\.A\.|SA|SE|Corp|Co|plc)\b\.?)/u,
    /^(\p{Script=Han}{2,20}(?:公司|集团|科技|软件))/u,
    /^(\p{Lu}[\p{L}\p{N}&]+(?:\s\p{Lu}[\p{L}\p{N}&]+){0,2})\s*(?:[-–—:|]|\b)\s*(?:offer|quote|quotation|proposal|bid|报价)/iu,
  ];
  for (const pattern of patterns)
    for (const line of top) {
      const name = pattern.exec(line)?.[1]?.trim();
      if (name !== undefined) return name.replace(/[.,;]$/, '');
    }
  return undefined;
}

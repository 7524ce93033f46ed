// Numbers as people write them in tables: "€1,234.50", "1.234,50 €", "12%", "(300)".

export type DecimalMark = '.' | ',';

const CURRENCY =
  /^(?:[A-Z]{0,3}\p{Sc}|EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|NZD|SGD|HKD|KRW|BRL|MXN|ZAR|TRY|AED|ILS|Fr\.|kr\.?|zł|Kč|元|円|원)$/iu;

/** Undefined for what is not plainly one number: words, dates, ids, two numbers in a cell. */
export function readNumber(text: string, decimal: DecimalMark): number | undefined {
  const { core, sign, percent } = strip(text);
  // Where it can be read in one way only, that way is meant, whatever the rest of the column uses.
  const size = readCore(core, decimal) ?? readCore(core, decimal === '.' ? ',' : '.');
  if (size === undefined) return undefined;
  return sign * (percent ? size / 100 : size);
}

interface Stripped {
  readonly core: string;
  readonly sign: 1 | -1;
  readonly percent: boolean;
}

/** Takes off, in any order and each at most once, sign, brackets, currency and percent. */
function strip(text: string): Stripped {
  let core = text
    .normalize('NFKC')
    .replace(/[\u2212\u2010-\u2013]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  const found = new Set<'sign' | 'negative' | 'currency' | 'percent'>();
  for (let round = 0; round < 4; round += 1) {
    const inBrackets = /^\((.*)\)$/.exec(core)?.[1];
    if (inBrackets !== undefined && !found.has('sign')) {
      found.add('sign').add('negative');
      core = inBrackets.trim();
    }
    const signed = /^([+-]) ?(.+)$/.exec(core) ?? /^(.*\d) ?(-)$/.exec(core);
    if (signed !== null && !found.has('sign')) {
      found.add('sign');
      if (signed[1] === '-' || signed[2] === '-') found.add('negative');
      core = (signed[1]?.length === 1 && /[+-]/.test(signed[1]) ? signed[2] : signed[1]) ?? '';
    }
    if (core.endsWith('%') && !found.has('percent')) {
      found.add('percent');
      core = core.slice(0, -1).trim();
    }
    const bare = found.has('currency') ? undefined : withoutCurrency(core);
    if (bare !== undefined) {
      found.add('currency');
      core = bare;
    }
  }
  return { core, sign: found.has('negative') ? -1 : 1, percent: found.has('percent') };
}

function withoutCurrency(text: string): string | undefined {
  const before = /^([^\d+(-]+?) ?([\d+(.,-].*)$/u.exec(text);
  if (before?.[1] !== undefined && CURRENCY.test(before[1])) return before[2];
  const after = /^(.*[\d)-]) ?([^\d)-]+)$/u.exec(text);
  if (after?.[2] !== undefined && CURRENCY.test(after[2])) return after[1];
  return undefined;
}

const PLAIN = {
  '.': /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i,
  ',': /^(?:\d+(?:,\d*)?|,\d+)(?:e[+-]?\d{1,3})?$/i,
};
const GROUPED = {
  '.': /^\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:['’]\d{3})+)(?:\.\d+)?$/,
  ',': /^\d{1,3}(?:(?:\.\d{3})+|(?: \d{3})+|(?:['’]\d{3})+)(?:,\d+)?$/,
};
/** 12,34,567.50: groups of two above the thousand, as in India. */
const LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;

function readCore(core: string, decimal: DecimalMark): number | undefined {
  if (GROUPED[decimal].test(core) || (decimal === '.' && LAKHS.test(core)))
    return toNumber(core.replace(decimal === '.' ? /[,' ’]/g : /[.' ’]/g, ''));
  return PLAIN[decimal].test(core) ? toNumber(core) : undefined;
}

function toNumber(digits: string): number | undefined {
  const value = Number(digits.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

export interface DecimalGuess {
  readonly decimal: DecimalMark;
  /** Cells that the other mark would have made another number, and nothing in the column tells which: worth saying. */
  readonly unsure?: string;
}

/** Which mark a column uses, by the cells that leave no choice; without any, by what is usual beside them. */
export function guessDecimal(cells: Iterable<string>, usual: DecimalMark): DecimalGuess {
  const only = { '.': 0, ',': 0 };
  let unsure: string | undefined;
  for (const cell of cells) {
    const { core } = strip(cell);
    const [point, comma] = [readCore(core, '.'), readCore(core, ',')];
    if (point !== undefined && comma === undefined) only['.'] += 1;
    else if (comma !== undefined && point === undefined) only[','] += 1;
    else if (point !== comma) unsure ??= cell;
  }
  const decimal = only['.'] === only[','] ? usual : only['.'] > only[','] ? '.' : ',';
  // Evidence for both is no evidence for those that could be either.
  const isSure = (only['.'] === 0) !== (only[','] === 0);
  return { decimal, ...(unsure === undefined || isSure ? {} : { unsure }) };
}

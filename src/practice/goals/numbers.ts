// Numbers as people write them: figures, English words up to sixty, Chinese ones up to ninety-nine.

const ENGLISH: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  sixty: 60,
};
const HAN = '零一二三四五六七八九';

/** To stand in the middle of an expression. */
export const ENGLISH_NUMBER = `\\d+(?:\\.\\d+)?|${Object.keys(ENGLISH)
  .toSorted((one, other) => other.length - one.length)
  .join('|')}`;
export const HAN_NUMBER = '\\d+|[零〇一二两三四五六七八九十]+';

/** NaN for what is none. */
export function toNumber(text: string): number {
  const plain = text.trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain);
  return ENGLISH[plain] ?? hanNumber(plain);
}

/** 九、十五、二十、四十五、零五。 */
function hanNumber(text: string): number {
  const plain = text.replaceAll('两', '二').replaceAll('〇', '零');
  const tens = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(plain);
  if (tens !== null) return 10 * digit(tens[1] ?? '一') + digit(tens[2] ?? '零');
  const one = /^零?([零一二三四五六七八九])$/.exec(plain);
  return one === null ? Number.NaN : digit(one[1] ?? '');
}

function digit(char: string): number {
  return HAN.indexOf(char);
}

// What may be computed, whole: nothing else has a name here, and nothing here takes long.

/** Of single numbers, applied to each row where a column is given. */
export const SCALAR_FUNCTIONS: Readonly<
  Record<
    string,
    { readonly args: readonly [least: number, most: number]; readonly of: (...values: number[]) => number }
  >
> = {
  add: { args: [2, 2], of: (a = 0, b = 0) => a + b },
  subtract: { args: [2, 2], of: (a = 0, b = 0) => a - b },
  multiply: { args: [2, 2], of: (a = 0, b = 0) => a * b },
  divide: { args: [2, 2], of: (a = 0, b = 0) => a / b },
  pow: { args: [2, 2], of: (a = 0, b = 0) => a ** b },
  mod: { args: [2, 2], of: (a = 0, b = 0) => a - b * Math.floor(a / b) },
  unaryMinus: { args: [1, 1], of: (a = 0) => -a },
  unaryPlus: { args: [1, 1], of: (a = 0) => a },
  factorial: { args: [1, 1], of: (a = 0) => factorial(a) },
  abs: { args: [1, 1], of: (a = 0) => Math.abs(a) },
  sign: { args: [1, 1], of: (a = 0) => Math.sign(a) },
  sqrt: { args: [1, 1], of: (a = 0) => Math.sqrt(a) },
  cbrt: { args: [1, 1], of: (a = 0) => Math.cbrt(a) },
  exp: { args: [1, 1], of: (a = 0) => Math.exp(a) },
  log: { args: [1, 2], of: (a = 0, base = Math.E) => Math.log(a) / Math.log(base) },
  ln: { args: [1, 1], of: (a = 0) => Math.log(a) },
  log10: { args: [1, 1], of: (a = 0) => Math.log10(a) },
  log2: { args: [1, 1], of: (a = 0) => Math.log2(a) },
  sin: { args: [1, 1], of: (a = 0) => Math.sin(a) },
  cos: { args: [1, 1], of: (a = 0) => Math.cos(a) },
  tan: { args: [1, 1], of: (a = 0) => Math.tan(a) },
  floor: { args: [1, 1], of: (a = 0) => Math.floor(a) },
  ceil: { args: [1, 1], of: (a = 0) => Math.ceil(a) },
  round: { args: [1, 2], of: (a = 0, places = 0) => round(a, places) },
  if: { args: [3, 3], of: (test = 0, yes = 0, no = 0) => (test === 0 ? no : yes) },
  equal: { args: [2, 2], of: (a = 0, b = 0) => Number(a === b) },
  unequal: { args: [2, 2], of: (a = 0, b = 0) => Number(a !== b) },
  smaller: { args: [2, 2], of: (a = 0, b = 0) => Number(a < b) },
  smallerEq: { args: [2, 2], of: (a = 0, b = 0) => Number(a <= b) },
  larger: { args: [2, 2], of: (a = 0, b = 0) => Number(a > b) },
  largerEq: { args: [2, 2], of: (a = 0, b = 0) => Number(a >= b) },
  and: { args: [2, 2], of: (a = 0, b = 0) => Number(a !== 0 && b !== 0) },
  or: { args: [2, 2], of: (a = 0, b = 0) => Number(a !== 0 || b !== 0) },
  not: { args: [1, 1], of: (a = 0) => Number(a === 0) },
};

/** Of many numbers: a column, or several values. Cells without a number are left out before. */
export const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum,
  mean,
  avg: mean,
  average: mean,
  median: (values) => quantile(values, 0.5),
  min,
  max,
  prod: (values) => values.reduce((product, value) => product * value, 1),
  variance,
  std: (values) => Math.sqrt(variance(values)),
};

/** Of a column as it is written, numbers or not. */
export const CELL_COUNTS: Readonly<Record<string, (cells: readonly string[]) => number>> = {
  count: (cells) => cells.filter((cell) => cell !== '').length,
  distinct: (cells) => new Set(cells.filter((cell) => cell !== '').map((cell) => cell.toLowerCase())).size,
};

/** With what rounding lost carried along (Neumaier): ten thousand prices add up to the cent. */
function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isNaN(lost) ? total : total + lost;
}

function min(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((least, value) => Math.min(least, value));
}

function max(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((most, value) => Math.max(most, value));
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Of a sample: divided by one less than there are values. */
function variance(values: readonly number[]): number {
  const middle = mean(values);
  return sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
}

export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0 || !(share >= 0 && share <= 1)) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

function factorial(of: number): number {
  if (!Number.isInteger(of) || of < 0) return Number.NaN;
  if (of > 170) return Infinity;
  let product = 1;
  for (let factor = 2; factor <= of; factor += 1) product *= factor;
  return product;
}

/** Half away from zero, as on paper: 2.675 to two places is 2.68 although its nearest double is a little less. */
function round(value: number, places: number): number {
  if (!Number.isInteger(places) || Math.abs(places) > 15) return Number.NaN;
  const [digits, exponent = '0'] = Math.abs(value).toPrecision(15).split('e');
  const shifted = Math.round(Number(`${digits}e${Number(exponent) + places}`));
  return Math.sign(value) * Number(`${shifted}e${-places}`);
}

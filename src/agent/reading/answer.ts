// What a reader answered → cells: each value held against its column's type, each quote against the document. Pure.
import { z } from 'zod';
import { distinct } from '../disagreement.ts';
import { OtherValue, type Form, type FormColumn, type ReadablePage, type ReadCell } from './form.ts';
import { findQuote } from './quote.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Answer = z.union([
  z.object({ value: Scalar.optional(), quote: z.string().nullish(), page: z.string().nullish() }),
  // Some models leave the quote out and give the value bare: it is a value without proof.
  Scalar.transform((value) => ({ value, quote: undefined, page: undefined })),
]);
const Answers = z.record(z.string(), Answer.catch({ value: null, quote: undefined, page: undefined }));

/** One cell for each column; undefined when the answer is no form. */
export function readAnswer(
  content: string,
  { form, pages }: { form: Form; pages: readonly ReadablePage[] },
): readonly ReadCell[] | undefined {
  const parsed = Answers.safeParse(looseJson(content));
  if (!parsed.success) return undefined;
  const byName = new Map(Object.entries(parsed.data).map(([name, answer]) => [keyOf(name), answer]));
  const given = form.map((column, index) => byName.get(keyOf(column.name)) ?? byName.get(String(index + 1)));
  if (given.every((answer) => answer === undefined)) return undefined;
  return form.map((column, index) => toCell(column, given[index] ?? {}, pages));
}

interface Said {
  readonly value?: string | number | boolean | null | undefined;
  readonly quote?: string | null | undefined;
  readonly page?: string | null | undefined;
}

function toCell(
  column: FormColumn,
  { value, quote, page: named }: Said,
  pages: readonly ReadablePage[],
): ReadCell {
  const written = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '').trim();
  if (written === '' || /^(?:null|n\/a|unknown|not stated)$/iu.test(written))
    return { state: 'absent', value: '' };
  const typed = toType(column, written);
  const words = quote?.trim() ?? '';
  const found = words === '' ? undefined : findQuote(words, pages);
  const page = found ?? pictureNamed(named ?? '', pages);
  return {
    state: found === undefined ? 'unproven' : typed === undefined ? 'mistyped' : 'proven',
    value: typed ?? written,
    ...(words === '' ? {} : { quote: words.slice(0, 500) }),
    ...(page === undefined ? {} : { place: page.place, ref: page.ref }),
  };
}

/** Words in a picture cannot be checked by code: such a value has a place, and no proof. */
function pictureNamed(place: string, pages: readonly ReadablePage[]): ReadablePage | undefined {
  const pictured = pages.filter(({ picture }) => picture !== undefined);
  const named = place.trim().replaceAll(/^\[|\]$/gu, '');
  return pictured.find((page) => page.place === named) ?? (pages.length === 1 ? pictured[0] : undefined);
}

/** Undefined when it is not of the type. */
function toType({ type, choices = [] }: FormColumn, written: string): string | undefined {
  switch (type) {
    case 'text':
      return written;
    case 'number': {
      const digits = written.replaceAll(/(?<=\d)[\s,'’](?=\d{3}(?:\D|$))/gu, '');
      return /^-?\d+(?:\.\d+)?$/u.test(digits) ? digits : undefined;
    }
    case 'date': {
      const [, year, month = '', day = ''] =
        /^(\d{4})(?:[-/.年](\d{1,2}))?(?:[-/.月](\d{1,2}))?[日月年]?$/u.exec(written) ?? [];
      const parts = [
        year,
        ...[month, day].filter((part) => part !== '').map((part) => part.padStart(2, '0')),
      ];
      return year === undefined ? undefined : parts.join('-');
    }
    case 'yes_no':
      if (/^(?:yes|true|y|是|有|对)$/iu.test(written)) return 'yes';
      return /^(?:no|false|n|否|无|没有|不是)$/iu.test(written) ? 'no' : undefined;
    case 'choice':
      return choices.find((choice) => keyOf(choice) === keyOf(written));
  }
}

function keyOf(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ');
}

/** Models wrap JSON in fences and in words. */
function looseJson(content: string): unknown {
  const from = content.indexOf('{');
  const to = content.lastIndexOf('}');
  if (from === -1 || to < from) return undefined;
  try {
    return JSON.parse(content.slice(from, to + 1));
  } catch {
    return undefined; // Not JSON after all: the model is asked once more.
  }
}

const MOST_OTHERS = 3;

/**
 * A long document is read in several parts. A proven value is worth more than one without proof, an earlier one more
 * than a later; what else is said stands beside it, so that a contradiction is seen.
 */
export function mergeCells(parts: readonly (readonly ReadCell[])[], columns: number): readonly ReadCell[] {
  return Array.from({ length: columns }, (_, column): ReadCell => {
    const said = parts.flatMap((cells) => cells[column] ?? []).filter(({ state }) => state !== 'absent');
    const best =
      said.find(({ state }) => state === 'proven') ??
      said.find(({ state }) => state === 'mistyped') ??
      said[0];
    if (best === undefined) return { state: 'absent', value: '' };
    const others = distinct(
      said.filter(({ state, value }) => state === 'proven' && keyOf(value) !== keyOf(best.value)),
      (one, other) => keyOf(one.value) !== keyOf(other.value),
    ).map((cell) => OtherValue.parse(cell));
    return others.length === 0 ? best : { ...best, others: others.slice(0, MOST_OTHERS) };
  });
}

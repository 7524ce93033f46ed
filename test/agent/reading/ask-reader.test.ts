// One document, one form: in as many parts as it needs, asked again when the answer is of no use, and every ending told.
import { expect, test } from 'vitest';
import type { Model, ModelOutcome } from '../../../src/agent/chat.ts';
import { askReader } from '../../../src/agent/reading/ask-reader.ts';
import type { Form, ReadablePage } from '../../../src/agent/reading/form.ts';
import { hurriedClock } from '../../support/hurried-clock.ts';

const FORM: Form = [
  { name: 'Revenue', type: 'number', question: 'Revenue in millions' },
  { name: 'Auditor', type: 'text', question: 'Who audited it' },
];
const clock = hurriedClock({ speed: 1_000, start: new Date('2026-03-02T09:00:00Z') });

const said = (content: string): ModelOutcome => ({
  kind: 'response',
  turn: { content, calls: [] },
  usage: { inputTokens: 10, cachedTokens: 0, outputTokens: 2 },
});

/** Finds in what it is shown what is asked, as a small model does: no more than that part knows. */
function reads(text: string): ModelOutcome {
  const revenue = /(?:Revenue: EUR |营业收入：)([\d,]+)/u.exec(text);
  const auditor = /(?:Audited by |审计：)([^\n.。]+)/u.exec(text);
  return said(
    JSON.stringify({
      Revenue: { value: revenue?.[1] ?? null, quote: revenue?.[0] ?? '' },
      Auditor: { value: auditor?.[1] ?? null, quote: auditor?.[0] ?? '' },
    }),
  );
}

function reader(answer: (text: string, asked: number) => ModelOutcome) {
  const parts: string[] = [];
  let tokens = 0;
  const model: Model = {
    name: 'reader-1',
    ask: async ({ messages }) => {
      const last = messages.at(-1);
      const text = last?.role === 'user' ? last.content : '';
      parts.push(text);
      return answer(text, parts.length);
    },
  };
  const read = (pages: readonly ReadablePage[], partTokens = 500, signal = new AbortController().signal) =>
    askReader(
      { form: FORM, pages, signal },
      {
        model,
        clock,
        partTokens,
        frame: (shown) => shown.map(({ place, text }) => `[${place}]\n${text}`).join('\n'),
        onUsage: async ({ inputTokens }) => void (tokens += inputTokens),
      },
    );
  return { read, parts, tokens: () => tokens };
}

const page = (number: number, text: string): ReadablePage => ({
  ref: `f:F1#p${number}`,
  place: `p. ${number}`,
  text,
});
const filler = 'The year was like the one before it. '.repeat(20);

/** Sixty pages; what is asked for stands on two that are far apart, and once more with another number. */
function annualReport(year: number, isChinese: boolean): readonly ReadablePage[] {
  return Array.from({ length: 60 }, (_, at) => {
    if (at === 41) return page(42, isChinese ? `营业收入：${year}百万元` : `Revenue: EUR ${year}`);
    if (at === 55) return page(56, isChinese ? '审计：海港会计师事务所。' : 'Audited by Harbour & Sons.');
    if (at === 58)
      return page(59, isChinese ? `营业收入：${year + 1}` : `Revenue: EUR ${year + 1} (restated)`);
    return page(at + 1, isChinese ? '本年度与上一年相仿。'.repeat(40) : filler);
  });
}

test('twenty annual reports, longer than a model reads at once, in both languages: each answer from its page', async () => {
  for (let number = 0; number < 20; number += 1) {
    const isChinese = number % 2 === 1;
    const { read, parts } = reader(reads);
    const reading = await read(annualReport(1_000 + number, isChinese), 2_000);
    expect(parts.length).toBeGreaterThan(3);
    expect(reading).toMatchObject({
      kind: 'read',
      cells: [
        {
          state: 'proven',
          value: String(1_000 + number),
          place: 'p. 42',
          others: [{ value: String(1_001 + number), place: 'p. 59' }],
        },
        { state: 'proven', value: isChinese ? '海港会计师事务所' : 'Harbour & Sons', ref: 'f:F1#p56' },
      ],
    });
  }
});

test('nothing of a page that is longer than a part is left out', async () => {
  const words = Array.from({ length: 3_000 }, (_, at) => `word${at}`);
  const { read, parts } = reader(reads);
  await read([page(1, words.join('\n'))]);
  expect(parts.join('\n').match(/word\d+/gu)).toEqual(words);
});

test('an answer that is no form is asked for again, and paid for', async () => {
  const { read, tokens } = reader((text, asked) => (asked < 3 ? said('I think so.') : reads(text)));
  expect(await read([page(1, 'Revenue: EUR 12')])).toMatchObject({
    kind: 'read',
    cells: [{ value: '12' }, {}],
  });
  expect(tokens()).toBe(30);
});

test('a server that is busy is waited for', async () => {
  const { read } = reader((text, asked) =>
    asked < 4 ? { kind: 'busy', reason: 'too many', retryAfterMs: 1_000 } : reads(text),
  );
  expect(await read([page(1, 'Revenue: EUR 12')])).toMatchObject({ kind: 'read' });
});

test.each<[string, ModelOutcome, object]>([
  ['nonsense', said('no'), { status: 'failed', why: 'model' }],
  ['an unusable answer', { kind: 'unusable', reason: 'cut off' }, { status: 'failed', why: 'model' }],
  ['a refusal', { kind: 'refused', reason: 'policy' }, { status: 'refused', why: 'refused' }],
  ['a wrong key', { kind: 'rejected', reason: 'no key' }, { status: 'failed', why: 'model' }],
  [
    'too long a document',
    { kind: 'context-too-long', reason: 'x' },
    { status: 'too large', why: 'too-large' },
  ],
])('%s is a row that says so', async (_, outcome, told) => {
  expect(await reader(() => outcome).read([page(1, 'x')])).toMatchObject({ kind: 'unread', ...told });
});

test('a library is no document', async () => {
  const pages = Array.from({ length: 60 }, (_, at) => page(at + 1, filler));
  expect(await reader(reads).read(pages, 200)).toMatchObject({ kind: 'unread', why: 'too-large' });
});

test('a server that stays away, and a stop, leave it to be tried again', async () => {
  const away = reader(() => ({ kind: 'busy', reason: 'away', retryAfterMs: undefined }));
  await expect(away.read([page(1, 'x')])).rejects.toThrow('cannot be reached');
  await expect(reader(() => ({ kind: 'aborted' })).read([page(1, 'x')])).rejects.toThrow('stopped');
});

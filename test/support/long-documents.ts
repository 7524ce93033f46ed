// Papers and annual reports of nobody, in every long format and in two languages, and a reader that finds in them what is asked.
import type { Asked, Scripted } from './scripted-model.ts';
import { answers } from './scripted-model.ts';
import { makeBook, makeDocx, makeEpub, makeOdf } from './office.ts';
import { makePdf } from './pdf.ts';

interface LongDocument {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly value: number;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const EN =
  'The measured values drifted with the season, and the drift was corrected before the means were taken.';
const ZH = '测量值随季节变化，取平均值之前已经对漂移作了校正，各组之间没有其他差别。';

type Writer = readonly [ending: string, write: (pages: readonly (readonly string[])[]) => Uint8Array];
const WRITERS: readonly Writer[] = [
  ['pdf', (pages) => makePdf(pages.map((lines) => lines.join('\n')))],
  ['docx', (pages) => makeDocx(pages.map((paragraphs, at) => ({ heading: `Part ${at + 1}`, paragraphs })))],
  [
    'odt',
    (pages) =>
      makeOdf(
        pages
          .flat()
          .map((line) => `<text:p>${line}</text:p>`)
          .join(''),
      ),
  ],
  [
    'html',
    (pages) =>
      utf8(
        `<html><body>${pages
          .flat()
          .map((line) => `<p>${line}</p>`)
          .join('')}</body></html>`,
      ),
  ],
  [
    'epub',
    (pages) =>
      makeEpub(
        pages.map((lines, at) => ({
          title: `Part ${at + 1}`,
          html: lines.map((line) => `<p>${line}</p>`).join(''),
        })),
      ),
  ],
  ['md', (pages) => utf8(pages.map((lines) => lines.join('\n\n')).join('\n\n'))],
];

/** Twelve pages each, with what is asked on the ninth; every tenth says something else on the last. */
export function makePapers(count: number): readonly LongDocument[] {
  return Array.from({ length: count }, (_, at) => {
    const isChinese = at % 3 === 2;
    const value = 20 + at * 3;
    const said = (size: number): string => (isChinese ? `样本量：${size} 人` : `Sample size: ${size} people`);
    const pages = Array.from({ length: 12 }, (_, page) => [
      isChinese ? `论文${at + 1}，第${page + 1}页` : `Paper ${at + 1}, page ${page + 1}`,
      ...Array.from({ length: 25 }, () => (isChinese ? ZH : EN)),
      ...(page === 8 ? [said(value)] : []),
      ...(page === 11 && at % 10 === 9 ? [said(value + 1)] : []),
    ]);
    const [ending, write] = WRITERS[at % WRITERS.length] ?? ['md', () => utf8('')];
    return { file: `paper-${String(at + 1).padStart(3, '0')}.${ending}`, bytes: write(pages), value };
  });
}

const REPORT_WRITERS: readonly Writer[] = [
  ...WRITERS.slice(0, 2),
  [
    'xlsx',
    (pages) =>
      makeBook(
        Object.fromEntries(pages.map((lines, at) => [`Sheet ${at + 1}`, lines.map((line) => [line])])),
      ),
  ],
];

/** So long that one is read in several parts; the revenue stands after two thirds of it. */
export function makeReports(count: number, pageCount = 120): readonly LongDocument[] {
  return Array.from({ length: count }, (_, at) => {
    const isChinese = at % 2 === 1;
    const value = 1_000 + at * 17;
    const pages = Array.from({ length: pageCount }, (_, page) => [
      isChinese ? `年度报告第${page + 1}页` : `Annual report, page ${page + 1}`,
      ...Array.from({ length: 30 }, () => (isChinese ? ZH : EN)),
      ...(page === Math.floor((pageCount * 2) / 3)
        ? [isChinese ? `营业收入：${value} 亿元` : `Revenue: ${value} million`]
        : []),
    ]);
    const [ending, write] = REPORT_WRITERS[at % REPORT_WRITERS.length] ?? ['md', () => utf8('')];
    return { file: `report-${String(at + 1).padStart(2, '0')}.${ending}`, bytes: write(pages), value };
  });
}

export const PAPER_FORM = [
  { name: 'Sample size', type: 'number', question: 'How many people took part' },
] as const;
export const REPORT_FORM = [{ name: 'Revenue', type: 'number', question: 'Revenue of the year' }] as const;

/** What a small model would answer to either form, also where the part that it sees does not say. */
export function readLong({ messages }: Asked): Scripted {
  const document = messages.at(-1)?.content ?? '';
  const find = (label: RegExp) => {
    const match = label.exec(document);
    return { value: match?.[1] ?? null, quote: match?.[0] ?? '' };
  };
  const isPaper = messages[0]?.content?.includes('"Sample size"') === true;
  return answers(
    JSON.stringify(
      isPaper
        ? { 'Sample size': find(/(?:Sample size: |样本量：)(\d+)/u) }
        : { Revenue: find(/(?:Revenue: |营业收入：)(\d+)/u) },
    ),
  );
}

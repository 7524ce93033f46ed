// Papers and annual reports of nobody, in every long format and in two languages, and a reader that finds in them what is asked.
import type { Asked, Scripted } from './scripted-model.ts';
import { answers } from './scripted-model.ts';
import { makeBook, makeDocx, makeEpub, makeOdf } from './office.ts';
import { makePdf } from './pdf.ts';

interface LongDocument {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What its row must say, in the order of the form. */
  readonly truth: readonly string[];
  /** On which page each of it stands, where the format has pages. */
  readonly pages: readonly number[];
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

const METHODS = [
  ['survey', '问卷'],
  ['trial', '试验'],
] as const;

/** Twelve pages each, with how many took part on the ninth, and what stands on the first. */
export function makePapers(count: number): readonly LongDocument[] {
  return Array.from({ length: count }, (_, at) => {
    const isChinese = at % 3 === 2;
    const size = 20 + at * 3;
    const published = `${2001 + (at % 24)}-0${1 + (at % 9)}`;
    const method = METHODS[at % 2]?.[isChinese ? 1 : 0] ?? '';
    const pages = Array.from({ length: 12 }, (_, page) => [
      isChinese ? `论文${at + 1}，第${page + 1}页` : `Paper ${at + 1}, page ${page + 1}`,
      ...(page === 0
        ? [
            isChinese ? `发表于：${published}` : `Published: ${published}`,
            isChinese ? `方法：${method}` : `Method: ${method}`,
          ]
        : []),
      ...Array.from({ length: 25 }, () => (isChinese ? ZH : EN)),
      ...(page === 8 ? [isChinese ? `样本量：${size} 人` : `Sample size: ${size} people`] : []),
    ]);
    const [ending, write] = WRITERS[at % WRITERS.length] ?? ['md', () => utf8('')];
    return {
      file: `paper-${String(at + 1).padStart(3, '0')}.${ending}`,
      bytes: write(pages),
      truth: [String(size), published, method],
      pages: [9, 1, 1],
    };
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

/**
 * So long that one is read in several parts; the revenue stands after two thirds of it. Every fifth, from the second on,
 * says another one on its last page.
 */
export function makeReports(count: number, pageCount = 120): readonly LongDocument[] {
  const on = Math.floor((pageCount * 2) / 3);
  return Array.from({ length: count }, (_, at) => {
    const isChinese = at % 2 === 1;
    const value = 1_000 + at * 17;
    const auditor = isChinese ? `海港会计师事务所${at + 1}` : `Harbour & Sons ${at + 1}`;
    const revenue = (amount: number): string =>
      isChinese ? `营业收入：${amount} 亿元` : `Revenue: ${amount} million`;
    const pages = Array.from({ length: pageCount }, (_, page) => [
      isChinese ? `年度报告第${page + 1}页` : `Annual report, page ${page + 1}`,
      ...(page === 3 ? [isChinese ? `审计机构：${auditor}` : `Auditor: ${auditor}`] : []),
      ...Array.from({ length: 30 }, () => (isChinese ? ZH : EN)),
      ...(page === on ? [revenue(value)] : []),
      ...(page === pageCount - 1 && contradictsItself(at) ? [revenue(value + 1)] : []),
    ]);
    const [ending, write] = REPORT_WRITERS[at % REPORT_WRITERS.length] ?? ['md', () => utf8('')];
    return {
      file: `report-${String(at + 1).padStart(2, '0')}.${ending}`,
      bytes: write(pages),
      truth: [String(value), auditor],
      pages: [on + 1, 4],
    };
  });
}

function contradictsItself(at: number): boolean {
  return at % 5 === 1;
}

export const PAPER_FORM = [
  { name: 'Sample size', type: 'number', question: 'How many people took part' },
  { name: 'Published', type: 'date', question: 'When it was published' },
  { name: 'Method', type: 'choice', question: 'How it was measured', choices: METHODS.flat() },
] as const;
export const REPORT_FORM = [
  { name: 'Revenue', type: 'number', question: 'Revenue of the year' },
  { name: 'Auditor', type: 'text', question: 'Who audited it' },
] as const;

const LABELS: Readonly<Record<string, RegExp>> = {
  'Sample size': /(?:Sample size: |样本量：)(\d+)/u,
  Published: /(?:Published: |发表于：)([\d-]+)/u,
  Method: /(?:Method: |方法：)([\p{L}]+)/u,
  Revenue: /(?:Revenue: |营业收入：)(\d+)/u,
  Auditor: /(?:Auditor: |审计机构：)([^\n|<]+)/u,
};

/** What a small model would answer to either form, also where the part that it sees does not say. */
export function readLong({ messages }: Asked): Scripted {
  const document = messages.at(-1)?.content ?? '';
  const asked = Object.entries(LABELS).filter(
    ([name]) => messages[0]?.content?.includes(`"${name}"`) === true,
  );
  const cells = asked.map(([name, label]) => {
    const match = label.exec(document);
    return [name, { value: match?.[1]?.trim() ?? null, quote: match?.[0] ?? '' }];
  });
  return answers(JSON.stringify(Object.fromEntries(cells)));
}

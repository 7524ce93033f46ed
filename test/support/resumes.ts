// Résumés of people who do not exist, in every format and in two languages, and a reader that finds in them what is asked.
import type { Asked, Scripted } from './scripted-model.ts';
import { answers } from './scripted-model.ts';
import { makeBook, makeDocx, makeEpub, makeMail, makeOdf, makePptx } from './office.ts';
import { makePdf } from './pdf.ts';

export interface Resume {
  readonly name: string;
  readonly years: number;
  readonly city: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

const CITIES_EN = ['Lagos', 'Porto', 'Leeds', 'Austin', 'Pune'];
const CITIES_ZH = ['上海', '成都', '武汉', '西安', '深圳'];

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Lines that a text format takes as they are. */
const WRITERS: readonly (readonly [ending: string, write: (lines: readonly string[]) => Uint8Array])[] = [
  ['pdf', (lines) => makePdf([lines.join('\n')])],
  ['docx', (lines) => makeDocx([{ paragraphs: lines }])],
  ['txt', (lines) => utf8(lines.join('\n'))],
  ['md', (lines) => utf8(lines.map((line) => `- ${line}`).join('\n'))],
  ['html', (lines) => utf8(`<html><body>${lines.map((line) => `<p>${line}</p>`).join('')}</body></html>`)],
  ['odt', (lines) => makeOdf(lines.map((line) => `<text:p>${line}</text:p>`).join(''))],
  ['pptx', (lines) => makePptx([{ lines }])],
  [
    'eml',
    (lines) =>
      makeMail(
        [
          'From: a@example.com',
          'Subject: CV',
          'Content-Type: text/plain; charset=utf-8',
          'Content-Transfer-Encoding: base64',
        ],
        Buffer.from(lines.join('\n')).toString('base64'),
      ),
  ],
  ['xlsx', (lines) => makeBook({ CV: lines.map((line) => [line]) })],
  ['epub', (lines) => makeEpub([{ title: 'CV', html: lines.map((line) => `<p>${line}</p>`).join('') }])],
  ['csv', (lines) => utf8(`CV\n${lines.join('\n')}`)],
  ['json', (lines) => utf8(JSON.stringify(lines))],
];

/** `ending` writes all of them in one format; without it they come in all. */
export function makeResumes(count: number, { ending }: { ending?: string } = {}): readonly Resume[] {
  return Array.from({ length: count }, (_, at): Resume => {
    const isChinese = at % 3 === 2;
    const writers = ending === undefined ? WRITERS : WRITERS.filter(([known]) => known === ending);
    const [end, write] = writers[at % writers.length] ?? [
      'txt',
      (lines: readonly string[]) => utf8(lines.join('\n')),
    ];
    const years = (at * 7) % 23;
    const name = isChinese ? `候选人${at + 1}` : `Candidate ${at + 1}`;
    const city = (isChinese ? CITIES_ZH : CITIES_EN)[at % 5] ?? '';
    const lines = isChinese
      ? [`姓名：${name}`, `城市：${city}`, `工作年限：${years} 年`]
      : [`Name: ${name}`, `City: ${city}`, `Years of work: ${years}`];
    return { name, years, city, file: `cv-${String(at + 1).padStart(4, '0')}.${end}`, bytes: write(lines) };
  });
}

export const RESUME_FORM = [
  { name: 'Name', type: 'text', question: 'The name of the person' },
  { name: 'City', type: 'text', question: 'Where they live' },
  { name: 'Years', type: 'number', question: 'Years of work' },
] as const;

/** What a small model would answer: each value with the line that it stands in. */
export function readResume({ messages }: Asked): Scripted {
  const document = messages.at(-1)?.content ?? '';
  // One who sees reads it off the picture, and says on which page it stood.
  if (document.includes('<image data:image/jpeg') && !/Name: |姓名：/u.test(document))
    return answers(
      JSON.stringify({
        Name: { value: 'Scanned Person', quote: 'Name: Scanned Person', page: 'p. 1' },
        Years: { value: 9, quote: 'Years of work: 9', page: '[p. 2]' },
      }),
    );
  const lineWith = (label: RegExp): RegExpExecArray | null => label.exec(document);
  const name = lineWith(/(?:Name: |姓名：)([^\n|"<]+)/u);
  const city = lineWith(/(?:City: |城市：)([^\n|"<]+)/u);
  const years = lineWith(/(?:Years of work: |工作年限：)(\d+)/u);
  const cell = (match: RegExpExecArray | null) => ({
    value: match?.[1]?.trim() ?? null,
    quote: match?.[0] ?? '',
  });
  return answers(
    `Here it is:\n\`\`\`json\n${JSON.stringify({ Name: cell(name), City: cell(city), Years: cell(years) })}\n\`\`\``,
  );
}

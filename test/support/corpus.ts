// Documents as people share them, in every format and several languages, each with what is to be found in it and where.
import { makeBook, makeDocx, makeEpub, makeMail, makeOdf, makePptx, makeZip } from './office.ts';
import { makePdf } from './pdf.ts';

interface CorpusDocument {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Words that stand in it, under the place that a person would look them up at. */
  readonly finds: readonly (readonly [place: string, quote: string])[];
  /** Files in it that cannot be read, and why. */
  readonly unread?: readonly (readonly [part: string, why: string])[];
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const DATE_FORMAT = new Date(Date.UTC(2026, 2, 31));

const RESUME_EN = [
  'Amara Okafor\nData engineer, Lagos',
  'Experience\n2019 - 2026  Harbour Analytics: led a team of six\nBuilt the billing pipeline (12 TB a day).',
];
const RESUME_ZH = [
  '李伟\n数据工程师，上海',
  '工作经历\n二〇一九年至今 海港数据公司：负责计费系统\n英语流利，熟悉数据库与统计',
];

const pdfs: readonly CorpusDocument[] = [
  {
    name: 'resume-okafor.pdf',
    bytes: makePdf(RESUME_EN),
    finds: [
      ['p. 1', 'Data engineer, Lagos'],
      ['p. 2', 'led a team of six'],
    ],
  },
  {
    name: '简历-李伟.pdf',
    bytes: makePdf(RESUME_ZH),
    finds: [
      ['p. 1', '数据工程师，上海'],
      ['p. 2', '熟悉数据库与统计'],
    ],
  },
  {
    name: 'offer (final).PDF',
    bytes: makePdf(['Total: EUR 9,600.00 \\ year', 'Valid until 31 Dec 2026']),
    finds: [
      ['p. 1', 'EUR 9,600.00 \\ year'],
      ['p. 2', 'Valid until'],
    ],
  },
  {
    name: 'report-2025.pdf',
    bytes: makePdf(
      Array.from(
        { length: 24 },
        (_, page) => `Annual report, page ${page + 1}\nRevenue of unit ${page + 1}: ${1_000 + page} thousand`,
      ),
    ),
    finds: [['p. 24', 'Revenue of unit 24: 1023 thousand']],
  },
  {
    name: '年报2025.pdf',
    bytes: makePdf(
      Array.from({ length: 8 }, (_, page) => `年度报告第${page + 1}页\n营业收入：${page + 1}亿元`),
    ),
    finds: [['p. 8', '营业收入：8亿元']],
  },
  {
    name: 'half-scanned.pdf',
    bytes: makePdf(['Cover letter', '', 'Signed by both parties']),
    finds: [['p. 3', 'Signed by both parties']],
  },
  { name: 'no-ending', bytes: makePdf(['Known by its first bytes']), finds: [['p. 1', 'first bytes']] },
];

const words: readonly CorpusDocument[] = [
  {
    name: 'contract.docx',
    bytes: makeDocx(
      [
        { heading: 'Parties', paragraphs: ['Harbour Ltd & Kontora GmbH'] },
        { heading: 'Term', paragraphs: ['Three months’ notice.'] },
      ],
      'rendered',
    ),
    finds: [
      ['p. 1', 'Harbour Ltd & Kontora GmbH'],
      ['p. 2', 'Three months’ notice.'],
    ],
  },
  {
    name: '合同.docx',
    bytes: makeDocx(
      [
        { heading: '甲方', paragraphs: ['海港科技有限公司'] },
        { heading: '付款', paragraphs: ['每季度末支付人民币四万元。'] },
      ],
      'asked',
    ),
    finds: [
      ['p. 1', '海港科技有限公司'],
      ['p. 2', '每季度末支付'],
    ],
  },
  {
    name: 'resume-silva.docx',
    bytes: makeDocx([
      { heading: 'João Silva', paragraphs: ['Engenheiro de dados, São Paulo'] },
      {
        heading: 'Experiência',
        paragraphs: ['Sete anos com PostgreSQL.'],
        table: [
          ['Idioma', 'Nível'],
          ['Inglês', 'C1'],
        ],
      },
    ]),
    finds: [
      ['section 1 (João Silva)', 'Engenheiro de dados'],
      ['section 1 (João Silva)', '| Idioma | Nível |\n| --- | --- |\n| Inglês | C1'],
    ],
  },
  {
    name: 'long-paper.docx',
    bytes: makeDocx(
      ['Introduction', 'Method', 'Results'].map((heading) => ({
        heading,
        paragraphs: Array.from(
          { length: 40 },
          (_, at) => `${heading}: sentence ${at} about the drift of measured values over the season.`,
        ),
      })),
    ),
    finds: [
      ['section 1 (Introduction)', 'Introduction: sentence 0'],
      ['section 3 (Results)', 'Results: sentence 39'],
    ],
  },
  {
    name: 'plan.odt',
    bytes: makeOdf(
      '<text:tracked-changes><text:p>deleted words</text:p></text:tracked-changes><text:h text:outline-level="1">Umzug</text:h><text:p>Im<text:s/>März ziehen wir um.</text:p><table:table><table:table-row><table:table-cell><text:p>Raum</text:p></table:table-cell><table:table-cell><text:p>Größe</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Labor</text:p></table:table-cell><table:table-cell><text:p>42 m²</text:p></table:table-cell></table:table-row></table:table>',
    ),
    finds: [
      ['section 1 (Umzug)', 'Im März ziehen wir um.'],
      ['section 1 (Umzug)', '| Labor | 42 m² |'],
    ],
  },
  {
    name: '会议纪要.odt',
    bytes: makeOdf(
      '<text:h text:outline-level="1">会议纪要</text:h><text:list><text:list-item><text:p>预算通过</text:p></text:list-item></text:list>',
    ),
    finds: [['section 1 (会议纪要)', '- 预算通过']],
  },
];

const slides: readonly CorpusDocument[] = [
  {
    name: 'pitch.pptx',
    bytes: makePptx([
      { lines: ['Our market', 'Grows 14% a year'] },
      {
        lines: ['Team'],
        table: [
          ['Role', 'Count'],
          ['Engineers', '12'],
        ],
        notes: 'Say that two more start in May.',
      },
    ]),
    finds: [
      ['slide 1', 'Grows 14% a year'],
      ['slide 2', '| Engineers | 12 |'],
      ['slide 2', 'Notes: Say that two more start in May.'],
    ],
  },
  {
    name: '产品介绍.pptx',
    bytes: makePptx([{ lines: ['产品介绍'] }, { lines: ['路线图', '第三季度发布'] }]),
    finds: [['slide 2', '第三季度发布']],
  },
  {
    name: 'talk.odp',
    bytes: makeOdf(
      '<draw:page><text:p>Bonjour</text:p></draw:page><draw:page><text:p>Merci à tous</text:p></draw:page>',
      { kind: 'presentation' },
    ),
    finds: [
      ['slide 1', 'Bonjour'],
      ['slide 2', 'Merci à tous'],
    ],
  },
];

const SALES = [
  ['Region', 'Amount', 'Booked'],
  ['North', 1234.5, DATE_FORMAT],
  ['South', 0.1 + 0.2, null],
] as const;
const books: readonly CorpusDocument[] = [
  {
    name: 'sales.xlsx',
    bytes: makeBook({ Cover: [['Sales 2026']], Q3: [[], ...SALES.map((row) => [null, ...row])] }),
    finds: [
      ['Q3!B2', 'Region'],
      ['Q3!C3', '1234.5'],
      ['Q3!C4', '0.30000000000000004'],
      ['Q3!D3', '3/31/26'],
    ],
  },
  {
    name: '费用.xlsx',
    bytes: makeBook(
      {
        费用明细: [
          ['项目', '金额'],
          ['办公椅', 1200],
        ],
        隐藏: [['密']],
      },
      'xlsx',
      { hidden: ['隐藏'] },
    ),
    finds: [
      ['费用明细!A2', '办公椅'],
      ['隐藏!A1', '密'],
    ],
  },
  {
    name: 'binary.xlsb',
    bytes: makeBook(
      {
        Data: [
          ['key', 'value'],
          ['alpha', 7],
        ],
      },
      'xlsb',
    ),
    finds: [
      ['Data!A2', 'alpha'],
      ['Data!B2', '7'],
    ],
  },
  {
    name: 'old.xls',
    bytes: makeBook(
      {
        'Jan Feb': [
          ['Kunde', 'Umsatz'],
          ['Müller', 99.95],
        ],
      },
      'biff8',
    ),
    finds: [
      ['Jan Feb!A2', 'Müller'],
      ['Jan Feb!B2', '99.95'],
    ],
  },
  {
    name: '旧表.xls',
    bytes: makeBook(
      {
        表一: [
          ['城市', '人口'],
          ['上海', 24870895],
        ],
      },
      'biff8',
    ),
    finds: [
      ['表一!A2', '上海'],
      ['表一!B2', '24870895'],
    ],
  },
  {
    name: 'budget.ods',
    bytes: makeBook(
      {
        Plan: [
          ['Posten', 'Euro'],
          ['Miete', 1800],
          ['frei', true],
        ],
      },
      'ods',
    ),
    finds: [
      ['Plan!A2', 'Miete'],
      ['Plan!B3', 'TRUE'],
    ],
  },
];

const books2: readonly CorpusDocument[] = [
  {
    name: 'novel.epub',
    bytes: makeEpub([
      { title: 'Departure', html: '<p>The ship left at <em>dawn</em>.</p>' },
      { title: 'Storm', html: '<p>Waves rose &amp; fell.</p>' },
    ]),
    finds: [
      ['chapter 1 (Departure)', 'The ship left at _dawn_.'],
      ['chapter 2 (Storm)', 'Waves rose & fell.'],
    ],
  },
  {
    name: '手册.epub',
    bytes: makeEpub([{ title: '安装', html: '<p>先关闭电源。</p>' }]),
    finds: [['chapter 1 (安装)', '先关闭电源。']],
  },
  {
    name: 'page.html',
    bytes: utf8(
      '<html><head><title>x</title><style>p{}</style></head><body><h1>Prices</h1><table><tr><th>Plan</th><th>Price</th></tr><tr><td>Team</td><td>$12</td></tr></table><script>alert(1)</script></body></html>',
    ),
    finds: [['section 1 (Prices)', '| Team | $12 |']],
  },
  {
    name: '公告.html',
    bytes: Buffer.from('3c6d65746120636861727365743d67626b3e3c703eb2c9b9bab9abb8e63c2f703e', 'hex'),
    finds: [['section 1', '采购公告']],
  },
  {
    name: 'reply.eml',
    bytes: makeMail(
      [
        'From: =?UTF-8?B?5p2O5Lyf?= <li@example.cn>',
        'To: Maya <maya@example.com>',
        'Subject: =?GB2312?B?srm85A==?=',
        'Content-Type: text/plain; charset=gb2312',
        'Content-Transfer-Encoding: base64',
      ],
      Buffer.from('c4fabac3a3acb1a8bcdbd4dab8bdbcfea1a3', 'hex').toString('base64'),
    ),
    finds: [
      ['mail', 'From: 李伟 <li@example.cn>'],
      ['mail', '您好，报价在附件。'],
    ],
  },
  {
    name: 'with-attachments.eml',
    bytes: makeMail(['From: kenji@example.com', 'Subject: Offer'], 'See the offer.', {
      'offer.pdf': makePdf(['Seat price 41.80']),
      'costs.xlsx': makeBook({
        Costs: [
          ['Item', 'Sum'],
          ['Chairs', 1200],
        ],
      }),
    }),
    finds: [
      ['mail', 'See the offer.'],
      ['offer.pdf, p. 1', 'Seat price 41.80'],
      ['costs.xlsx, Costs!A1:B2', 'Chairs'],
    ],
  },
  {
    name: 'html-only.eml',
    bytes: makeMail(
      ['From: shop@example.com', 'Subject: Sale', 'Content-Type: text/html; charset=utf-8'],
      '<p>Now <b>half</b> price</p>',
    ),
    finds: [['mail', 'Now **half** price']],
  },
];

const plain: readonly CorpusDocument[] = [
  {
    name: 'notes.md',
    bytes: utf8('# Notes\n\nWe ship on Fridays.\n'),
    finds: [['lines 1–4', 'We ship on Fridays.']],
  },
  {
    name: 'minutes.txt',
    bytes: Buffer.from('Größe: 3 Räume', 'latin1'),
    finds: [['line 1', 'Größe: 3 Räume']],
  },
  { name: '说明.txt', bytes: Buffer.from('b2c9b9babacfcdac', 'hex'), finds: [['line 1', '采购合同']] },
  {
    name: 'utf16.txt',
    bytes: Buffer.from('\ufeff日本語のメモ', 'utf16le'),
    finds: [['line 1', '日本語のメモ']],
  },
  { name: 'main.py', bytes: utf8('def main():\n    return 42\n'), finds: [['lines 1–3', 'return 42']] },
  { name: 'query.sql', bytes: utf8('select 1;'), finds: [['line 1', 'select 1;']] },
  { name: 'data.json', bytes: utf8('{"total":4600}'), finds: [['lines 1–3', '"total": 4600']] },
  { name: 'events.jsonl', bytes: utf8('{"a":1}\n{"a":2}'), finds: [['lines 1–2', '{"a":2}']] },
  {
    name: 'feed.xml',
    bytes: utf8('<feed><title>News</title></feed>'),
    finds: [['line 1', '<title>News</title>']],
  },
  {
    name: 'costs.csv',
    bytes: utf8('Item;Sum\nChair;12,50\n'),
    finds: [
      ['row 1', 'Chair'],
      ['row 1', '12,50'],
    ],
  },
  { name: '反馈.tsv', bytes: utf8('客户\t意见\n甲\t很好\n'), finds: [['row 1', '很好']] },
  {
    name: 'mail-merge.csv',
    bytes: utf8('Name,Note\n"Okafor, Amara","said ""yes"""\n'),
    finds: [
      ['row 1', 'Okafor, Amara'],
      ['row 1', 'said "yes"'],
    ],
  },
];

const zips: readonly CorpusDocument[] = [
  {
    name: 'applications.zip',
    bytes: makeZip({
      'cv/okafor.pdf': makePdf(RESUME_EN),
      'cv/李伟.docx': makeDocx([{ paragraphs: ['英语流利'] }]),
      'cv/broken.docx': utf8('PK\u0003\u0004 not a zip at all'),
      'cv/film.mp4': utf8('0000'),
      '__MACOSX/cv/._okafor.pdf': utf8('x'),
      'inner.zip': makeZip({ 'list.csv': 'Name,City\nSilva,Porto\n' }),
    }),
    finds: [
      ['cv/okafor.pdf, p. 2', 'led a team of six'],
      ['cv/李伟.docx, section 1', '英语流利'],
      ['inner.zip/list.csv, rows 1–1', 'Silva'],
    ],
    unread: [
      ['cv/broken.docx', 'broken'],
      ['cv/film.mp4', 'unsupported'],
    ],
  },
];

export const CORPUS: readonly CorpusDocument[] = [
  ...pdfs,
  ...words,
  ...slides,
  ...books,
  ...books2,
  ...plain,
  ...zips,
];

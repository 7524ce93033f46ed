// Markdown as a Word document: headings, lists, tables, code, links, and pictures of the task.
import {
  AlignmentType,
  BorderStyle,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  Packer,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IRunOptions,
  type ParagraphChild,
} from 'docx';
import { lexer, type Token, type Tokens } from 'marked';
import { isBlock, isInline, plain } from './markdown-tokens.ts';
import { pictureOf, type Picture } from './picture.ts';

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Block = Paragraph | Table;
type Style = Pick<IRunOptions, 'bold' | 'italics' | 'strike' | 'font' | 'style'>;

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
];
/** A face that Word has for each kind of writing. */
const FONT = { ascii: 'Calibri', hAnsi: 'Calibri', eastAsia: 'Microsoft YaHei', cs: 'Calibri' };
const CODE_FONT = 'Consolas';
const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'D0D5DB' };
const DEEPEST_LIST = 4;
/** Between the margins of A4, as Word counts pixels. */
const PAGE_PX = 600;

export async function toDocx(markdown: string, images: readonly NamedBytes[]): Promise<Uint8Array> {
  const pictures = new Map(images.map(({ name, bytes }) => [name, pictureOf(bytes)]));
  const writer = createWriter(pictures);
  const document = new Document({
    styles: {
      default: {
        document: { run: { font: FONT, size: 22 }, paragraph: { spacing: { after: 140, line: 288 } } },
        heading1: {
          run: { size: 34, bold: true, color: '1D1C1D' },
          paragraph: { spacing: { before: 320, after: 160 } },
        },
        heading2: {
          run: { size: 28, bold: true, color: '1D1C1D' },
          paragraph: { spacing: { before: 280, after: 120 } },
        },
        heading3: {
          run: { size: 24, bold: true, color: '1D1C1D' },
          paragraph: { spacing: { before: 240, after: 100 } },
        },
      },
    },
    numbering: {
      config: [
        {
          reference: 'numbers',
          levels: Array.from({ length: DEEPEST_LIST + 1 }, (_, level) => ({
            level,
            format: LevelFormat.DECIMAL,
            text: `%${level + 1}.`,
            alignment: AlignmentType.START,
            style: { paragraph: { indent: { left: 500 * (level + 1), hanging: 360 } } },
          })),
        },
      ],
    },
    sections: [{ children: writer.blocks(lexer(markdown)) }],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

interface Place {
  readonly level: number;
  readonly quote: boolean;
}

const TOP: Place = { level: 0, quote: false };

function createWriter(pictures: ReadonlyMap<string, Picture | undefined>) {
  /** Each numbered list begins at one. */
  let numbered = 0;

  function blocks(tokens: readonly Token[], place: Place = TOP): Block[] {
    return tokens.filter(isBlock).flatMap((token): Block[] => {
      switch (token.type) {
        case 'heading':
          return [
            new Paragraph({
              heading: HEADINGS[token.depth - 1] ?? HeadingLevel.HEADING_6,
              children: inline(token.tokens),
            }),
          ];
        case 'paragraph':
          return [paragraph(inline(token.tokens), place)];
        case 'text':
          return [
            paragraph(
              token.tokens === undefined ? [new TextRun(plain(token.text))] : inline(token.tokens),
              place,
            ),
          ];
        case 'list':
          return list(token, place.level);
        case 'table':
          return [table(token), new Paragraph({})];
        case 'code':
          return codeLines(token.text);
        case 'blockquote':
          return blocks(token.tokens, { ...place, quote: true });
        case 'hr':
          return [new Paragraph({ border: { bottom: { ...LINE, space: 1 } } })];
        case 'html':
          return token.text.trim() === '' ? [] : [paragraph([new TextRun(token.text.trim())], place)];
      }
    });
  }

  function list(token: Tokens.List, level: number): Block[] {
    if (token.ordered) numbered += 1;
    const instance = numbered;
    const deep = Math.min(level, DEEPEST_LIST);
    return token.items.flatMap((item): Block[] => {
      const [first, ...rest] = item.tokens.filter(({ type }) => type !== 'checkbox');
      const words =
        first !== undefined && isBlock(first) && 'tokens' in first ? inline(first.tokens ?? []) : [];
      const box = item.task ? [new TextRun(item.checked === true ? '☑ ' : '☐ ')] : [];
      const bullet = token.ordered
        ? { numbering: { reference: 'numbers', level: deep, instance } }
        : { bullet: { level: deep } };
      const isNested = first !== undefined && first.type === 'list';
      return [
        ...(isNested
          ? []
          : [new Paragraph({ ...bullet, spacing: { after: 60 }, children: [...box, ...words] })]),
        ...blocks(isNested ? [first, ...rest] : rest, { level: level + 1, quote: false }),
      ];
    });
  }

  function table({ header, rows, align }: Tokens.Table): Table {
    const cell = (tokens: readonly Token[], at: number, isHead: boolean): TableCell =>
      new TableCell({
        margins: { top: 60, bottom: 60, left: 100, right: 100 },
        ...(isHead ? { shading: { type: ShadingType.CLEAR, fill: 'EEF1F5' } } : {}),
        children: [
          new Paragraph({
            spacing: { after: 0 },
            alignment: align[at] === 'right' ? AlignmentType.END : AlignmentType.START,
            children: inline(tokens, isHead ? { bold: true } : {}),
          }),
        ],
      });
    return new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      borders: {
        top: LINE,
        bottom: LINE,
        left: LINE,
        right: LINE,
        insideHorizontal: LINE,
        insideVertical: LINE,
      },
      rows: [
        new TableRow({ tableHeader: true, children: header.map(({ tokens }, at) => cell(tokens, at, true)) }),
        ...rows.map(
          (row) =>
            new TableRow({ cantSplit: true, children: row.map(({ tokens }, at) => cell(tokens, at, false)) }),
        ),
      ],
    });
  }

  function inline(tokens: readonly Token[], style: Style = {}): ParagraphChild[] {
    return tokens.filter(isInline).flatMap((token): ParagraphChild[] => {
      switch (token.type) {
        case 'text':
          return token.tokens === undefined
            ? [new TextRun({ ...style, text: plain(token.text) })]
            : inline(token.tokens, style);
        case 'escape':
          return [new TextRun({ ...style, text: plain(token.text) })];
        case 'strong':
          return inline(token.tokens, { ...style, bold: true });
        case 'em':
          return inline(token.tokens, { ...style, italics: true });
        case 'del':
          return inline(token.tokens, { ...style, strike: true });
        case 'codespan':
          return [new TextRun({ ...style, text: plain(token.text), font: CODE_FONT })];
        case 'br':
          return [new TextRun({ break: 1 })];
        case 'link':
          return /^https?:/iu.test(token.href)
            ? [
                new ExternalHyperlink({
                  link: token.href,
                  children: inline(token.tokens, { ...style, style: 'Hyperlink' }),
                }),
              ]
            : inline(token.tokens, style);
        case 'image':
          return [image(token)];
        case 'html':
          return [new TextRun({ ...style, text: token.text })];
      }
    });
  }

  /** A picture of the task, as wide as the page at most; of any other its words. */
  function image({ href, text }: Tokens.Image): ParagraphChild {
    const picture = pictures.get(decodeURI(href));
    if (picture === undefined) return new TextRun({ text: `[${text || href}]`, italics: true });
    const scale = Math.min(1, PAGE_PX / picture.width);
    return new ImageRun({
      type: picture.type,
      data: picture.bytes,
      transformation: {
        width: Math.round(picture.width * scale),
        height: Math.round(picture.height * scale),
      },
      altText: { name: text, description: text, title: text },
    });
  }

  return { blocks };
}

function paragraph(children: ParagraphChild[], { level, quote }: Place): Paragraph {
  return new Paragraph({
    children,
    ...(level > 0 ? { indent: { left: 500 * level } } : {}),
    ...(quote ? { indent: { left: 400 }, border: { left: { ...LINE, size: 18, space: 10 } } } : {}),
  });
}

function codeLines(text: string): Paragraph[] {
  const lines = text.split('\n');
  return lines.map(
    (line, at) =>
      new Paragraph({
        spacing: { after: at === lines.length - 1 ? 140 : 0, line: 250 },
        shading: { type: ShadingType.CLEAR, fill: 'F6F8FA' },
        children: [new TextRun({ text: line, font: CODE_FONT, size: 19 })],
      }),
  );
}

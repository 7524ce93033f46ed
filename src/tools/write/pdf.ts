// Markdown as a PDF of A4 pages: headings, lists, tables, code, links and pictures of the task, in English and Chinese.
import { lexer, type Token, type Tokens } from 'marked';
import pdfmake from 'pdfmake';
import type { Content, ContentTable, ContentText, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { readFile } from 'node:fs/promises';
import decompress from 'woff2-encoder/decompress';
import { isBlock, isInline, plain } from './markdown-tokens.ts';
import { pictureOf, type Picture } from './picture.ts';

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Style = Partial<Pick<ContentText, 'bold' | 'italics' | 'decoration' | 'color' | 'background' | 'link'>>;

type Words = Style & { readonly text: string };

const FONT = 'Noto Sans SC';
const SIZES = [20, 16, 13.5, 12, 11, 11];
const LINE = '#d0d5db';
/** Between the margins of A4, in points. */
const PAGE_POINTS = 483;
const PAGE_HEIGHT = 650;
/** A cell with more letters in a row than a narrow column holds is broken by hand: pdfmake would run over the edge. */
const LONGEST_WORD = 30;
const SHORT_CHARS = 1_200;

let fonts: Promise<void> | undefined;

/** Once a thread: unpacking them takes longer than most documents. */
function loadFonts(): Promise<void> {
  fonts ??= (async () => {
    for (const weight of [400, 600]) {
      const packed = await readFile(new URL(`../chart/fonts/noto-sans-sc-${weight}.woff2`, import.meta.url));
      pdfmake.virtualfs.writeFileSync(`${weight}.ttf`, Buffer.from(await decompress(packed)));
    }
    pdfmake.setFonts({
      [FONT]: { normal: '400.ttf', bold: '600.ttf', italics: '400.ttf', bolditalics: '600.ttf' },
    });
    // Whatever a document says: no address is asked and no file of the machine is read.
    pdfmake.setUrlAccessPolicy(() => false);
    pdfmake.setLocalAccessPolicy(() => false);
  })();
  return fonts;
}

export async function toPdf(markdown: string, images: readonly NamedBytes[]): Promise<Uint8Array> {
  await loadFonts();
  const pictures = new Map(images.map(({ name, bytes }) => [name, pictureOf(bytes)]));
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: [56, 60, 56, 60],
    content: blocks(lexer(markdown), pictures),
    defaultStyle: { font: FONT, fontSize: 10.5, lineHeight: 1.35, color: '#1d1c1d' },
    footer: (page, pages) => ({
      text: `${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
      color: '#6b7280',
      margin: [0, 20, 0, 0],
    }),
  };
  return new Uint8Array(await pdfmake.createPdf(definition).getBuffer());
}

type Pictures = ReadonlyMap<string, Picture | undefined>;

function blocks(tokens: readonly Token[], pictures: Pictures): Content[] {
  return tokens.filter(isBlock).flatMap((token): Content[] => {
    switch (token.type) {
      case 'heading':
        return [
          {
            text: inline(token.tokens),
            fontSize: SIZES[token.depth - 1] ?? 11,
            bold: true,
            lineHeight: 1.2,
            margin: [0, token.depth === 1 ? 4 : 12, 0, 6],
            headlineLevel: token.depth,
          },
        ];
      case 'paragraph':
        return paragraph(token.tokens, pictures);
      case 'text':
        return [
          {
            text: token.tokens === undefined ? plain(token.text) : inline(token.tokens),
            margin: [0, 0, 0, 6],
          },
        ];
      case 'list':
        return [list(token, pictures)];
      case 'table':
        return [table(token)];
      case 'code':
        return [
          boxed(
            { text: indented(token.text), fontSize: 9 },
            {
              fillColor: '#f6f8fa',
              isShort: token.text.length < SHORT_CHARS,
            },
          ),
        ];
      case 'blockquote':
        return [
          boxed(
            { stack: blocks(token.tokens, pictures) },
            {
              fillColor: '#f9fafb',
              isShort: token.text.length < SHORT_CHARS,
            },
          ),
        ];
      case 'hr':
        return [
          {
            canvas: [{ type: 'line', x1: 0, y1: 0, x2: PAGE_POINTS, y2: 0, lineColor: LINE }],
            margin: [0, 6, 0, 10],
          },
        ];
      case 'html':
        return token.text.trim() === '' ? [] : [{ text: token.text.trim(), margin: [0, 0, 0, 6] }];
    }
  });
}

/** A picture stands on a line of its own, between the words before and after it. */
function paragraph(tokens: readonly Token[], pictures: Pictures): Content[] {
  const parts: Content[] = [];
  let words: Token[] = [];
  const endWords = (): void => {
    if (words.length > 0) parts.push({ text: inline(words), margin: [0, 0, 0, 7] });
    words = [];
  };
  for (const token of tokens) {
    const picture =
      isInline(token) && token.type === 'image' ? pictures.get(decodeURI(token.href)) : undefined;
    if (picture === undefined || picture.type === 'gif') {
      words.push(token);
      continue;
    }
    endWords();
    const mime = picture.type === 'png' ? 'png' : 'jpeg';
    parts.push({
      image: `data:image/${mime};base64,${Buffer.from(picture.bytes).toString('base64')}`,
      // As a screen shows it: 96 dots to the inch.
      fit: [Math.min(PAGE_POINTS, picture.width * 0.75), Math.min(PAGE_HEIGHT, picture.height * 0.75)],
      margin: [0, 4, 0, 8],
    });
  }
  endWords();
  return parts;
}

function list({ items, ordered, start }: Tokens.List, pictures: Pictures): Content {
  const entries = items.map((item): Content => {
    const box = item.task ? (item.checked === true ? '[x] ' : '[  ] ') : '';
    const stack = blocks(
      item.tokens.filter(({ type }) => type !== 'checkbox'),
      pictures,
    );
    return { stack: box === '' ? stack : [{ columns: [{ width: 20, text: box }, { stack }] }] };
  });
  const from = typeof start === 'number' ? start : 1;
  return ordered ? { ol: entries, start: from, margin: [0, 0, 0, 4] } : { ul: entries, margin: [0, 0, 0, 4] };
}

function table({ header, rows, align }: Tokens.Table): ContentTable {
  const cell = (tokens: readonly Token[], at: number, isHead: boolean) => ({
    text: inline(tokens, isHead ? { bold: true } : {}).map(broken),
    fontSize: 9.5,
    lineHeight: 1.2,
    alignment: align[at] ?? ('left' as const),
    ...(isHead ? { fillColor: '#eef1f5' } : {}),
  });
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: header.map(() => (header.length > 5 ? '*' : 'auto')),
      body: [
        header.map(({ tokens }, at) => cell(tokens, at, true)),
        ...rows.map((row) => row.map(({ tokens }, at) => cell(tokens, at, false))),
      ],
    },
    layout: {
      hLineColor: () => LINE,
      vLineColor: () => LINE,
      hLineWidth: () => 0.6,
      vLineWidth: () => 0.6,
      paddingTop: () => 4,
      paddingBottom: () => 3,
    },
    margin: [0, 4, 0, 10],
  };
}

/** What is short stays on one page. */
function boxed(
  content: Content,
  { fillColor, isShort }: { fillColor: string; isShort: boolean },
): ContentTable {
  return {
    table: { widths: ['*'], body: [[content]], dontBreakRows: isShort },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (at) => (at === 0 ? 2 : 0),
      vLineColor: () => LINE,
      fillColor: () => fillColor,
      paddingLeft: () => 8,
      paddingTop: () => 5,
      paddingBottom: () => 4,
    },
    margin: [0, 2, 0, 8],
  };
}

function inline(tokens: readonly Token[], style: Style = {}): Words[] {
  const words = (text: string, more: Style = {}): Words[] => [{ ...style, ...more, text: plain(text) }];
  return tokens.filter(isInline).flatMap((token): Words[] => {
    switch (token.type) {
      case 'text':
        return token.tokens === undefined ? words(token.text) : inline(token.tokens, style);
      case 'escape':
      case 'html':
        return words(token.text);
      case 'strong':
        return inline(token.tokens, { ...style, bold: true });
      case 'em':
        return inline(token.tokens, { ...style, italics: true });
      case 'del':
        return inline(token.tokens, { ...style, decoration: 'lineThrough' });
      case 'codespan':
        return words(token.text, { background: '#f0f2f5' });
      case 'br':
        return [{ text: '\n' }];
      case 'link':
        return inline(token.tokens, {
          ...style,
          ...(/^https?:/iu.test(token.href)
            ? { link: token.href, color: '#1264a3', decoration: 'underline' }
            : {}),
        });
      case 'image':
        return words(`[${token.text || token.href}]`, { italics: true });
    }
  });
}

/** Spaces at the beginning of a line would be dropped. */
function indented(text: string): string {
  return text.replaceAll(/^[ \t]+/gmu, (spaces) => '\u00a0'.repeat(spaces.replaceAll('\t', '    ').length));
}

function broken({ text, ...style }: Words): Words {
  const longest = new RegExp(`[\\x21-\\x7e]{${LONGEST_WORD}}`, 'gu');
  return { ...style, text: text.replaceAll(longest, (word) => `${word}\u200b`) };
}

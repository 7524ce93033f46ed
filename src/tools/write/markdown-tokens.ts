// Markdown as a document takes it: the blocks and the words within them that have a place on a page.
import type { MarkedToken, Token } from 'marked';

/** marked writes what means something in HTML as it stands in HTML. */
export function plain(text: string): string {
  const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/gu, (whole, name: string) => signs[name] ?? whole);
}

const BLOCKS = ['heading', 'paragraph', 'text', 'list', 'table', 'code', 'blockquote', 'hr', 'html'] as const;
const INLINES = ['text', 'escape', 'strong', 'em', 'del', 'codespan', 'br', 'link', 'image', 'html'] as const;
type BlockToken = Extract<MarkedToken, { type: (typeof BLOCKS)[number] }>;
type InlineToken = Extract<MarkedToken, { type: (typeof INLINES)[number] }>;

/** Others have no place there, or nothing to show. */
export function isBlock(token: Token): token is BlockToken {
  return BLOCKS.some((type) => type === token.type);
}

export function isInline(token: Token): token is InlineToken {
  return INLINES.some((type) => type === token.type);
}

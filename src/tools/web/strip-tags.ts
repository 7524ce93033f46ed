// The words of a page that is too tangled for more: one pass over it, so that its length alone bounds the time.

const UNSEEN: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'template', 'svg', 'title']);
const INLINE = /^\/?(?:a|abbr|b|code|em|font|i|small|span|strong|sub|sup|u)$/;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

export function stripTags(html: string): string {
  const parts: string[] = [];
  let unseen: string | undefined;
  for (const [at, piece] of html.split('<').entries()) {
    const end = piece.indexOf('>');
    if (at === 0 || end === -1) continue;
    const tag = (/^\/?[a-z][a-z0-9]*/i.exec(piece.slice(0, 20))?.[0] ?? '').toLowerCase();
    if (unseen !== undefined) {
      if (tag === `/${unseen}`) unseen = undefined;
      continue;
    }
    if (UNSEEN.has(tag)) unseen = tag;
    else parts.push(INLINE.test(tag) ? '' : '\n', piece.slice(end + 1).replace(/\s+/g, ' '));
  }
  return parts
    .join('')
    .replace(/&(#\d{1,6}|[a-z]{2,4});/gi, (whole, name: string) => toCharacter(name) ?? whole)
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

function toCharacter(name: string): string | undefined {
  if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
  return ENTITIES[name.toLowerCase()];
}

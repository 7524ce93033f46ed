// A book: its chapters in reading order.
import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { unread, type DocumentPage, type DocumentRead } from './document.ts';
import { toMarkdown, toSections } from './markdown.ts';
import { elementsOf } from './xml.ts';

export function readEpub(archive: Archive): DocumentRead {
  const container = archive.read('META-INF/container.xml');
  const packagePath =
    container === undefined ? undefined : elementsOf(container, 'rootfile')[0]?.['full-path'];
  const book = packagePath === undefined ? undefined : archive.read(packagePath);
  if (packagePath === undefined || book === undefined)
    return unread('broken', 'It is broken: the list of its chapters is missing.');

  const paths = new Map(
    elementsOf(book, 'item').map((item) => [
      item['id'] ?? '',
      posix.join(posix.dirname(packagePath), decoded(item['href'] ?? '')),
    ]),
  );
  const chapters = elementsOf(book, 'itemref').flatMap((item) => paths.get(item['idref'] ?? '') ?? []);
  const locked = lockedIn(archive);
  if (chapters.some((path) => locked.has(path)))
    return unread('encrypted', 'It is locked by its seller (DRM) and cannot be read.');

  const pages = chapters.flatMap((path, index): readonly DocumentPage[] => {
    const bytes = archive.read(path);
    if (bytes === undefined) return [];
    const html = new TextDecoder().decode(bytes).replace(/^[\s\S]*?<body/iu, '<body');
    const sections = toSections(toMarkdown(html));
    return sections.map(({ place, text }, part) => ({
      place: `chapter ${index + 1}${/ \(.*\)$/u.exec(place)?.[0] ?? ''}${part === 0 ? '' : `, part ${part + 1}`}`,
      text,
    }));
  });
  return pages.length === 0 ? unread('empty', 'It has no text.') : { kind: 'pages', pages };
}

/** Publishers scramble fonts as well, which does not lock the text. */
function lockedIn(archive: Archive): ReadonlySet<string> {
  const list = archive.read('META-INF/encryption.xml');
  if (list === undefined) return new Set();
  return new Set(elementsOf(list, 'CipherReference').map((reference) => decoded(reference['URI'] ?? '')));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A percent sign that means itself.
  }
}

// The pictures in an office file that are worth a look: pages without text, behind those that have some.
import { createHash } from 'node:crypto';
import type { Archive } from './archive.ts';
import { unread, type DocumentPage, type DocumentRead } from './document.ts';
import { pictureSize } from './picture-size.ts';
import { pictureTypeOf } from './picture.ts';

/** A deck can hold hundreds, and each is some thousand tokens. */
const MOST_PICTURES = 12;
const MOST_LOOKED_AT = 100;
/** Smaller ones are logos, bullets and lines. */
const SHORTEST_SIDE = 120;

/** In the order of their names, which is mostly that of the text. `placeOf` knows what a picture stands on, where the file says so. */
export function picturesIn(
  archive: Archive,
  folder: RegExp,
  placeOf: (path: string) => string | undefined = () => undefined,
): readonly DocumentPage[] {
  const seen = new Set<string>();
  const paths = archive.paths
    .filter((path) => folder.test(path))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .slice(0, MOST_LOOKED_AT)
    .filter((path) => isWorthALook(archive, path, seen))
    .slice(0, MOST_PICTURES);
  return paths.map((picture, at) => ({
    place: [`picture ${at + 1}`, placeOf(picture)].filter((part) => part !== undefined).join(' '),
    text: '',
    picture,
  }));
}

/** Once, whatever it is named: a logo in a template lies there ten times. */
function isWorthALook(archive: Archive, path: string, seen: Set<string>): boolean {
  const bytes = readable(archive, path);
  if (bytes === undefined || pictureTypeOf(bytes) === undefined) return false;
  const size = pictureSize(bytes);
  if (size === undefined || Math.min(size.width, size.height) < SHORTEST_SIDE) return false;
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (seen.has(hash)) return false;
  seen.add(hash);
  return true;
}

/** A picture that is not what the list says is none to look at; the text is read all the same. */
function readable(archive: Archive, path: string): Uint8Array | undefined {
  try {
    return archive.read(path);
  } catch {
    return undefined;
  }
}

/** A page without text that stands before a picture is what the picture stands on. */
export function withPictures(
  pages: readonly DocumentPage[],
  pictures: readonly DocumentPage[],
  ifEmpty: string,
): DocumentRead {
  const written = pages.filter(({ text }) => text.trim() !== '');
  if (written.length === 0 && pictures.length === 0) return unread('empty', ifEmpty);
  return { kind: 'pages', pages: [...(pictures.length === 0 ? pages : written), ...pictures] };
}

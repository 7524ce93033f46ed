// Pages that have no text, shown as pictures where the reader sees; where it does not, that is said.
import type { ReadablePage } from '../../agent/reading/form.ts';
import type { WantedPicture } from '../../tools/files/picture.ts';
import type { FoundPictures } from '../../tools/files/pictures-of.ts';

export interface PageOfFile extends ReadablePage {
  /** Where it is drawn from; absent for what is no page of anything. */
  readonly wanted?: WantedPicture;
}

type Pictured =
  | { readonly kind: 'pages'; readonly pages: readonly ReadablePage[] }
  | { readonly kind: 'unread'; readonly why: string; readonly reason: string };

type Draw = (
  wanted: readonly WantedPicture[],
) => Promise<FoundPictures | { readonly kind: 'failed'; readonly reason: string }> | undefined;

/** A longer scan is a book: it costs as much as sixty letters. */
const MOST_PICTURES = 40;

export async function pictured(pages: readonly PageOfFile[], draw: Draw): Promise<Pictured> {
  const blank = pages.filter(({ text, wanted }) => text.trim() === '' && wanted !== undefined);
  const isScan = pages.every(({ text }) => text.trim() === '');
  if (blank.length === 0) return isScan ? unread('empty', 'It has no text.') : { kind: 'pages', pages };
  if (blank.length > MOST_PICTURES && isScan)
    return unread(
      'too-large',
      `It is a scan of ${blank.length} pages; at most ${MOST_PICTURES} are looked at. Ask for a version with text.`,
    );
  const wanted = blank.slice(0, MOST_PICTURES).flatMap((page) => page.wanted ?? []);
  const drawn = await draw(wanted);
  if (drawn === undefined)
    return isScan
      ? unread(
          'picture',
          'It has no text, only pictures, and the model that reads cannot see them. Ask for a version with text.',
        )
      : { kind: 'pages', pages };
  if (drawn.kind === 'failed') return isScan ? unread('unknown', drawn.reason) : { kind: 'pages', pages };
  const pictures = new Map(
    blank.flatMap((page, at) => {
      const picture = drawn.pictures[at];
      return picture?.kind === 'drawn'
        ? [[page, Buffer.from(picture.bytes).toString('base64')] as const]
        : [];
    }),
  );
  const [first] = drawn.pictures;
  if (isScan && pictures.size === 0)
    return unread(
      'broken',
      first?.kind === 'failed' ? `It cannot be shown: ${first.reason}.` : 'It cannot be shown.',
    );
  return { kind: 'pages', pages: pages.map((page) => withPicture(page, pictures.get(page))) };
}

function withPicture(page: PageOfFile, base64: string | undefined): ReadablePage {
  const { ref, place, text } = page;
  return {
    ref,
    place,
    text,
    ...(base64 === undefined ? {} : { picture: { mediaType: 'image/jpeg', base64 } }),
  };
}

function unread(why: string, reason: string): Extract<Pictured, { kind: 'unread' }> {
  return { kind: 'unread', why, reason };
}

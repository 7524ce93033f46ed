// Where a page of a whole file stands in the one packed file that it is of: pages are numbered over all of it.
import type { DocumentPage } from './document.ts';
import type { WantedPicture } from './picture.ts';

export function pageOfPart(pages: readonly DocumentPage[], number: number): WantedPicture {
  const { part, picture } = pages[number - 1] ?? {};
  if (picture !== undefined) return { ...(part === undefined ? {} : { part }), picture, page: 1 };
  if (part === undefined) return { page: number };
  return { part, page: pages.slice(0, number).filter((page) => page.part === part).length };
}

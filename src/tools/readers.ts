// What reads files and pages, once for all tools and for the lanes: their threads and turns are shared.
import type { Clock } from '../base/clock.ts';
import type { Egress } from '../guard/egress.ts';
import type { TaskFileStore } from '../task/file-store.ts';
import { createOpenAny } from './files/open-kept.ts';
import {
  createOpenDocument,
  type MadeTables,
  type OpenDocument,
  type OpenShared,
} from './files/open-document.ts';
import { createDrawPictures, createPicturesOf, type PicturesOf } from './files/pictures-of.ts';
import { createReadDocument } from './files/read-document.ts';
import type { FileShelf } from './files/shelf.ts';
import { createFetchText, type FetchText } from './web/fetch-text.ts';
import { createReadWebPage } from './web/read-page.ts';

interface Shelves {
  readonly files: FileShelf;
  readonly taskFiles: TaskFileStore;
}

export interface Readers {
  readonly fetchText: FetchText;
  /** Opens what stands on these shelves. */
  openFrom(shelves: Shelves): OpenDocument;
  /** Opens what was shared in a channel. */
  openShared(files: FileShelf): OpenShared;
  /** Undefined where the model sees no pictures. */
  readonly picturesFrom: ((shelves: Shelves) => PicturesOf) | undefined;
}

interface ReadersDeps {
  readonly clock: Clock;
  readonly tables: MadeTables;
  readonly egress: Egress;
}

/** For a model that is shown pictures, and for one that is not. */
export type ReadersFor = (sight: { readonly sees: boolean }) => Readers;

export function createReaders({ clock, tables, egress }: ReadersDeps): ReadersFor {
  const readDocument = createReadDocument({ clock });
  const draw = createDrawPictures({ clock });
  const readPage = createReadWebPage({ clock, readDocument, draw });
  const fetchText = createFetchText({ egress, readPage, clock });
  return ({ sees }) => ({
    fetchText: (address, options) => fetchText(address, { ...options, sees }),
    picturesFrom: sees
      ? ({ files, taskFiles }) => createPicturesOf({ shelf: files, taskFiles, draw })
      : undefined,
    openShared: (shelf) => createOpenDocument({ shelf, readDocument, tables }),
    openFrom: ({ files, taskFiles }) =>
      createOpenAny({
        openShared: createOpenDocument({ shelf: files, readDocument, tables }),
        taskFiles,
        readDocument,
      }),
  });
}

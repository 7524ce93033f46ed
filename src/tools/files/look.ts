// Pages without text that a model is to look at: drawn, kept with the task, and named in the answer.
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { ToolContext } from '../../agent/tool.ts';
import type { PictureStore } from '../../task/picture-store.ts';
import type { PicturesOf } from './pictures-of.ts';
import { toFileId } from './open-document.ts';
import type { WantedPicture } from './picture.ts';

export interface LookedAt {
  /** Ids of the pictures that are kept. */
  readonly pictures: readonly string[];
  /** What could not be drawn, by the reference of its page. */
  readonly failed: ReadonlyMap<string, string>;
}

export interface PageToLookAt extends WantedPicture {
  /** As the page is cited: `f:F0SCAN#p3`. */
  readonly ref: string;
}

/** Undefined where the model does not see. */
export type Look =
  | ((file: string, pages: readonly PageToLookAt[], context: ToolContext) => Promise<LookedAt>)
  | undefined;

interface LookDeps {
  readonly picturesOf: PicturesOf;
  readonly pictures: PictureStore;
  readonly clock: Clock;
}

export function createLook({ picturesOf, pictures, clock }: LookDeps): NonNullable<Look> {
  return async function look(file, pages, context) {
    const found = await picturesOf(file, pages, context);
    if (found.kind === 'failed')
      return { pictures: [], failed: new Map(pages.map(({ ref }) => [ref, found.reason])) };
    const fileId = toFileId(file);
    const drawn = pages.map(({ ref }, at) => ({ ref, picture: found.pictures[at] }));
    const kept = drawn.flatMap(({ ref, picture }) =>
      picture?.kind === 'drawn' ? [{ id: idOf(ref, picture.bytes), bytes: picture.bytes }] : [],
    );
    const { id: taskId, teamId } = context.task;
    await pictures.save(
      taskId,
      kept.map((one) => ({ ...one, teamId, ...(fileId === undefined ? {} : { fileId }) })),
      clock.now(),
    );
    return {
      pictures: kept.map(({ id }) => id),
      failed: new Map(
        drawn.flatMap(({ ref, picture }) =>
          picture?.kind === 'failed' ? [[ref, picture.reason] as const] : [],
        ),
      ),
    };
  };
}

/** The same page of the same content has the same id, and so is the same bytes in each request. */
function idOf(ref: string, bytes: Uint8Array): string {
  return `${ref}@${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
}

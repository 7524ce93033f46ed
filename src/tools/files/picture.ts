// Pictures of pages and files as a model is shown them: what both sides of the worker know.
import { z } from 'zod';

/** The files that are pictures, by their first bytes. */
export function pictureTypeOf(bytes: Uint8Array): 'png' | 'jpeg' | 'gif' | 'webp' | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\u0089PNG\r\n\u001a\n')) return 'png';
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'jpeg';
  if (head.startsWith('GIF8')) return 'gif';
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'webp' : undefined;
}

/**
 * A page to draw: its number from 1 in the file, or in the `part` of it when that is an archive or a mail; or what lies
 * under `picture` in an office file.
 */
export const WantedPicture = z.object({
  part: z.string().optional(),
  picture: z.string().optional(),
  page: z.number(),
});
export type WantedPicture = Readonly<z.infer<typeof WantedPicture>>;

export const DrawWork = z.object({ bytes: z.instanceof(Uint8Array), wanted: z.array(WantedPicture) });

export const DrawnPictures = z.array(
  z.union([
    z.object({ kind: z.literal('drawn'), bytes: z.instanceof(Uint8Array) }),
    z.object({ kind: z.literal('failed'), reason: z.string() }),
  ]),
);
/** In the order of what was wanted; each a JPEG. */
export type DrawnPictures = Readonly<z.infer<typeof DrawnPictures>>;

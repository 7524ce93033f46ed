// A page as it came, and as it goes on: what both sides of the worker know, without the parsers that only one needs.
import { z } from 'zod';

export interface PageBytes {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly url: string;
}

export const PageTextSchema = z.object({ title: z.string(), markdown: z.string() });
export type PageText = z.infer<typeof PageTextSchema>;

/** The charset that a content type names. */
export function charsetOf(contentType: string): string | undefined {
  return /charset\s*=\s*["']?([\w-]+)/i.exec(contentType)?.[1];
}

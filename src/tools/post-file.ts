// A text made here, given to people as a file in the task's own thread: once, even when the answer to it is lost.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
import type { PostOnce } from './files/post-once.ts';

const MAX_CONTENT_CHARS = 1_000_000;
const ENDINGS = ['.md', '.csv', '.tsv', '.txt', '.json'];

export function createPostFile({ postOnce }: { readonly postOnce: PostOnce }): Tool {
  return defineTool({
    name: 'post_file',
    description:
      'Post a text file into this thread, for a result that is too long or too wide for a message: a table as .csv, a report ' +
      `as .md, data as .json, anything else as .txt. People see it at once. Example: {"name": "offers.csv", "content": "Vendor,Price\\nA,4180\\n"}.`,
    effect: 'seen',
    input: z.object({
      name: z
        .string()
        .min(1)
        .describe(`The name with its ending: ${ENDINGS.join(', ')}`),
      content: z.string().min(1).max(MAX_CONTENT_CHARS).describe('The whole text of the file'),
      title: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('What people read above it; without it, its name'),
    }),
    says: ({ name }) => `Posting ${toSafeName(name) ?? name.slice(0, 100)}`,

    async run({ name: written, content, title }, context) {
      const name = toSafeName(written);
      if (name === undefined)
        return { text: `The name must end in one of ${ENDINGS.join(', ')}.`, failed: true };
      if (name.endsWith('.json') && !isJson(content))
        return { text: 'The content is not valid JSON. Nothing was posted.', failed: true };
      return postOnce.post({ name, title, bytes: new TextEncoder().encode(content) }, context);
    },

    settle: (key, context) => postOnce.settle(key, context),
    undo: (key) => postOnce.undo(key),
  });
}

/** A bare name: no folders, nothing invisible, an ending that says what it is. */
function toSafeName(written: string): string | undefined {
  const base = written.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = base
    .replace(/[\p{C}<>:"|?*`]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
  const dot = plain.lastIndexOf('.');
  const ending = dot < 1 ? '' : plain.slice(dot).toLowerCase();
  if (!ENDINGS.includes(ending)) return undefined;
  return `${plain.slice(0, dot).trim().slice(0, 120)}${ending}`;
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}

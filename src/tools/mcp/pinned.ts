// A server's tools as they were taken on: what of them is offered, and what has changed since and waits.
import { z } from 'zod';
import type { PinnedTool } from '../../guard/tool-pin-store.ts';
import type { McpServer } from './servers.ts';

/** A tool as its server describes it: names, words and schema are the server's, and not to be believed. */
export const ListedTool = z.object({
  name: z.string().min(1).max(200),
  description: z.string().max(20_000).default(''),
  inputSchema: z.record(z.string(), z.unknown()).refine((schema) => JSON.stringify(schema).length <= 100_000),
  execution: z.object({ taskSupport: z.string().optional() }).optional(),
});
export type ListedTool = z.infer<typeof ListedTool>;

/** Each request carries all of them: so much of one server, in the order of their names. */
const OFFERED_CHARS = 120_000;

/** What is there, and says what it said when it was taken on. */
export function offeredOf({ tools }: McpServer, pinned: readonly PinnedTool[]): readonly ListedTool[] {
  let chars = 0;
  return pinned
    .filter(({ isListed, changed }) => isListed && changed === undefined)
    .filter(({ name }) => tools === undefined || tools.includes(name))
    .flatMap(({ listed }) => toListed(listed))
    .filter((tool) => (chars += JSON.stringify(tool).length) <= OFFERED_CHARS);
}

/** What it says now, where that is something else. */
export function changedOf(
  pinned: readonly PinnedTool[],
): readonly { readonly sha256: string; readonly listed: ListedTool }[] {
  return pinned.flatMap(({ changed }) =>
    changed === undefined
      ? []
      : toListed(changed.listed).map((listed) => ({ sha256: changed.sha256, listed })),
  );
}

function toListed(kept: unknown): readonly ListedTool[] {
  return z.array(ListedTool).catch([]).parse([kept]);
}

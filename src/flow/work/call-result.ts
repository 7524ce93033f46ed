// What a tool call came to, as the row that the model reads; and what a call is told about the task it belongs to.
import { z } from 'zod';
import type { ResultEntry } from '../../agent/entry.ts';
import type { ToolContext, ToolOutcome, ToolTask } from '../../agent/tool.ts';
import type { Database } from '../../db/pool.ts';
import type { Confirm } from '../../job/fence.ts';
import type { Task } from '../../task/store.ts';
import { findingsIn } from './disagreements.ts';
import { shownText } from './plan.ts';
import { isAgreed } from './start-check.ts';
import { createSeenSources } from './seen-sources.ts';
import type { Situation } from '../situation.ts';

export function toResult(
  call: { readonly id: string; readonly name: string },
  { text, failed, sources, pictures = [], findings = [] }: ToolOutcome,
): ResultEntry {
  return {
    kind: 'result',
    callId: call.id,
    tool: call.name,
    text,
    isFailed: failed === true,
    sources: [...(sources ?? [])],
    ...(pictures.length === 0 ? {} : { pictures: [...pictures] }),
    ...(findings.length === 0 ? {} : { findings: [...findings] }),
  };
}

/** An outcome as the ledger kept it. */
export const KeptOutcome = z
  .object({
    text: z.string(),
    failed: z.boolean().optional(),
    sources: z.array(z.object({ ref: z.string(), label: z.string(), url: z.string().optional() })).optional(),
  })
  .transform(({ text, failed, sources }): ToolOutcome => ({
    text,
    ...(failed === undefined ? {} : { failed }),
    ...(sources === undefined
      ? {}
      : {
          sources: sources.map(({ ref, label, url }) => ({
            ref,
            label,
            ...(url === undefined ? {} : { url }),
          })),
        }),
  }));

/** How a call is made: until when, and who may make it. */
export interface CallRun {
  readonly callId: string;
  readonly signal: AbortSignal;
  readonly confirm: Confirm;
}

/** A tool acts for the owner of the task, and reads as they would. */
export function toToolTask({ id, teamId, channelId, threadTs, ownerId }: Task): ToolTask {
  return { id, teamId, channelId, threadTs, requesterId: ownerId };
}

export function toToolContext(
  { task, entries }: Situation,
  { callId, signal, confirm }: CallRun,
  database: Database,
): ToolContext {
  let seen: ReturnType<typeof createSeenSources> | undefined;
  return {
    task: toToolTask(task),
    callId,
    signal,
    confirm: () => database.transact(confirm),
    findings: () => findingsIn(entries),
    isAgreed: isAgreed(entries, callId),
    sourceOf: (ref) => (seen ??= createSeenSources(entries, task.id)).get(ref),
    wasShown: (words) => entries.some(({ entry }) => shownText(entry).includes(words)),
  };
}

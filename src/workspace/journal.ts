// What lets a workspace outlive its process: one line of JSON for each change, written before it is answered.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Log } from '../base/log.ts';
import { parseJson } from './http.ts';
import {
  Channel,
  Execution,
  Message,
  PendingEvent,
  Person,
  Prompts,
  Scheduled,
  Session,
  StoredFile,
  UserGroup,
  View,
  type Change,
} from './model.ts';
import type { State } from './state.ts';

const Line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message_posted'), message: Message }),
  z.object({ kind: z.literal('message_deleted'), previous: Message }),
  z.object({ kind: z.literal('channel_changed'), channel: Channel }),
  z.object({ kind: z.literal('person_put'), person: Person }),
  z.object({ kind: z.literal('user_group_put'), group: UserGroup }),
  z.object({ kind: z.enum(['file_put', 'file_deleted']), file: StoredFile }),
  z.object({ kind: z.literal('execution_put'), execution: Execution }),
  z.object({ kind: z.literal('prompts_set'), prompts: Prompts }),
  z.object({ kind: z.enum(['scheduled', 'unscheduled']), scheduled: Scheduled }),
  z.object({ kind: z.literal('session_changed'), session: Session }),
  z.object({ kind: z.literal('view_put'), view: View }),
  z.object({ kind: z.literal('event_pending'), event: PendingEvent }),
  z.object({ kind: z.literal('event_settled'), eventId: z.string() }),
]);

interface JournalDeps {
  readonly state: State;
  readonly log: Log;
  /** Fills the state when there is no file yet. */
  readonly plant: () => void;
}

/**
 * Reads `file` into the state, writes it anew without what is over, and appends each later change to it.
 *
 * Contract: a change is in the file before any API call or page request that made it is answered; a line
 * that a dying process left half written is left out, and what stands before it is kept.
 */
export function openJournal(file: string, { state, log, plant }: JournalDeps): void {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) for (const change of readChanges(readFileSync(file, 'utf8'), log)) state.take(change);
  else plant();

  compact(file, state.snapshot());
  state.subscribe((change) => {
    const line = toLine(change);
    if (line !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
  });
}

function readChanges(text: string, log: Log): Change[] {
  const changes: Change[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = Line.safeParse(parseJson(line));
    if (parsed.success) changes.push(parsed.data);
    else
      log.warn(
        { characters: line.length },
        'A line of the workspace journal was cut off or is unknown; left out',
      );
  }
  return changes;
}

/** Written beside and moved over, so that a kill in the middle leaves the old file whole. */
function compact(file: string, changes: readonly Change[]): void {
  const beside = `${file}.new`;
  writeFileSync(beside, changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
  renameSync(beside, file);
}

/** Only what is now: the newest state of a message, the members of a channel; what leaves nothing behind is not written. */
function toLine(change: Change): Change | undefined {
  switch (change.kind) {
    case 'channel_renamed':
    case 'channel_created':
    case 'channel_archived':
    case 'channel_unarchived':
    case 'member_joined':
    case 'member_left':
      return { kind: 'channel_changed', channel: change.channel };
    case 'person_changed':
      return { kind: 'person_put', person: change.person };
    case 'message_changed':
      return { kind: 'message_posted', message: change.message };
    case 'ephemeral_posted':
    case 'reaction_added':
    case 'reaction_removed':
    case 'session_stopped':
    case 'home_opened':
    case 'tokens_revoked':
    case 'app_uninstalled':
      return undefined;
    case 'execution_started':
      return { kind: 'execution_put', execution: change.execution };
    case 'message_posted':
    case 'message_deleted':
    case 'channel_changed':
    case 'person_put':
    case 'user_group_put':
    case 'file_put':
    case 'file_deleted':
    case 'execution_put':
    case 'prompts_set':
    case 'scheduled':
    case 'unscheduled':
    case 'session_changed':
    case 'view_put':
    case 'event_pending':
    case 'event_settled':
      return change;
  }
}

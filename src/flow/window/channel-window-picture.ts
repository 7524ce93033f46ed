// A picture of what the model would read of a channel now: part by part, with how much of it was sent before.
import { headOf } from '../../agent/context.ts';
import { SYSTEM_PROMPT } from '../../agent/prompts/system.ts';
import { estimateTokens } from '../../agent/tokens.ts';
import type { Database } from '../../db/pool.ts';
import { createRuleStore } from '../../history/constraint-store.ts';
import type { ChannelRef } from '../../history/store.ts';
import { findEvidence } from './channel-window-evidence.ts';
import { rulesBlock } from './channel-window-rules.ts';
import { createWindowStore } from './channel-window-store.ts';
import { openWindow } from './channel-window.ts';
import { lastHeadIn } from './last-head-store.ts';
import { headingOf, MOST_RULES } from './open-transcript.ts';
import { renderOptionsFor } from '../situation.ts';
import { storesOn, type Stores } from '../stores.ts';

export interface PicturePart {
  readonly name: 'system' | 'digest' | 'window' | 'rules' | 'retrieved';
  readonly tokens: number;
  readonly text: string;
}

export interface WindowPicture {
  readonly parts: readonly PicturePart[];
  /** Messages in the window. */
  readonly messages: number;
  readonly rules: number;
  /** The opening of the newest task of this channel, and how much of its beginning would be sent again as it was. */
  readonly last:
    | {
        readonly taskNumber: number;
        readonly at: Date;
        readonly tokens: number;
        readonly standingTokens: number;
      }
    | undefined;
}

export interface PictureRequest {
  readonly channel: ChannelRef;
  /** As a goal would say it; without them nothing is looked up. */
  readonly words: string;
  readonly historyTokens: number;
  readonly now: Date;
}

/** Names no thread and no task: nothing is left out, and nobody else's work counts as ours. */
const NO_THREAD = '';
const NO_TASK = '00000000-0000-0000-0000-000000000000';

/** Looking changes nothing: what the window would become is made in a transaction that is taken back. */
export async function drawWindow(database: Database, request: PictureRequest): Promise<WindowPicture> {
  const drawn: WindowPicture[] = [];
  const takenBack = new Error('taken back');
  await database
    .transact(async (sql) => {
      drawn.push(await draw(storesOn(sql), request));
      throw takenBack;
    })
    .catch((error: unknown) => {
      if (error !== takenBack) throw error;
    });
  const [picture] = drawn;
  if (picture === undefined) throw takenBack;
  return picture;
}

async function draw(
  stores: Stores,
  { channel, words, historyTokens, now }: PictureRequest,
): Promise<WindowPicture> {
  const options = await renderOptionsFor(stores, { teamId: channel.teamId, personId: '' });
  const store = createWindowStore(stores.sql);
  const window = await openWindow(stores, {
    channel,
    threadTs: NO_THREAD,
    taskId: NO_TASK,
    heading: await headingOf(stores, channel),
    budgetTokens: historyTokens,
    options,
    now,
  });
  const digest = (await store.find(channel))?.digest ?? '';
  const rules = await createRuleStore(stores.sql).active(channel, MOST_RULES);
  const retrieved = await findEvidence(stores, { channel, words, window, threadTs: NO_THREAD, options });
  const last = await lastHeadIn(stores.sql, channel);
  const before = last === undefined ? '' : `${last.system}\n${headOf(last)}`;
  const standing = commonPrefix(before, `${SYSTEM_PROMPT}\n${window.text}`);
  return {
    parts: [
      toPart('system', SYSTEM_PROMPT),
      toPart('digest', digest),
      toPart('window', digest === '' ? window.text : window.text.slice(digest.length).trimStart()),
      toPart('rules', rulesBlock(rules, options).join('\n')),
      toPart('retrieved', retrieved.join('\n')),
    ],
    messages: window.holds.size,
    rules: rules.length,
    last:
      last === undefined
        ? undefined
        : {
            taskNumber: last.taskNumber,
            at: last.at,
            tokens: estimateTokens(before),
            standingTokens: estimateTokens(before.slice(0, standing)),
          },
  };
}

function toPart(name: PicturePart['name'], text: string): PicturePart {
  return { name, text, tokens: estimateTokens(text) };
}

function commonPrefix(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length += 1;
  return length;
}

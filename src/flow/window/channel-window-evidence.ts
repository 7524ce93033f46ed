// What older days say to a goal, looked up before the first turn: by the goal's own words, and only what the window does not show.
import { estimateTokens } from '../../agent/tokens.ts';
import type { Sql } from '../../db/pool.ts';
import { renderMessage, type RenderOptions } from '../../history/render.ts';
import { searchMessages } from '../../history/search/search-store.ts';
import type { ChannelRef, HistoryStore, StoredMessage } from '../../history/store.ts';
import type { ChannelWindow } from './channel-window.ts';

export interface EvidenceRequest {
  readonly channel: ChannelRef;
  readonly words: string;
  readonly window: ChannelWindow;
  readonly threadTs: string;
  readonly options: RenderOptions;
}

/** Measured: between 59 and 95 % of what answers a question is inside a block of twice this size. */
export const EVIDENCE_TOKENS = 4_000;
const HITS = 24;
/** Each with its neighbours. */
export const EVIDENCE_LINES = HITS * 3;
const LONGEST_CHARS = 2_000;

/** The lines of the block, oldest first; none when nothing older is known. */
export async function findEvidence(
  { sql, history }: { sql: Sql; history: HistoryStore },
  { channel, words, window, threadTs, options }: EvidenceRequest,
): Promise<readonly string[]> {
  if (window.cutTs === '' || words.trim() === '') return [];
  const { teamId, channelId } = channel;
  const hits = await searchMessages(sql, {
    teamId,
    channelId,
    words,
    limit: HITS,
    beforeTs: `${window.cutTs}:`,
  });
  const messages = await history.beside(
    channel,
    hits.map(({ ts }) => ts),
  );
  const found = new Map<string, string>();
  let left = EVIDENCE_TOKENS;
  for (const { ts } of hits) {
    for (const message of withNeighbours(messages, ts)) {
      if (found.has(message.ts) || window.holds.has(message.ts) || message.threadTs === threadTs) continue;
      const line = renderMessage({ ...message, text: shortened(message.text) }, options);
      left -= estimateTokens(line) + 1;
      if (left < 0) return toBlock(found);
      found.set(message.ts, line);
    }
  }
  return toBlock(found);
}

/** The hit first: its neighbours are for understanding it. */
function withNeighbours(messages: readonly StoredMessage[], ts: string): readonly StoredMessage[] {
  const at = messages.findIndex((message) => message.ts === ts);
  return at < 0 ? [] : [at, at - 1, at + 1].flatMap((place) => messages[place] ?? []);
}

function toBlock(found: ReadonlyMap<string, string>): readonly string[] {
  if (found.size === 0) return [];
  const lines = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
  return [
    '# Older messages found by the words of the goal (not all there is: search_history finds more)',
    ...lines,
    '',
  ];
}

function shortened(text: string): string {
  if (text.length <= LONGEST_CHARS) return text;
  return `${text.slice(0, LONGEST_CHARS).toWellFormed()}\n(… ${text.length - LONGEST_CHARS} more characters; read_history has it whole)`;
}

// What the model reads: the transcript as chat messages, the same bytes for what was sent before.
import type { KeptEntry } from '../task/transcript-store.ts';
import type { ChatMessage } from './chat.ts';
import type { Entry } from './entry.ts';

/** What is left of a tool result once the window was full; the call can be made again. */
const SHORTENED_CHARS = 600;

export function toChat(entries: readonly KeptEntry<Entry>[]): readonly ChatMessage[] {
  const compactedThrough = entries.reduce(
    (through, { entry }) => (entry.kind === 'compacted' ? Math.max(through, entry.throughSeq) : through),
    0,
  );
  return entries.flatMap(({ seq, entry }): ChatMessage[] => {
    switch (entry.kind) {
      case 'opened':
        return [
          { role: 'system', content: entry.system },
          { role: 'user', content: entry.head },
        ];
      case 'said':
        return [{ role: 'user', content: entry.text }];
      case 'response':
        return [{ role: 'assistant', turn: entry.turn }];
      case 'result':
        return [
          {
            role: 'tool',
            callId: entry.callId,
            content: seq <= compactedThrough ? shorten(entry.text) : entry.text,
          },
        ];
      case 'card':
      case 'answer':
      case 'setback':
      case 'compacted':
      case 'ended':
        return [];
    }
  });
}

function shorten(text: string): string {
  if (text.length <= SHORTENED_CHARS) return text;
  return `${text.slice(0, SHORTENED_CHARS).toWellFormed()}\n(… shortened to make room; call the tool again to read it whole)`;
}

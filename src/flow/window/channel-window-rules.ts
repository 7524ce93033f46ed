// What a channel has ruled, as it is put before every turn: word for word, with the message that says so.
import type { ChannelRule } from '../../history/constraint-store.ts';
import { sentAtOf } from '../../history/message.ts';
import { toLocalTime, type RenderOptions } from '../../history/render.ts';

/** Lines for the head; none when the channel has no rules. */
export function rulesBlock(
  rules: readonly ChannelRule[],
  { names, timeZone }: RenderOptions,
): readonly string[] {
  if (rules.length === 0) return [];
  return [
    '# Rules of this channel',
    ...rules.map(({ number, kind, words, ts, saidBy }) => {
      const who = saidBy === undefined ? 'Longhand' : (names.person(saidBy) ?? saidBy);
      const day = toLocalTime(sentAtOf(ts), timeZone).slice(0, 10);
      return `${number}. ${kind === 'decision' ? 'Decided' : 'Rule'}: "${words}" (${who}, ${day}) [m:${ts}]`;
    }),
    '',
  ];
}

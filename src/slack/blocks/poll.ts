// Draws a poll: the question, how it stands, a button for each option, and when it ends.
import type { PollWords } from '../../flow/poll/poll-words.ts';
import type { Language } from '../../flow/words.ts';
import { localTime } from './card.ts';
import { fixedWords } from './fixed-words.ts';
import { POLL_CLOSE, voteAction, voteValue } from './poll-ids.ts';
import { POLL_WORDS } from './poll-fixed-words.ts';
import { clip, context, escaped, LIMIT, sections, type Piece } from './pieces.ts';

const BAR = 12;
/** More names than these would hide the numbers. */
const MOST_NAMES = 20;

export function drawPoll(words: PollWords, language: Language): Piece[] {
  const say = POLL_WORDS[language];
  const { question, options, pollId, closedBy, asked, openedBy, taskNumber } = words;
  const answered = options.reduce((sum, { personIds }) => sum + personIds.length, 0);
  const most = Math.max(1, ...options.map(({ personIds }) => personIds.length));
  const lines = options.map(({ text, personIds }) => {
    const filled = Math.round((personIds.length / most) * BAR);
    const names = personIds.slice(0, MOST_NAMES).map((id) => `<@${id}>`);
    const more = personIds.length > MOST_NAMES ? [`+${personIds.length - MOST_NAMES}`] : [];
    return [
      `*${escaped(text)}*`,
      `\`${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}\`  ${[`*${personIds.length}*`, ...names, ...more].join('  ')}`,
    ].join('\n');
  });
  const state =
    closedBy === undefined
      ? say.closes(localTime(new Date(words.closesAt).toISOString()))
      : say.closed(closedBy);
  return [
    ...sections(`:ballot_box_with_ballot:  *${escaped(question)}*`),
    // Each state is shown; the history keeps the question and, in the end, what came out.
    ...sections(lines.join('\n')).map(({ block, plain }) => ({
      block,
      plain: closedBy === undefined ? '' : plain,
    })),
    ...(closedBy === undefined ? buttons({ pollId, options, close: say.close }) : []),
    ...context(
      [say.answered(answered, asked), state, say.for(openedBy), fixedWords(language).task(taskNumber)].join(
        ' · ',
      ),
    ).map(({ block }) => ({ block, plain: '' })),
  ];
}

function buttons({
  pollId,
  options,
  close,
}: Pick<PollWords, 'pollId' | 'options'> & { close: string }): Piece[] {
  const button = (text: string, id: string, value: string) => ({
    type: 'button' as const,
    action_id: id,
    text: { type: 'plain_text' as const, text: clip(text, LIMIT.buttonChars) },
    value,
  });
  return [
    {
      block: {
        type: 'actions',
        elements: options.map(({ text }, index) => button(text, voteAction(index), voteValue(pollId, index))),
      },
      plain: '',
    },
    {
      block: { type: 'actions', elements: [button(close, POLL_CLOSE, pollId)] },
      plain: '',
    },
  ];
}

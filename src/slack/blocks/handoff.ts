// Draws the card of a handoff: what is wanted and what holds, where it stands, and the buttons that mean something now.
import type { Button } from '@slack/types';
import type { HandoffCard } from '../../flow/handoff/handoff-shown.ts';
import type { Language } from '../../flow/words.ts';
import { HANDOFF_ACTION, toHandoffId } from './handoff-ids.ts';
import { handoffWords, type HandoffFixedWords } from './handoff-words.ts';
import { bullets, context, escaped, link, sections, type Piece } from './pieces.ts';

const SIGN = {
  proposed: ':raised_hand:',
  offered: ':inbox_tray:',
  accepted: ':handshake:',
  countered: ':speech_balloon:',
  declined: ':no_entry_sign:',
  returned: ':white_check_mark:',
  withdrawn: ':leftwards_arrow_with_hook:',
} as const satisfies Record<HandoffCard['state'], string>;

export function drawHandoff(card: HandoffCard, language: Language): Piece[] {
  const fixed = handoffWords(language);
  const isOver = card.state === 'declined' || card.state === 'returned' || card.state === 'withdrawn';
  return [
    ...sections(head(card, fixed)),
    ...(card.wanted === '' ? [] : sections(quoted(card.wanted))),
    ...(card.note === '' ? [] : sections(escaped(card.note))),
    ...context(facts(card, fixed)),
    // What has ended is kept short: the result is what people look for.
    ...(isOver ? [] : body(card, fixed)),
    ...said(card, fixed),
    ...(card.state === 'proposed' ? doubts(card, fixed) : []),
    ...buttons(card, language, fixed),
  ];
}

function head(
  { number, giver, receiver, taker, state, isOverdue }: HandoffCard,
  fixed: HandoffFixedWords,
): string {
  const to = taker === undefined || taker === receiver ? receiver : `${receiver} (${taker})`;
  const late = isOverdue ? ` · :alarm_clock: *${fixed.overdue}*` : '';
  return `${SIGN[state]}  *${fixed.title(number)}* · ${giver} → ${to}\n*${fixed.state[state]}*${late}`;
}

function facts({ due, escalateTo, source }: HandoffCard, fixed: HandoffFixedWords): string {
  return [
    due === undefined ? `${fixed.due}: ${fixed.noDue}` : `${fixed.due}: *${due}*`,
    ...(escalateTo === undefined ? [] : [`${fixed.escalate}: ${escalateTo}`]),
    ...(source === undefined
      ? []
      : [
          `${fixed.from}: ${source.text}${source.url === undefined ? '' : ` · ${link(source.url, fixed.open)}`}`,
        ]),
  ].join('   ·   ');
}

function body(card: HandoffCard, fixed: HandoffFixedWords): Piece[] {
  const linked = card.files.map(({ text, url }) => link(url, text));
  return [
    ...list(fixed.changes, card.changes.map(escaped)),
    ...list(
      fixed.constraints,
      card.constraints.map(
        ({ text, url }) => `“${escaped(text)}”${url === undefined ? '' : ` · ${link(url, fixed.open)}`}`,
      ),
    ),
    ...list(fixed.done, card.done.map(escaped)),
    ...list(fixed.left, card.left.map(escaped)),
    ...list(fixed.questions, card.openQuestions.map(escaped)),
    ...list(fixed.files, linked),
    ...(card.withheld === 0 ? [] : context(`:lock:  ${fixed.withheld(card.withheld)}`)),
  ];
}

function said(
  { counter, reason, evidence, taker, receiver }: HandoffCard,
  fixed: HandoffFixedWords,
): Piece[] {
  const suggested = [
    counter?.words ?? '',
    ...(counter?.due === undefined ? [] : [`${fixed.due}: *${counter.due}*`]),
  ];
  return [
    ...(counter === undefined
      ? []
      : sections(
          `*${fixed.counter(taker ?? receiver)}*\n${suggested.map((line, index) => (index === 0 ? quoted(line) : line)).join('\n')}`,
        )),
    ...(reason === undefined || reason === '' ? [] : sections(`*${fixed.reason}*\n${quoted(reason)}`)),
    ...(evidence === undefined
      ? []
      : sections(
          [
            `*${fixed.evidence}*`,
            ...(evidence.words === '' ? [] : [quoted(evidence.words)]),
            ...evidence.files.map(({ text, url }) => `•  ${link(url, text)}`),
          ].join('\n'),
        )),
  ];
}

function doubts({ doubts: raised, receiver }: HandoffCard, fixed: HandoffFixedWords): Piece[] {
  if (raised === undefined) return [];
  const lines = [
    ...(raised.isOwnIdea ? [raised.isForLack ? fixed.noTool(receiver) : fixed.ownIdea(receiver)] : []),
    ...(raised.absence === undefined ? [] : [fixed.away(receiver, escaped(raised.absence))]),
    ...(raised.isOutside ? [fixed.outside(receiver)] : []),
  ];
  return [...sections(lines.map((line) => `:warning:  ${line}`).join('\n')), ...context(fixed.chooseAnother)];
}

function quoted(text: string): string {
  return escaped(text)
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/u)
    .map((line) => `> ${line}`)
    .join('\n');
}

function list(title: string, lines: readonly string[]): Piece[] {
  return lines.length === 0 ? [] : sections(`*${title}*\n${bullets(lines)}`);
}

function buttons(card: HandoffCard, language: Language, fixed: HandoffFixedWords): Piece[] {
  const row = drawHandoffButtons(
    { ...card, isOutside: card.doubts?.isOutside === true, isAway: card.doubts?.absence !== undefined },
    language,
  );
  const note = card.isAnswered === 'elsewhere' && card.place === 'here' && card.state !== 'proposed';
  return row.length > 0 && note ? [...context(fixed.onTheirCard(card.receiver)), ...row] : row;
}

export interface ButtonsShown extends Pick<
  HandoffCard,
  'handoffId' | 'stamp' | 'state' | 'place' | 'isAnswered'
> {
  readonly isOutside: boolean;
  readonly isAway: boolean;
}

/** What can be done about it as it stands, by whoever reads it in this place. */
export function drawHandoffButtons(shown: ButtonsShown, language: Language): Piece[] {
  const { handoffId, stamp } = shown;
  const elements = buttonsOf(shown, handoffWords(language)).map(({ action, text, style }): Button => ({
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text, emoji: true },
    ...(style === undefined ? {} : { style }),
  }));
  if (elements.length === 0) return [];
  const plain = elements.map(({ text }) => text.text).join(' / ');
  return [
    {
      block: { type: 'actions', block_id: toHandoffId({ handoffId, stamp, language }), elements },
      plain,
    },
  ];
}

interface Offered {
  readonly action: string;
  readonly text: string;
  readonly style?: 'primary' | 'danger';
}

/** The receiver's stand where they read it, the giver's where it comes from. */
function buttonsOf(
  { state, place, isAnswered, isOutside, isAway }: ButtonsShown,
  fixed: HandoffFixedWords,
): Offered[] {
  const take = HANDOFF_ACTION;
  const back: Offered = { action: take.takeBack, text: fixed.takeBack };
  const isHere = isAnswered === 'here';
  const givers = place === 'here';
  switch (state) {
    case 'proposed':
      return [
        {
          action: take.confirm,
          style: 'primary',
          text: isOutside ? fixed.confirmBare : isAway ? fixed.confirmAnyway : fixed.confirm,
        },
        { action: take.takeBack, text: fixed.leaveIt },
      ];
    case 'offered':
      return [
        ...(isHere
          ? [
              { action: take.accept, text: fixed.accept, style: 'primary' as const },
              { action: take.counter, text: fixed.suggest },
              { action: take.decline, text: fixed.decline },
            ]
          : []),
        ...(givers ? [back] : []),
      ];
    case 'accepted':
      return [
        ...(isHere
          ? [
              { action: take.return, text: fixed.return, style: 'primary' as const },
              { action: take.counter, text: fixed.suggest },
              { action: take.decline, text: fixed.giveBack },
            ]
          : []),
        ...(givers ? [back] : []),
      ];
    case 'countered':
      return givers
        ? [
            { action: take.agree, text: fixed.agree, style: 'primary' },
            { action: take.insist, text: fixed.insist },
            back,
          ]
        : [
            { action: take.accept, text: fixed.accept },
            { action: take.decline, text: fixed.decline },
          ];
    case 'declined':
    case 'returned':
    case 'withdrawn':
      return [];
  }
}

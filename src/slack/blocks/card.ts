// Draws a question card or a challenge; once it is settled it shows what was chosen and takes nothing more.
import type { ActionsBlock, Button, PlainTextElement } from '@slack/types';
import type { CardQuestion, CardShown, Option, UnderstoodLine } from '../../flow/intake/card-shown.ts';
import { ACTION, consultAction, optionAction, toBlockId, type CardPlace } from './card-ids.ts';
import type { FixedWords } from './fixed-words.ts';
import { drawForm } from './form.ts';
import { bullets, clip, context, escaped, LIMIT, link, sections, type Piece } from './pieces.ts';

/** Longer than this, buttons in a row become hard to compare. */
const SHORT_LABEL_CHARS = 36;
const MOST_BUTTONS = 4;

export function drawCard(words: CardShown, fixed: FixedWords): Piece[] {
  return [
    ...sections(`*${escaped(titleOf(words, fixed))}*`),
    ...(words.form === undefined || words.settled !== undefined ? [] : drawForm(words.form, fixed)),
    ...list(
      fixed.understood,
      words.understood.map((line) => understood(line, fixed)),
    ),
    ...list(
      words.purpose === 'ask' || words.purpose === 'challenge' ? fixed.evidence : undefined,
      words.evidence.map(
        ({ text, url }) => `${escaped(text)}${url === undefined ? '' : ` · ${link(url, fixed.source)}`}`,
      ),
    ),
    ...(words.betterWay === undefined ? [] : sections(`*${fixed.betterWay}*\n${escaped(words.betterWay)}`)),
    ...(words.mayLift === undefined ? [] : context(fixed.mayLift(words.mayLift.map(escaped)))),
    ...words.questions.flatMap((question, index) => drawQuestion({ words, question, index, fixed })),
    ...(words.startsAt === undefined || words.settled !== undefined
      ? []
      : context(fixed.startsAt(localTime(words.startsAt)))),
    ...(words.isResting === true ? context(`:zzz:  ${fixed.resting}`) : []),
    ...(words.lacks === true && words.settled === undefined ? context(fixed.handOver) : []),
    ...(words.settled === undefined
      ? besides(words, fixed)
      : context(`:white_check_mark:  ${escaped(words.settled)}`)),
    ...context(fixed.task(words.taskNumber)),
  ];
}

function titleOf({ purpose, title, questions, lacks }: CardShown, fixed: FixedWords): string {
  switch (purpose) {
    case 'ask':
      return fixed.questions(questions.length);
    case 'challenge':
      return lacks === true ? fixed.lacks : fixed.challenge;
    case 'stop':
    case 'hold':
      return fixed[purpose];
    case 'check':
      return title ?? fixed.waiting;
  }
}

/** As each reader's own clock shows it; where dates are not drawn, in UTC. */
export function localTime(iso: string): string {
  const seconds = Math.floor(new Date(iso).getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${iso.slice(0, 16).replace('T', ' ')} UTC>`;
}

function list(title: string | undefined, lines: readonly string[]): Piece[] {
  if (lines.length === 0) return [];
  return sections(`${title === undefined ? '' : `*${title}*\n`}${bullets(lines)}`);
}

function understood({ text, basis, url }: UnderstoodLine, fixed: FixedWords): string {
  const label = { quoted: fixed.saidHere, 'looked-up': fixed.lookedUp, assumed: fixed.assumed }[basis];
  return `${escaped(text)} · ${basis === 'assumed' ? `_${label}_` : link(url, label)}`;
}

interface QuestionPlace {
  readonly words: CardShown;
  readonly question: CardQuestion;
  readonly index: number;
  readonly fixed: FixedWords;
}

function drawQuestion({ words, question, index, fixed }: QuestionPlace): Piece[] {
  const number = words.questions.length > 1 ? `${index + 1}.  ` : '';
  const text = `*${number}${escaped(question.text)}*`;
  if (words.settled !== undefined) return sections(text);
  if (question.chosen !== undefined)
    return [...sections(text), ...context(`:white_check_mark:  ${escaped(question.chosen)}`)];

  const control = drawOptions({ ...words, questionId: question.id }, question.options, { index, fixed });
  const isReadable =
    control !== undefined && question.options.every(({ label }) => label.length <= LIMIT.optionChars);
  const listed = isReadable ? '' : `\n${bullets(question.options.map(({ label }) => escaped(label)))}`;
  const plain = question.options.map(({ label }) => label).join(' / ');
  return [
    ...sections(`${text}${listed}`),
    ...(control === undefined ? context(fixed.replyHere) : [{ block: control, plain }]),
  ];
}

/** Undefined when there is nothing to click: the question is then answered in words. */
function drawOptions(
  place: CardPlace,
  options: readonly Option[],
  { index, fixed }: { index: number; fixed: FixedWords },
): ActionsBlock | undefined {
  const blockId = toBlockId(place, index);
  if (blockId === undefined || options.length === 0) return undefined;

  const areShort = options.every(({ label }) => label.length <= SHORT_LABEL_CHARS);
  if (options.length <= MOST_BUTTONS && areShort && valuesFit(options, LIMIT.buttonValueChars)) {
    return { type: 'actions', block_id: blockId, elements: options.map(toButton) };
  }
  if (options.length > LIMIT.selectOptions || !valuesFit(options, LIMIT.optionValueChars)) return undefined;
  return {
    type: 'actions',
    block_id: blockId,
    elements: [
      {
        type: 'static_select',
        action_id: ACTION.select,
        placeholder: plainText(fixed.choose, LIMIT.optionChars),
        options: options.map(({ value, label }) => ({ text: plainText(label, LIMIT.optionChars), value })),
      },
    ],
  };
}

function valuesFit(options: readonly Option[], chars: number): boolean {
  return options.every(({ value }) => value !== '' && value.length <= chars);
}

function toButton({ value, label }: Option, index: number): Button {
  const button: Button = {
    type: 'button',
    action_id: optionAction(index),
    text: plainText(label, LIMIT.buttonChars),
    value,
  };
  return index === 0 ? { ...button, style: 'primary' } : button;
}

function plainText(text: string, chars: number): PlainTextElement {
  return { type: 'plain_text', text: clip(text.trim() || '…', chars), emoji: true };
}

/** What stands beside the questions: go with the defaults, do it although it was questioned, allow it, wait no more. */
function besides(words: CardShown, fixed: FixedWords): Piece[] {
  const blockId = toBlockId({ taskId: words.taskId, cardId: words.cardId }, words.questions.length);
  const offered: readonly (readonly [isOffered: boolean, action: string, text: string])[] = [
    [words.purpose === 'ask', ACTION.defaults, fixed.useDefaults],
    [words.betterWay !== undefined, ACTION.instead, fixed.doInstead],
    [words.mayOverride, ACTION.override, words.lacks === true ? fixed.doWhatCanBe : fixed.doAnyway],
    [words.mayLift !== undefined, ACTION.lift, fixed.allow],
    [words.purpose === 'hold', ACTION.go, fixed.goNow],
  ];
  const buttons = offered.flatMap(([isOffered, action, text]): Button[] => {
    const button: Button = { type: 'button', action_id: action, text: plainText(text, LIMIT.buttonChars) };
    if (!isOffered) return [];
    return [action === ACTION.instead ? { ...button, style: 'primary' } : button];
  });
  buttons.push(...consults(words, fixed));
  if (blockId === undefined || buttons.length === 0) return context(fixed.replyHere);
  const plain = buttons.map(({ text }) => text.text).join(' / ');
  return [{ block: { type: 'actions', block_id: blockId, elements: buttons }, plain }];
}

const MOST_CONSULTED = 3;

/** Whoever may lift it is asked by a button: a name in small print asks nobody. */
function consults({ mayAsk = [] }: CardShown, fixed: FixedWords): Button[] {
  return mayAsk.slice(0, MOST_CONSULTED).map(({ personId, name }, index) => ({
    type: 'button',
    action_id: consultAction(index),
    text: plainText(fixed.ask(name), LIMIT.buttonChars),
    value: personId,
  }));
}

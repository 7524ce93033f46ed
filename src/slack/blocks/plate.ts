// Draws the list of what somebody has, or of what others have from them: one line each, with its state and its age.
import type { Plate, PlateItem } from '../../flow/handoff/handoff-shown.ts';
import type { Language } from '../../flow/words.ts';
import { handoffWords, type HandoffFixedWords } from './handoff-words.ts';
import { clip, context, escaped, link, sections, type Piece } from './pieces.ts';

const WANTED_CHARS = 140;

export function drawPlate({ side, items, elsewhere, more }: Plate, language: Language): Piece[] {
  const fixed = handoffWords(language);
  const { title, none } = fixed.plate[side];
  return [
    ...sections(items.length === 0 ? none : `*${title}*`),
    ...items.flatMap((item) => sections(lineOf(item, side, fixed))),
    ...(more === 0 ? [] : context(fixed.more(more))),
    ...(elsewhere === 0 ? [] : context(fixed.elsewhere(elsewhere))),
  ];
}

/** One handoff in two lines, or three when other terms wait for a word. */
export function lineOf(item: PlateItem, side: Plate['side'], fixed: HandoffFixedWords): string {
  const { number, state, isOverdue, other, due, counter, ageDays, url } = item;
  const late = isOverdue ? `:alarm_clock: *${fixed.overdue}* · ` : '';
  const wanted = clip(item.text.replaceAll(/\s+/gu, ' ').trim(), WANTED_CHARS);
  return [
    `*${link(url, fixed.title(number))}*  ${escaped(wanted)}`,
    [
      `${late}${fixed.state[state]} ${fixed.age(ageDays)}`,
      fixed.by[side](other),
      ...(due === undefined ? [] : [`${fixed.due}: ${due}`]),
    ].join(' · '),
    ...(counter === undefined ? [] : [`> ${escaped(clip(counter.replaceAll(/\s+/gu, ' '), WANTED_CHARS))}`]),
  ].join('\n');
}

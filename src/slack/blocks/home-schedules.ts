// The section of App Home with a person's schedules.
import type { ScheduleView } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { context, escaped, header, sections, type Piece } from './pieces.ts';
import { drawListed } from './schedule.ts';

/** A view holds a hundred blocks, and other sections want room as well. */
const MOST_SHOWN = 12;

export function drawHomeSchedules(views: readonly ScheduleView[], fixed: FixedWords): readonly Piece[] {
  const title = header(fixed.home.schedules);
  if (views.length === 0) return [title, ...sections(escaped(fixed.home.none))];
  const left = views.length - MOST_SHOWN;
  return [
    title,
    ...views
      .slice(0, MOST_SHOWN)
      .flatMap((view, index): readonly Piece[] => [
        ...(index === 0 ? [] : [{ block: { type: 'divider' as const }, plain: '' }]),
        ...drawListed(view, fixed),
      ]),
    ...(left > 0 ? context(escaped(fixed.home.more(left))) : []),
  ];
}

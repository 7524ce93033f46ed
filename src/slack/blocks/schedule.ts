// Draws a schedule: what is agreed, its next times, how the last ones ended, and the buttons that change it.
import type { Button, Overflow } from '@slack/types';
import type { ScheduleAct, ScheduleLine, ScheduleView, Words } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { bullets, clip, context, escaped, LIMIT, link, sections, type Piece } from './pieces.ts';
import { MORE_ACTION, scheduleAction, toMoreValue, toScheduleValue } from './schedule-ids.ts';

export function drawSchedule(words: Extract<Words, { kind: 'schedule' }>, fixed: FixedWords): Piece[] {
  const { view, title, settled } = words;
  return [
    ...sections(`*${escaped(settled === undefined ? title : fixed.report(view.number))}*`),
    ...sections(quoted(view.goal)),
    ...lines(view.lines),
    ...(settled === undefined ? [] : context(`:white_check_mark:  ${escaped(settled)}`)),
    ...buttons(view, fixed),
    ...context(`${fixed.report(view.number)} · ${fixed.version(view.version)}`),
  ];
}

function quoted(goal: string): string {
  return escaped(goal)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

export function drawScheduleList(
  words: Extract<Words, { kind: 'schedule-list' }>,
  fixed: FixedWords,
): Piece[] {
  const [first, ...rest] = words.views.map((view) => drawListed(view, fixed));
  if (first === undefined) return sections(escaped(words.title));
  return [
    ...sections(`*${escaped(words.title)}*`),
    ...first,
    ...rest.flatMap((pieces): Piece[] => [{ block: { type: 'divider' }, plain: '' }, ...pieces]),
  ];
}

/** One of many: the goal in short, how it stands, and what is at hand for it. */
export function drawListed(view: ScheduleView, fixed: FixedWords): Piece[] {
  const goal = clip(view.goal.replaceAll(/\s+/gu, ' '), 180);
  return [
    ...sections(`*${fixed.report(view.number)}*  ${escaped(goal)}`),
    ...lines(view.lines),
    ...buttons(view, fixed),
  ];
}

/** What is short stands in two columns, as Slack lays out fields; what is several things stands by itself, in its order. */
function lines(all: readonly ScheduleLine[]): Piece[] {
  const pieces: Piece[] = [];
  let fields: string[] = [];
  const flush = (): void => {
    for (let at = 0; at < fields.length; at += MOST_FIELDS) {
      const some = fields.slice(at, at + MOST_FIELDS);
      pieces.push({
        block: { type: 'section', fields: some.map((text) => ({ type: 'mrkdwn', text })) },
        plain: some.join('\n'),
      });
    }
    fields = [];
  };
  for (const line of all) {
    const text = toText(line);
    if (line.items.length === 1 && (line.items[0]?.text ?? '').length <= SHORT_CHARS) {
      fields.push(text);
      continue;
    }
    flush();
    for (const piece of sections(text))
      pieces.push({ ...piece, plain: piece.plain.replaceAll('\u00a0', ' ') });
  }
  flush();
  return pieces;
}

const SHORT_CHARS = 120;
/** Slack's limit (docs.slack.dev, section block). */
const MOST_FIELDS = 10;

function toText({ name, items }: ScheduleLine): string {
  const texts = items.map(({ text, url }) => (url === undefined ? escaped(text) : link(url, text)));
  const isRow = texts.length > 1 && texts.every((text) => text.length <= ROW_ITEM_CHARS);
  // A date is broken nowhere but between two of them.
  const row = texts.map((text) => (isRow ? text.replaceAll(' ', '\u00a0') : text)).join('  ·  ');
  return `*${escaped(name)}*\n${texts.length > 1 && !isRow ? bullets(texts) : row}`;
}

/** Times fit beside each other; how they ended does not. */
const ROW_ITEM_CHARS = 26;

const STYLE: Partial<Record<ScheduleAct, 'primary' | 'danger'>> = {
  'switch-on': 'primary',
  resume: 'primary',
  'take-over': 'primary',
  keep: 'primary',
  delete: 'danger',
};

function buttons(view: ScheduleView, fixed: FixedWords): Piece[] {
  if (view.acts.length === 0) return [];
  const elements = view.acts.map((act): Button => {
    const style = STYLE[act];
    const text = fixed.acts[act];
    return {
      type: 'button',
      action_id: scheduleAction(act),
      text: { type: 'plain_text', text: clip(text, LIMIT.buttonChars) },
      value: toScheduleValue(view),
      ...(style === undefined ? {} : { style }),
      ...(act === 'delete'
        ? {
            confirm: {
              title: { type: 'plain_text', text },
              text: { type: 'plain_text', text: fixed.sureToDelete(view.number) },
              confirm: { type: 'plain_text', text },
              deny: { type: 'plain_text', text: fixed.acts.keep },
            },
          }
        : {}),
    };
  });
  const { more = [] } = view;
  const plain = [...view.acts, ...more].map((act) => fixed.acts[act]).join(' / ');
  const all = more.length === 0 ? elements : [...elements, dots(view, more, fixed)];
  return [
    {
      block: { type: 'actions', block_id: `schedule-${view.scheduleId}-${view.version}`, elements: all },
      plain,
    },
  ];
}

function dots(view: ScheduleView, more: readonly ScheduleAct[], fixed: FixedWords): Overflow {
  return {
    type: 'overflow',
    action_id: MORE_ACTION,
    options: more.map((act) => ({
      text: {
        type: 'plain_text',
        text: clip(act === 'delete' ? `${fixed.acts[act]} …` : fixed.acts[act], LIMIT.buttonChars),
      },
      value: toMoreValue(act, view),
    })),
  };
}

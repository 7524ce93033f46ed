// Sources that change, as they were when they were read: when that was, and a window that shows it.
import type { ModalView } from '@slack/types';
import type { CitedSource } from '../../agent/cite.ts';
import type { FoundCapture } from '../../task/capture-store.ts';
import { ACTION } from './card-ids.ts';
import { fixedWords, type FixedWords } from './fixed-words.ts';
import { clip, escaped, inParts, LIMIT, link, type Piece } from './pieces.ts';

/** What stands behind a source in the list. */
export function sourceNotes({ readAt, isOnlyFound }: CitedSource, fixed: FixedWords): readonly string[] {
  if (readAt !== undefined) return [fixed.readAt(toMinute(readAt))];
  return isOnlyFound === true ? [fixed.onlyFound] : [];
}

export function toMinute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** One button, or a menu where there are several; nothing where no source is kept. */
export function drawAsRead(sources: readonly CitedSource[], fixed: FixedWords): Piece[] {
  const options = sources.slice(0, LIMIT.selectOptions).flatMap(({ number, label, capture }) =>
    capture === undefined
      ? []
      : [
          {
            text: plain(clip(`[${number}] ${label}`, LIMIT.optionChars)),
            value: `${capture.taskId} ${capture.id}`,
          },
        ],
  );
  const [first] = options;
  if (first === undefined) return [];
  const element =
    options.length === 1
      ? {
          type: 'button' as const,
          action_id: ACTION.asRead,
          text: plain(fixed.asRead),
          value: first.value,
        }
      : {
          type: 'static_select' as const,
          action_id: ACTION.asRead,
          placeholder: plain(fixed.asRead),
          options,
        };
  return [{ block: { type: 'actions', elements: [element] }, plain: '' }];
}

export function fromAsReadValue(value: string): { taskId: string; id: string } | undefined {
  const [taskId = '', id = '', ...rest] = value.split(' ');
  return taskId === '' || id === '' || rest.length > 0 ? undefined : { taskId, id };
}

/** Slack shows a hundred blocks in a window. */
const MOST_PARTS = 90;

export function drawCapture({ url, title, text, sha256, at, language }: FoundCapture): ModalView {
  const fixed = fixedWords(language);
  const parts = inParts(text === '' ? fixed.notKept : text, LIMIT.sectionChars);
  const more = parts.length > MOST_PARTS ? [fixed.moreThanFits] : [];
  return {
    type: 'modal',
    title: plain(fixed.asReadTitle),
    close: plain(fixed.close),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${link(url, title)}*` } },
      {
        type: 'context',
        elements: [
          {
            type: 'mrkdwn',
            text: `${fixed.readAt(toMinute(at.toISOString()))} · ${escaped(clip(url, 500))} · SHA-256 \`${sha256.slice(0, 16)}…\``,
          },
        ],
      },
      { type: 'divider' },
      ...[...parts.slice(0, MOST_PARTS), ...more].map((part) => ({
        type: 'section' as const,
        text: { type: 'plain_text' as const, text: part, emoji: false },
      })),
    ],
  };
}

function plain(text: string) {
  return { type: 'plain_text' as const, text };
}

// Draws where a task stands, for whoever asked: a few lines, all of them from the record.
import type { PlanStep, Words } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { clip, context, escaped, sections, type Piece } from './pieces.ts';
import { spentLine } from './spent.ts';

type Status = Extract<Words, { kind: 'status' }>;

const MOST_STEPS = 6;
const STEP_CHARS = 120;

export function drawStatus(words: Status, fixed: FixedWords): Piece[] {
  const { steps } = words;
  const complete = steps.filter(({ status }) => status === 'complete').length;
  const head = [
    words.isResting === true ? fixed.rests : fixed.state[words.state],
    ...(steps.length > 0 ? [fixed.progress(complete, steps.length)] : []),
  ];
  const current = steps.find(({ status }) => status === 'in_progress');
  const left = steps.filter(({ status, isSkipped }) => status === 'pending' && isSkipped !== true);
  const isOpen = words.state === 'working' || words.state === 'paused';
  const lines = [
    `*${head.join(' · ')}*`,
    ...(current === undefined ? [] : [`${fixed.now}: ${stepLine(current)}`]),
    ...(words.now === undefined ? [] : [escaped(clip(words.now, STEP_CHARS))]),
    ...(isOpen && left.length > 0
      ? [`${fixed.stillToCome}: ${left.slice(0, MOST_STEPS).map(stepLine).join('; ')}`]
      : []),
    ...(words.waiting > 0 ? [fixed.messagesWaiting(words.waiting)] : []),
  ];
  return [
    ...sections(lines.join('\n')),
    ...context(`${fixed.task(words.taskNumber)} · ${spentLine(words.spent, fixed)}`),
  ];
}

function stepLine({ number, title }: PlanStep): string {
  return `${number}. ${escaped(clip(title, STEP_CHARS))}`;
}

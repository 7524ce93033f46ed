// What the model of a run is told beyond its goal: what was agreed of every report, and what the last one said.
import { momentInWords } from '../../schedule/times.ts';
import type { Task } from '../../task/store.ts';
import { FIGURES_LINE } from './figures.ts';
import { runOf } from './run.ts';
import type { Stores } from '../stores.ts';

const LAST_CHARS = 6_000;

/** Lines for the head; none for a task that a person opened. */
export async function runLines(stores: Stores, task: Task): Promise<readonly string[]> {
  const of = await runOf(stores, task.id);
  if (of === undefined) return [];
  const { run, schedule, terms } = of;
  const last = await stores.runs.lastReported(schedule.id, run.dueAt);
  const due = (at: Date): string => momentInWords(at, { timeZone: terms.timeZone, language: 'en' });
  return [
    '# This is a run of a schedule',
    `Schedule ${schedule.number}, due ${due(run.dueAt)}. Nobody is waiting to answer: look, then do it, and let the report stand by itself. Set up no schedule.`,
    ...terms.constraints.map(
      ({ message, words }) => `Agreed for every report, word for word: "${words}" [m:${message}]`,
    ),
    ...(terms.onlyIfMovedPercent === undefined
      ? []
      : [
          `It is posted only if a figure moved by ${terms.onlyIfMovedPercent} % since the last report. End with one line of the figures that count: ${FIGURES_LINE}`,
          `Figures of the last report: ${last?.figures === undefined ? 'none' : JSON.stringify(last.figures)}`,
        ]),
    ...(last?.report === undefined
      ? ['This is the first report.']
      : [
          `Say what changed since the last report, of ${due(last.dueAt)}. It said:`,
          ...last.report
            .slice(0, LAST_CHARS)
            .split('\n')
            .map((line) => `> ${line}`),
        ]),
    '',
  ];
}

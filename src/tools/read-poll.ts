// What came of a poll of this task; waits for its end, without a job, unless only a look is wanted.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
import { oneLine } from './framing.ts';
import type { PollDesk, SeenPoll } from './poll-desk.ts';

export function createReadPoll({ polls }: { polls: Pick<PollDesk, 'look'> }): Tool {
  return defineTool({
    name: 'read_poll',
    description:
      'Read a poll that this task opened. It waits until the poll is over, over days if need be; with "now" it tells how it stands at once.',
    effect: 'read',
    input: z.object({
      poll: z.string().min(1).max(60).describe('Its name, as open_poll gave it'),
      now: z.boolean().default(false),
    }),
    says: () => 'Looking at the poll',
    run: async ({ poll: id, now }, { task }) => {
      const poll = await polls.look(id, task.id);
      if (poll === undefined) return { text: 'This task has opened no poll of that name.', failed: true };
      const answered = poll.options.reduce((sum, { personIds }) => sum + personIds.length, 0);
      if (poll.closedBy === undefined && !now) {
        const of = poll.silent === undefined ? '' : ` of ${answered + poll.silent.length}`;
        return { text: '', waits: `Poll “${oneLine(poll.question).slice(0, 60)}”: ${answered}${of}` };
      }
      return { text: toText(poll, answered) };
    },
  });
}

function toText({ question, options, silent, closesAt, closedBy }: SeenPoll, answered: number): string {
  const state =
    closedBy === undefined
      ? `open until ${closesAt.toISOString()}`
      : closedBy === 'all'
        ? 'closed: everyone answered'
        : closedBy === 'time'
          ? 'closed: its time is over'
          : closedBy === 'stop'
            ? 'closed: the task that asked was stopped'
            : `closed by <@${closedBy}>`;
  return [
    `Poll “${oneLine(question)}” (${state}), ${answered} answered:`,
    ...options.map(
      ({ text, personIds }) =>
        `- ${oneLine(text)}: ${personIds.length}${personIds.length === 0 ? '' : ` (${personIds.map((id) => `<@${id}>`).join(', ')})`}`,
    ),
    ...(silent === undefined || silent.length === 0
      ? []
      : [`Not answered: ${silent.map((id) => `<@${id}>`).join(', ')}.`]),
  ].join('\n');
}

// Asks people by buttons, over minutes or days: one vote a person, changeable, the tally on the message.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { defineTool, type Settlement, type Tool, type ToolOutcome } from '../agent/tool.ts';
import { oneLine } from './framing.ts';
import type { PollDesk } from './poll-desk.ts';
import type { Speech } from './post-message.ts';
import type { PeopleBook } from './find-people.ts';
import { withoutKey } from './without-key.ts';

interface PollDeps {
  readonly polls: PollDesk;
  readonly speech: Pick<Speech, 'find'>;
  readonly book: Pick<PeopleBook, 'look'>;
  readonly clock: Clock;
}

const HOUR_MS = 60 * 60_000;
const LONGEST_HOURS = 24 * 30;

export function createOpenPoll({ polls, speech, book, clock }: PollDeps): Tool {
  return defineTool({
    name: 'open_poll',
    description:
      'Ask people to choose by buttons, in this thread or in another channel. One vote a person, which they may change; the counts stand on the ' +
      'message. It closes when everyone who is asked has answered, or when its time is over. Then call read_poll, which waits for the end. ' +
      'Example: {"title": "Which day for the offsite?", "options": ["Thursday", "Friday"], "hours": 24}.',
    effect: 'seen',
    input: z.object({
      title: z.string().trim().min(3).max(300).describe('The question, complete in itself'),
      options: z.array(z.string().trim().min(1).max(70)).min(2).max(10),
      to: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .describe('The channel (#ops or its id); this thread without it'),
      people: z
        .array(z.string().trim().min(1).max(100))
        .min(1)
        .max(50)
        .optional()
        .describe('Ids of those who are asked; everyone there without it'),
      hours: z.number().min(0.05).max(LONGEST_HOURS).default(24).describe('After how many hours it closes'),
    }),
    says: ({ title }) => `Poll: “${oneLine(title).slice(0, 80)}”`,
    isFar: ({ to }, { channelId }) => to !== undefined && !to.includes(channelId),

    async run({ title, options, to, people, hours }, { task, key, confirm }) {
      if (key === undefined) throw withoutKey('open_poll');
      if (new Set(options.map((one) => one.toLowerCase())).size < options.length)
        return failed('two options are the same.');
      const place = await speech.find(task, to);
      if (place.kind === 'closed') return failed(place.reason);
      if (place.kind === 'many') return failed(`several fit: ${place.labels.join(', ')}.`);
      const voters = people?.map((one) => one.replaceAll(/^<?@|>$/gu, ''));
      const known = new Set((await book.look(task)).people.map(({ id }) => id));
      const stranger = voters?.find((id) => !known.has(id));
      if (stranger !== undefined)
        return failed(`"${oneLine(stranger)}" is not the id of a person here: look it up with find_people.`);
      await confirm();
      const closesAt = new Date(clock.now().getTime() + hours * HOUR_MS);
      const { asked } = await polls.open({ key, task, place, question: title, options, voters, closesAt });
      return toOutcome(key, asked);
    },

    async settle(key): Promise<Settlement> {
      const seen = await polls.look(key);
      return seen === undefined ? { kind: 'not-done' } : { kind: 'done', outcome: toOutcome(key, undefined) };
    },

    async undo(key) {
      await polls.withdraw(key);
      return { text: 'The poll is closed.' };
    },
  });
}

function toOutcome(key: string, asked: number | undefined): ToolOutcome {
  const who = asked === undefined ? '' : ` ${asked} ${asked === 1 ? 'person is' : 'people are'} asked.`;
  return {
    text: `The poll is open as "${key}".${who} If anything depends on it, call read_poll {"poll": "${key}"} now: the task rests until it is over. People see it: do not repeat it.`,
  };
}

function failed(reason: string): ToolOutcome {
  return { text: `No poll was opened: ${reason}`, failed: true };
}

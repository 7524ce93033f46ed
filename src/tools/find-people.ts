// Who is meant: people and channels by what they are called, so that a name is looked up and not guessed.
import { z } from 'zod';
import { defineTool, type Tool, type ToolTask } from '../agent/tool.ts';
import { oneLine } from './framing.ts';

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly timeZone: string;
  /** "guest", "deactivated", "bot"; nothing for a colleague like any other. */
  readonly note?: string;
  readonly isHere: boolean;
}

export interface KnownChannel {
  readonly id: string;
  readonly name: string;
  readonly note?: string;
}

export interface KnownGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  /** Their real names, as far as they are known. */
  readonly people: readonly string[];
}

/** What this tool needs of the directory, and no more. */
export interface PeopleBook {
  /** Everyone whom Slack has told us of, and the channels that the person who asks may know. */
  look(task: ToolTask): Promise<{
    readonly people: readonly KnownPerson[];
    readonly channels: readonly KnownChannel[];
  }>;
  /** The user groups of the workspace; undefined when Slack does not say. */
  groups(task: ToolTask): Promise<readonly KnownGroup[] | undefined>;
}

const MOST = 20;
const MOST_IN_GROUP = 50;

export function createFindPeople({ book }: { book: PeopleBook }): Tool {
  return defineTool({
    name: 'find_people',
    description:
      'Find people, channels and user groups by name, with their ids, time zones, whether they are in this channel, and who is in a group. Use it before ' +
      'naming somebody in a step: when several fit, they are candidates to ask about. Without words, it lists who is in this channel.',
    effect: 'read',
    input: z.object({
      words: z
        .string()
        .max(100)
        .optional()
        .describe('A part of a name, or an id: "kenji", "Li Wei", "#ops", "@buyers"'),
    }),
    says: ({ words }) => (words === undefined ? 'Looking who is here' : `Looking for ${oneLine(words)}`),

    async run({ words }, { task }) {
      const { people, channels } = await book.look(task);
      const wanted = plain(words ?? '');
      const found = people.filter((person) =>
        wanted === ''
          ? person.isHere
          : [person.id, person.name, person.realName].some((name) => plain(name).includes(wanted)),
      );
      const places =
        wanted === ''
          ? []
          : channels.filter(({ id, name }) => [id, name].some((one) => plain(one).includes(wanted)));
      const groups = wanted === '' ? [] : ((await book.groups(task)) ?? []);
      const fitting = groups.filter(({ id, handle, name }) =>
        [id, handle, name].some((one) => plain(one).includes(wanted)),
      );
      const lines = [
        ...found.slice(0, MOST).map(personLine),
        ...fitting.slice(0, MOST).map(groupLine),
        ...places
          .slice(0, MOST)
          .map(({ id, name, note }) => `#${oneLine(name)} (${id})${note === undefined ? '' : `, ${note}`}`),
      ];
      if (lines.length === 0)
        return {
          text: `Nobody, no group and no channel that Longhand knows is called "${oneLine(words ?? '')}".`,
        };
      const more = Math.max(0, found.length - MOST) + Math.max(0, places.length - MOST);
      return { text: [...lines, ...(more > 0 ? [`(${more} more: say more of the name.)`] : [])].join('\n') };
    },
  });
}

function personLine({ id, name, realName, timeZone, note, isHere }: KnownPerson): string {
  return [
    `${oneLine(realName)} (${id}, @${oneLine(name)})`,
    timeZone,
    isHere ? 'in this channel' : 'not in this channel',
    ...(note === undefined ? [] : [note]),
  ].join(', ');
}

function groupLine({ id, handle, name, people }: KnownGroup): string {
  const more = people.length > MOST_IN_GROUP ? `, and ${people.length - MOST_IN_GROUP} more` : '';
  const who = people.slice(0, MOST_IN_GROUP).map(oneLine).join(', ');
  return `User group @${oneLine(handle)} (${id}, ${oneLine(name)}): ${who}${more}`;
}

/** As people type it: without marks of mentions, in one case, and with any kind of letters. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/^<?[@#]|\|.*$|>$/gu, '')
    .toLowerCase()
    .trim();
}

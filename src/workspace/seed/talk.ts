// The conversations, read from talk/: `== day time who` opens a message, `-- day time who` answers it, and in
// brackets stand `[file key]` and reactions as `[name who who]`. `# one other` opens a direct conversation.
import { readFileSync } from 'node:fs';
import type { SeedInput } from '../seed-schema.ts';
import type { Calendar } from './calendar.ts';
import { CHANNELS } from './channels.ts';
import { personId } from './people.ts';

type SeedMessage = SeedInput['messages'][number];
type Said = NonNullable<SeedMessage['thread']>[number];

export function readTalk(calendar: Calendar): SeedMessage[] {
  const spoken = CHANNELS.filter(({ kind }) => kind !== 'im').flatMap(({ id, name }) =>
    toMessages(read(name), { channel: id, calendar }),
  );
  const whispered = read('direct')
    .split(/^# /m)
    .filter((part) => part.trim() !== '')
    .flatMap((part) => toMessages(part, { channel: directOf(part.slice(0, part.indexOf('\n'))), calendar }));
  // A workspace has no two messages in the wrong order, whichever file they come from.
  return [...spoken, ...whispered].sort((a, b) => b.minutesAgo - a.minutesAgo);
}

function read(name: string): string {
  return readFileSync(new URL(`talk/${name}.txt`, import.meta.url), 'utf8');
}

function directOf(names: string): string {
  const members = names.trim().split(' ').map(personId);
  const found = CHANNELS.find(
    (channel) => channel.kind === 'im' && members.every((id) => channel.members.includes(id)),
  );
  if (found === undefined) throw new Error(`No direct conversation of ${names}`);
  return found.id;
}

function toMessages(
  talk: string,
  { channel, calendar }: { channel: string; calendar: Calendar },
): SeedMessage[] {
  const roots: SeedMessage[] = [];
  for (const part of talk.split(/^(?=(?:==|--) \d)/m)) {
    const said = toSaid(part, calendar);
    if (said === undefined) continue;
    const root = roots.at(-1);
    if (part.startsWith('--') && root !== undefined) (root.thread ??= []).push(said);
    else roots.push({ ...said, channel });
  }
  return roots;
}

function toSaid(part: string, calendar: Calendar): Said | undefined {
  const found = /^(?:==|--) (\d+) (\d\d:\d\d) ([a-z.]+)((?: \[[^\]]+\])*)\n([\s\S]+)$/.exec(part);
  if (found === null) return undefined;
  const [, day = '', time = '', who = '', extras = '', words = ''] = found;
  const marks = [...extras.matchAll(/\[([^\]]+)\]/g)].map(([, inside = '']) => inside.split(' '));
  const files = marks.filter(([kind]) => kind === 'file').flatMap(([, ...keys]) => keys);
  const reactions = marks
    .filter(([kind]) => kind !== 'file')
    .map(([name = '', ...names]) => ({ name, users: names.map(personId) }));
  return {
    user: personId(who),
    minutesAgo: calendar.minutesAgo(Number(day), time),
    text: withMentions(calendar.fill(words.trim())),
    ...(files.length === 0 ? {} : { files }),
    ...(reactions.length === 0 ? {} : { reactions }),
  };
}

/** `@maya` and `#ops`, as Slack stores them. */
function withMentions(text: string): string {
  return text
    .replace(/@([a-z]+(?:\.[a-z]+)?)/g, (_, name: string) => `<@${personId(name)}>`)
    .replace(/#([a-z-]+)/g, (whole, name: string) => {
      const channel = CHANNELS.find((one) => one.kind !== 'im' && one.name === name);
      return channel === undefined ? whole : `<#${channel.id}|${name}>`;
    });
}

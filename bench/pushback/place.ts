// A case as rows: its people and channel before the goal is heard, its facts only when the model may look for them.
import { newId } from '../../src/base/id.ts';
import type { Hear } from '../../src/flow/heard.ts';
import type { Stores } from '../../src/flow/stores.ts';
import type { Message, SharedFile } from '../../src/history/message.ts';
import { toTime, type Fact, type PushbackCase } from './case.ts';

export const BOT = 'U0LONGHAND';

export interface Place {
  readonly teamId: string;
  readonly channelId: string;
  readonly goal: Message;
  readonly thread: readonly Message[];
  readonly facts: readonly Message[];
  /** The bytes of a file, by the address it is downloaded from. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

interface Member {
  readonly id: string;
  readonly name: string;
  readonly tz: string;
  readonly guest: boolean;
}

const FILE_HOST = 'https://files.invalid/';
const HOUR_S = 3600;

/** Lays the case out: a workspace of its own, so that no case sees another's facts. */
export async function layOut(one: PushbackCase, { directory }: Stores): Promise<Place> {
  const teamId = `T${newId()}`;
  const channelId = `C${newId()}`;
  const now = toTime(one.context.now);
  const members = membersOf(one);
  for (const { id, name, tz, guest } of members) {
    const handle = name.split(/[\s(（]/u)[0]?.toLowerCase() ?? id;
    const kinds = { isBot: false, isGuest: guest, isDeactivated: false };
    await directory.savePerson(
      { teamId, personId: id, name: handle, realName: name, timeZone: tz, ...kinds },
      now,
    );
  }
  const longhand = { name: 'longhand', realName: 'Longhand', timeZone: 'UTC' };
  const isBot = { isBot: true, isGuest: false, isDeactivated: false };
  await directory.savePerson({ teamId, personId: BOT, ...longhand, ...isBot }, now);
  const name = one.context.channel.replace(/^#/u, '');
  await directory.saveChannel({ teamId, channelId, name, kind: 'channel', isArchived: false }, now);
  // Read back whole, as far as anybody knows: nothing waits for a past that is not there.
  await directory.saveBackfill({ teamId, channelId }, { completedAt: now });
  return toPlace(one, { teamId, channelId, members });
}

function toPlace(
  one: PushbackCase,
  { teamId, channelId, members }: { teamId: string; channelId: string; members: readonly Member[] },
): Place {
  const contents = new Map<string, Uint8Array>();
  const nowS = toTime(one.context.now).getTime() / 1000;
  const { requester } = one.context;
  const someone = members.find(({ name }) => name !== requester.name) ?? members[0];
  let said = 0;

  function toMessage(fact: Fact, usualS: number): Message {
    said += 1;
    const atS = fact.at === undefined ? usualS : Math.min(toTime(fact.at).getTime() / 1000, nowS - 1);
    const ts = `${Math.floor(atS)}.${String(said).padStart(4, '0')}00`;
    const files = fact.file === undefined ? [] : [toFile(fact.file, fact.text)];
    const text = fact.file === undefined ? fact.text : '';
    const author = { kind: 'person' as const, id: idOf(fact.from) ?? someone?.id ?? BOT };
    return { teamId, channelId, ts, threadTs: ts, author, text, mentions: [], files };
  }

  function toFile(name: string, content: string): SharedFile {
    const id = `F${newId().replaceAll('-', '').slice(-10).toUpperCase()}`;
    const downloadUrl = `${FILE_HOST}${id}`;
    const bytes = new TextEncoder().encode(content);
    contents.set(downloadUrl, bytes);
    const mimetype = MIMETYPES[name.split('.').at(-1)?.toLowerCase() ?? ''];
    // Contents are texts: a `.pdf` of a case would be opened as what it is not.
    const readable = mimetype === undefined ? `${name}.txt` : name;
    return { id, name: readable, mimetype: mimetype ?? 'text/plain', bytes: bytes.length, downloadUrl };
  }

  function idOf(written: string | undefined): string | undefined {
    if (written === undefined) return undefined;
    return members.find(({ id, name }) => id === written || name === written || name.startsWith(written))?.id;
  }

  const { facts, thread: inThread } = one.context;
  const told = facts.filter(({ tool }) => tool === undefined);
  const messages = told.map((fact, index) => toMessage(fact, nowS - (told.length - index + 1) * 20 * HOUR_S));
  const loose = inThread.map((fact, index) => toMessage(fact, nowS - (inThread.length - index + 1) * 60));
  const root = loose[0]?.ts;
  const thread = loose.map((message) => ({ ...message, threadTs: root ?? message.ts }));
  const plain = toMessage(
    { from: requester.name, at: undefined, file: undefined, tool: undefined, text: '' },
    nowS - 1,
  );
  const goal = { ...plain, threadTs: root ?? plain.ts, text: toMention(one.text), mentions: [BOT] };
  return { teamId, channelId, goal, thread, facts: messages, contents };
}

/** What is said in the thread is there when the goal is heard; to read `facts` takes a look-up. */
export async function tellOld(hear: Hear, messages: readonly Message[]): Promise<void> {
  for (const message of messages) await hear.said({ kind: 'posted', message }, 'old');
}

function membersOf({ context }: PushbackCase): readonly Member[] {
  const named = [...context.channel_members, context.requester, ...authorsOf(context)];
  const byName = new Map<string, Member>();
  for (const { name, tz, guest } of named) {
    const isKnown = [...byName.keys()].some((known) => known === name || known.startsWith(name));
    if (!isKnown) byName.set(name, { id: `U0P${byName.size + 1}`, name, tz, guest });
  }
  return [...byName.values()];
}

function authorsOf({ facts, thread }: PushbackCase['context']): PushbackCase['context']['channel_members'] {
  return [...facts, ...thread].flatMap(({ from }) =>
    from === undefined ? [] : [{ name: from, tz: 'UTC', guest: false }],
  );
}

function toMention(text: string): string {
  if (text.includes(`<@${BOT}>`)) return text;
  return /@longhand/iu.test(text) ? text.replace(/@longhand/iu, `<@${BOT}>`) : `<@${BOT}> ${text}`;
}

const MIMETYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  md: 'text/markdown',
  json: 'application/json',
  txt: 'text/plain',
};

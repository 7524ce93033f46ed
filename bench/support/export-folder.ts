// Reads a Slack export folder and its questions, as bench/recall.ts is given them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export interface ExportedMessage {
  readonly ts: string;
  readonly threadTs: string;
  readonly user: string;
  readonly isBot: boolean;
  readonly text: string;
}

export interface Question {
  readonly channel: string;
  readonly question: string;
  readonly askedAt: string | undefined;
  readonly evidence: readonly string[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
}

const Said = z.object({
  type: z.literal('message'),
  ts: z.string(),
  thread_ts: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().default(''),
});

const Users = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    real_name: z.string().optional(),
    profile: z.object({ real_name: z.string().optional() }).optional(),
  }),
);

const Asked = z.object({
  channel: z.string(),
  question: z.string().min(1),
  asked_at: z.string().optional(),
  evidence: z.array(z.string()).min(1),
});

export async function readPeople(folder: string): Promise<readonly Person[]> {
  const users = Users.parse(JSON.parse(await readFile(join(folder, 'users.json'), 'utf8')));
  return users.map(({ id, name, real_name: realName, profile }) => ({
    id,
    name,
    realName: realName ?? profile?.real_name ?? name,
  }));
}

/** Of a channel's folder, in order of time; what nobody said (joins, topics without words) is left out. */
export async function readChannel(folder: string, channel: string): Promise<readonly ExportedMessage[]> {
  const days = (await readdir(join(folder, channel))).filter((name) => name.endsWith('.json')).sort();
  const messages = new Map<string, ExportedMessage>();
  for (const day of days) {
    const entries = z
      .array(z.unknown())
      .parse(JSON.parse(await readFile(join(folder, channel, day), 'utf8')));
    for (const entry of entries) {
      const said = Said.safeParse(entry);
      if (!said.success || said.data.text === '') continue;
      const { ts, thread_ts: threadTs = ts, user, bot_id: botId, text } = said.data;
      messages.set(ts, { ts, threadTs, user: user ?? botId ?? 'unknown', isBot: user === undefined, text });
    }
  }
  return [...messages.values()].toSorted((one, other) => (one.ts < other.ts ? -1 : 1));
}

/** A question to a line. */
export async function readQuestions(file: string): Promise<readonly Question[]> {
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/u).filter((line) => line.trim() !== '');
  return lines.map((line, at) => {
    const asked = Asked.safeParse(JSON.parse(line));
    if (!asked.success) throw new Error(`${file}, line ${at + 1}: ${z.prettifyError(asked.error)}`);
    const { channel, question, asked_at: askedAt, evidence } = asked.data;
    return { channel, question, askedAt, evidence };
  });
}

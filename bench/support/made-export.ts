// Writes an export of any size as Slack makes them: lists of people and channels, a folder a channel, a file a day.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chatter, type ChatterMessage } from './chatter.ts';

export interface MadeExport {
  readonly bytes: number;
  readonly chars: number;
  readonly messages: number;
}

const TEAM = 'T0MADE';
const PEOPLE = 300;
/** Written down at once, and more than a day's. */
const BATCH = 4_096;
/** Text that never ends by itself: it is the bytes that end it. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

export async function makeExport(
  folder: string,
  { bytes, channels, onProgress }: { bytes: number; channels: number; onProgress: (bytes: number) => void },
): Promise<MadeExport> {
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: channels }, (_, at) => `made-${at}`);
  const made = { bytes: 0, chars: 0, messages: 0 };
  await write(
    'users.json',
    Array.from({ length: PEOPLE }, (_, at) => personOf(at)),
  );
  await write(
    'channels.json',
    names.map((name, at) => ({ id: `C0MADE${at}`, name, created: 1_600_000_000 })),
  );
  for (const [at, name] of names.entries()) {
    await mkdir(join(folder, name));
    const end = (bytes / channels) * (at + 1);
    for (const { day, messages } of days(at + 1)) {
      await write(join(name, `${day}.json`), messages.map(entryOf));
      made.messages += messages.length;
      for (const { text } of messages) made.chars += text.length;
      onProgress(made.bytes);
      if (made.bytes >= end) break;
    }
  }
  return made;

  async function write(path: string, entries: readonly unknown[]): Promise<void> {
    // Slack indents by four.
    const text = JSON.stringify(entries, undefined, 4);
    made.bytes += Buffer.byteLength(text);
    await writeFile(join(folder, path), text);
  }
}

function* days(seed: number): Generator<{ day: string; messages: readonly ChatterMessage[] }> {
  let day = '';
  let messages: ChatterMessage[] = [];
  for (const batch of chatter({ chars: ENDLESS, batch: BATCH, seed })) {
    for (const message of batch) {
      const its = new Date(Number(message.ts) * 1000).toISOString().slice(0, 10);
      if (its !== day) {
        if (messages.length > 0) yield { day, messages };
        day = its;
        messages = [];
      }
      messages.push(message);
    }
  }
}

function personOf(at: number) {
  return {
    id: `U${at}`,
    team_id: TEAM,
    name: `person${at}`,
    deleted: false,
    real_name: `Person ${at}`,
    tz: 'Europe/Berlin',
    is_bot: false,
    profile: { real_name: `Person ${at}`, display_name: '' },
  };
}

/** With what Slack puts beside a text, which is most of an export. */
function entryOf({ ts, threadTs, authorId, text }: ChatterMessage) {
  return {
    user: authorId,
    type: 'message',
    ts,
    text,
    team: TEAM,
    ...(threadTs === ts ? {} : { thread_ts: threadTs, parent_user_id: authorId }),
    user_team: TEAM,
    user_profile: { real_name: `Person ${authorId}`, display_name: '', is_restricted: false },
  };
}

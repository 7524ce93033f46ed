// A channel of the demo workspace as a world of the practice model: its real messages and its real files.
import Papa from 'papaparse';
import { demoSeed } from '../../../src/workspace/seed/seed.ts';
import { readPdf } from '../../../src/tools/files/pdf.ts';
import type { Line, World } from './world.ts';

const DEMO_NOW = Date.UTC(2026, 10, 23, 13, 0);

export async function demoWorld(channelName: string, goal: string): Promise<World> {
  const seed = demoSeed(DEMO_NOW);
  const channel = seed.channels.find(({ name }) => name === channelName);
  const people = new Map(seed.people.map(({ id, realName }) => [id, realName]));
  const files: Record<string, string> = {};
  const names = new Map<string, string>();
  const lines: Line[] = [];
  const toLine = (
    said: { user: string; minutesAgo: number; text: string; files?: readonly string[] | undefined },
    thread?: string,
  ): Line => {
    const at = DEMO_NOW - said.minutesAgo * 60_000;
    const ts = `${Math.floor(at / 1000)}.${String(lines.length).padStart(6, '0')}`;
    const line: Line = {
      ts,
      at: new Date(at).toISOString().slice(0, 16).replace('T', ' '),
      by: `${people.get(said.user) ?? said.user} (${said.user})`,
      text: said.text.replace(/<@(\w+)>/g, (_, id: string) => `@${people.get(id) ?? id}`),
      files: (said.files ?? []).map((key) => names.get(key) ?? key),
      ...(thread === undefined ? {} : { thread }),
    };
    lines.push(line);
    return line;
  };

  const messages = seed.messages.filter((message) => message.channel === channel?.id);
  const shared = new Set(
    messages.flatMap((message) => [message, ...(message.thread ?? [])]).flatMap((said) => said.files ?? []),
  );
  for (const file of seed.files.filter(({ key }) => shared.has(key))) {
    names.set(file.key, file.name);
    files[file.name] = await textOf(file);
  }
  for (const message of messages) {
    const root = toLine(message);
    for (const reply of message.thread ?? []) toLine(reply, root.ts);
  }
  return { messages: lines.sort((one, other) => Number(one.ts) - Number(other.ts)), files, goal };
}

async function textOf(file: {
  name: string;
  text?: string | undefined;
  base64?: string | undefined;
}): Promise<string> {
  if (/\.(?:csv|tsv)$/.test(file.name)) {
    const { data } = Papa.parse<string[]>((file.text ?? '').trim());
    // The world's tables are cut at commas; what stands in quotes keeps its own as another character.
    return data.map((row) => row.map((cell) => cell.replaceAll(',', '，')).join(',')).join('\n');
  }
  if (file.text !== undefined) return file.text;
  const read = await readPdf(Buffer.from(file.base64 ?? '', 'base64'));
  return read.kind === 'pages' ? read.pages.map(({ text }) => text).join('\f') : 'BROKEN';
}

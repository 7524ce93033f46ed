// A Slack export, as a folder and as a zip file, becomes a workspace.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { readSlackExport } from '../../src/workspace/slack-export.ts';
import { startWorkspace } from './support.ts';

const EXPORT: Readonly<Record<string, unknown>> = {
  'users.json': [
    {
      id: 'U01',
      team_id: 'T01',
      name: 'maya',
      real_name: 'Maya Example',
      tz: 'Europe/Berlin',
      profile: { display_name: 'Maya' },
    },
    { id: 'U02', team_id: 'T01', name: 'build', is_bot: true, profile: {} },
  ],
  'channels.json': [
    {
      id: 'C01',
      name: 'general',
      members: ['U01', 'U02', 'U99'],
      topic: { value: 'Everything' },
      purpose: { value: '' },
    },
    { id: 'C02', name: 'old', members: [], is_archived: true },
  ],
  'dms.json': [{ id: 'D01', members: ['U01', 'U02'] }],
  'general/2026-01-02.json': [
    { type: 'message', user: 'U01', text: 'second', ts: '1767340000.000200', thread_ts: '1767250000.000100' },
  ],
  'general/2026-01-01.json': [
    {
      type: 'message',
      user: 'U01',
      text: 'first <@U02>',
      ts: '1767250000.000100',
      thread_ts: '1767250000.000100',
      files: [{ id: 'F01', name: 'offer.pdf' }],
      reactions: [{ name: 'eyes', users: ['U02'], count: 1 }],
    },
    {
      type: 'message',
      subtype: 'bot_message',
      bot_id: 'B77',
      username: 'alerts',
      text: 'disk full',
      ts: '1767250001.000100',
    },
    { type: 'message', user: 'U01', text: 'orphan', ts: '1767250002.000100', thread_ts: '1700000000.000000' },
    { type: 'other' },
  ],
  'D01/2026-01-01.json': [{ type: 'message', user: 'U02', text: 'psst', ts: '1767250003.000100' }],
};

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slack-export-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** The smallest zip file: entries, deflated or not, their directory, and its end. */
function toZip(files: Readonly<Record<string, unknown>>): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    const plain = Buffer.from(JSON.stringify(content));
    const packed = index % 2 === 0 ? deflateRawSync(plain) : plain;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(index % 2 === 0 ? 8 : 0, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(plain.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), packed);
    entries.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}

async function asFolder(): Promise<string> {
  const folder = await temporary();
  for (const [name, content] of Object.entries(EXPORT)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), JSON.stringify(content));
  }
  return folder;
}

test('a folder and a zip file of the same export are the same seed', async () => {
  const zip = join(await temporary(), 'export.zip');
  await writeFile(zip, toZip(EXPORT));
  expect(await readSlackExport(zip)).toEqual(await readSlackExport(await asFolder()));
});

test('people, channels, threads and times of an export stand in the workspace', async () => {
  const { workspace } = await startWorkspace({ seed: await readSlackExport(await asFolder()) });
  const said = workspace.state.messagesIn('#general');
  expect(said.map(({ text, ts }) => [text, ts])).toEqual([
    ['first <@U02>', '1767250000.000100'],
    ['disk full', '1767250001.000100'],
    ['orphan', '1767250002.000100'],
    ['second', '1767340000.000200'],
  ]);
  expect(workspace.state.thread('#general', '1767250000.000100').map(({ text }) => text)).toEqual([
    'first <@U02>',
    'second',
  ]);
  expect(said[0]?.raw).toMatchObject({
    files: [{ name: 'offer.pdf' }],
    reactions: [{ name: 'eyes', count: 1 }],
  });
  expect(said[1]?.isBot).toBe(true);
  expect(workspace.state.messagesIn('D01').map(({ text }) => text)).toEqual(['psst']);
  expect(() => workspace.act.post({ as: 'U01', channel: '#old', text: 'x' })).toThrow('not_in_channel');
});

test('what is no export, or a zip file cut off, is refused with what to do', async () => {
  const folder = await temporary();
  await expect(readSlackExport(folder)).rejects.toMatchObject({ code: 'workspace/bad-seed' });
  const zip = join(folder, 'cut.zip');
  await writeFile(zip, toZip(EXPORT).subarray(0, 200));
  await expect(readSlackExport(zip)).rejects.toMatchObject({ code: 'workspace/zip-unread' });
});

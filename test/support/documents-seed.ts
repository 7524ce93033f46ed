// A channel in which many files were shared.
import type { Seed } from '../../src/workspace/seed-schema.ts';
import { MAYA, smallSeed } from './team.ts';

const FILES_A_MESSAGE = 100;

export function seedWith(files: readonly { readonly file: string; readonly bytes: Uint8Array }[]): Seed {
  const seed = smallSeed();
  const keys = files.map(({ file }) => file);
  const messages = Array.from({ length: Math.ceil(keys.length / FILES_A_MESSAGE) }, (_, at) => ({
    channel: 'C0OPS',
    user: MAYA,
    minutesAgo: 1_000 - at,
    text: 'Documents',
    files: keys.slice(at * FILES_A_MESSAGE, (at + 1) * FILES_A_MESSAGE),
  }));
  const shared = files.map(({ file, bytes }) => ({
    key: file,
    name: file,
    mimetype: 'application/octet-stream',
    base64: Buffer.from(bytes).toString('base64'),
  }));
  return { ...seed, files: [...seed.files, ...shared], messages: [...seed.messages, ...messages] };
}

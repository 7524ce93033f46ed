// One file out of an archive or a mail, by the name under which its pages were kept.
import { openArchive, type Allowance } from './archive.ts';
import { readMail } from './mail.ts';

const MOST_UNPACKED_BYTES = 300_000_000;
const DEEPEST = 3;

/** Undefined when it is not there; throws when it cannot be unpacked. */
export async function findPart(
  bytes: Uint8Array,
  part: string,
  allowance: Allowance = { bytesLeft: MOST_UNPACKED_BYTES, depthLeft: DEEPEST },
): Promise<Uint8Array | undefined> {
  if (allowance.depthLeft === 0) return undefined;
  for (const [name, read] of await filesIn(bytes, allowance)) {
    if (name === part) return read();
    if (!part.startsWith(`${name}/`)) continue;
    const inner = { bytesLeft: allowance.bytesLeft, depthLeft: allowance.depthLeft - 1 };
    const found = read();
    const deeper =
      found === undefined ? undefined : await findPart(found, part.slice(name.length + 1), inner);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

async function filesIn(
  bytes: Uint8Array,
  allowance: Allowance,
): Promise<readonly (readonly [name: string, read: () => Uint8Array | undefined])[]> {
  if (!Buffer.from(bytes.subarray(0, 2)).equals(Buffer.from('PK'))) {
    const { attachments } = await readMail(bytes);
    return attachments.map(({ name, bytes: content }) => [name, () => content] as const);
  }
  const archive = openArchive(bytes, allowance);
  return 'kind' in archive ? [] : archive.paths.map((path) => [path, () => archive.read(path)] as const);
}

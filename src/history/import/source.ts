// An export as files one after the other, whether it lies in a folder or in a zip.
import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toReason } from '../../base/errors.ts';
import { openZip } from './zip.ts';

export interface ExportFile {
  /** With `/` between its parts, from the top of the export. */
  readonly path: string;
  readonly bytes: number;
  /** Another one when the file is another one. */
  readonly mark: string;
  /** Throws when the file cannot be read to its end; what came before is as it stands in the file. */
  read(): AsyncIterable<Uint8Array>;
}

export interface ExportSource {
  /** The files of one folder come together and in the order of their names, as far as the export keeps one. */
  files(): AsyncIterable<ExportFile>;
  close(): Promise<void>;
}

export async function openExport(place: string): Promise<ExportSource> {
  try {
    return (await stat(place)).isDirectory() ? openFolder(place) : await openZip(place);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError({
      code: 'import/unreadable',
      message: `${place} cannot be read: ${toReason(error)}`,
      hint: 'Give the zip that Slack made, or the folder that it was unpacked to.',
      cause: error,
    });
  }
}

const CHUNK_BYTES = 256 * 1024;

function openFolder(top: string): ExportSource {
  async function* filesIn(folder: string): AsyncGenerator<ExportFile> {
    const names: { readonly name: string; readonly isFolder: boolean }[] = [];
    for await (const entry of await opendir(join(top, folder))) {
      // A link may lead anywhere; exports have none.
      if (entry.isFile() || entry.isDirectory())
        names.push({ name: entry.name, isFolder: entry.isDirectory() });
    }
    for (const { name, isFolder } of names.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (isFolder) yield* filesIn(path);
      else {
        const { size, mtimeMs } = await stat(join(top, path));
        yield {
          path,
          bytes: size,
          mark: `${size}:${Math.round(mtimeMs)}`,
          read: () => createReadStream(join(top, path), { highWaterMark: CHUNK_BYTES }),
        };
      }
    }
  }
  return { files: () => filesIn(''), close: async () => undefined };
}

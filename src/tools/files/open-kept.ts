// The files of the task beside those of the channel: whoever reads a document reads both by the same way.
import type { TaskFileStore } from '../../task/file-store.ts';
import { findKept, keptId } from './kept-name.ts';
import type { OpenDocument } from './open-document.ts';
import type { ReadDocument } from './read-document.ts';

interface OpenKeptDeps {
  readonly openShared: OpenDocument;
  readonly taskFiles: TaskFileStore;
  readonly readDocument: ReadDocument;
}

export function createOpenAny({ openShared, taskFiles, readDocument }: OpenKeptDeps): OpenDocument {
  return async function openAny(written, context) {
    const { task, signal } = context;
    const found = findKept(await taskFiles.list(task.id), written);
    const kept = found === undefined ? undefined : await taskFiles.read(task.id, found.name);
    if (kept === undefined) return openShared(written, context);

    const { name, bytes } = kept;
    const document = await readDocument(bytes, { name, mimetype: '' }, { signal });
    if (document.kind === 'failed')
      return { ...document, reason: `"${name}" could not be read. ${document.reason}` };
    return {
      kind: 'opened',
      file: {
        id: keptId(name),
        name,
        mimetype: 'a file of this task',
        bytes: bytes.length,
        messageRef: '',
        sharedBy: 'Longhand',
        sharedAt: '',
      },
      document,
    };
  };
}

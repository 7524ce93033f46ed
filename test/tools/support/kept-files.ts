// A task's files without a database.
import type { TaskFile, TaskFileStore } from '../../../src/task/file-store.ts';

interface Kept {
  readonly name: string;
  readonly text: string;
}

export function keptFiles(...files: Kept[]) {
  const kept = new Map<string, TaskFile>(
    files.map(({ name, text }) => [name, { name, bytes: new TextEncoder().encode(text) }]),
  );
  const taskFiles: TaskFileStore = {
    list: async () =>
      [...kept.values()]
        .map(({ name, bytes }) => ({ name, bytes: bytes.length }))
        .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    read: async (_, name) => kept.get(name),
    save: async (_, files) => {
      for (const file of files) kept.set(file.name, file);
      return { kind: 'saved' };
    },
  };
  return {
    taskFiles,
    textOf: (name: string) => {
      const file = kept.get(name);
      return file === undefined ? undefined : new TextDecoder().decode(file.bytes);
    },
    names: () => [...kept.keys()].toSorted(),
  };
}

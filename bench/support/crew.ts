// Some processes that share one database and one workspace; each can be killed, and comes back.
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { kill, startProcess } from '../../test/support/child-process.ts';

export interface Crew {
  readonly size: number;
  /** Kills one with -9; resolves, when it is gone, to how it is started again. */
  kill(index: number): Promise<() => Promise<void>>;
  resize(size: number): Promise<void>;
}

const MOST_STARTS = 5;

export function createCrew(
  stack: AsyncDisposableStack,
  { folder, settings }: { folder: string; settings: Readonly<Record<string, string>> },
): Crew {
  const members: ChildProcess[] = [];
  stack.defer(async () => {
    await Promise.all(members.map(kill));
  });

  async function start(index: number): Promise<ChildProcess> {
    const own = join(folder, `member-${index}`);
    await mkdir(own, { recursive: true });
    // On a busy machine a start may run out of patience with its database.
    for (let tries = 1; ; tries += 1) {
      try {
        return await startProcess({ ...settings, LONGHAND_DATA: own });
      } catch (error) {
        if (tries === MOST_STARTS) throw error;
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }

  return {
    get size() {
      return members.length;
    },
    kill: async (index) => {
      const member = members[index];
      if (member !== undefined) await kill(member);
      return async () => {
        members[index] = await start(index);
      };
    },
    resize: async (size) => {
      await Promise.all(members.splice(size).map(kill));
      while (members.length < size) members.push(await start(members.length));
    },
  };
}

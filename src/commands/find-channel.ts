// The channel that a command names, by its id or by its name with or without a hash.
import { AppError } from '../base/errors.ts';
import type { Sql } from '../db/pool.ts';
import { createDirectoryStore, type Channel } from '../history/directory-store.ts';

export async function findChannel(
  sql: Sql,
  { teamId, named }: { teamId: string; named: string },
): Promise<Channel> {
  const channels = await createDirectoryStore(sql).channels(teamId);
  const name = named.replace(/^#/u, '');
  const found = channels.find((channel) => channel.channelId === name || channel.name === name);
  if (found !== undefined) return found;
  const names = channels.filter(({ kind }) => kind !== 'im').map((channel) => channel.name);
  throw new AppError({
    code: 'cli/unknown-channel',
    message: `The history has no channel "${named}".`,
    hint:
      names.length === 0
        ? 'It has none yet: Longhand hears of a channel when it is invited to it.'
        : `It has: ${names.slice(0, 20).join(', ')}.`,
  });
}

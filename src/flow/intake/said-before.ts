// What was said of a goal, and of its approval, before the newest messages: the index finds it over all of the history.
import { searchMessages } from '../../history/search/search-store.ts';
import type { StoredMessage } from '../../history/store.ts';
import type { Task } from '../../task/store.ts';
import type { Stores } from '../stores.ts';

const MOST_FOUND = 20;
/** Words beyond these make a search slower and no better. */
const ASKED_CHARS = 400;
const APPROVING = 'approve approved approval rejected 批准 同意 审批';

export async function saidBefore(
  { sql, history }: Stores,
  {
    task: { teamId, channelId },
    about,
    newest,
  }: { task: Pick<Task, 'teamId' | 'channelId'>; about: string; newest: readonly StoredMessage[] },
): Promise<readonly StoredMessage[]> {
  const [beforeTs = ''] = newest.map(({ ts }) => ts).toSorted();
  const goal = about.slice(0, ASKED_CHARS);
  const found = new Map<string, StoredMessage>();
  for (const words of [goal, `${goal} ${APPROVING}`]) {
    for (const { ts } of await searchMessages(sql, {
      teamId,
      channelId,
      words,
      limit: MOST_FOUND,
      beforeTs,
    })) {
      const message = found.has(ts) ? undefined : await history.find({ teamId, channelId, ts });
      if (message !== undefined) found.set(ts, message);
    }
  }
  return [...found.values()];
}

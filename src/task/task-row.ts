// A task as its row has it.
import { z } from 'zod';
import { TASK_STATES } from './state.ts';
import type { Task } from './store.ts';

export const TaskColumns = z.object({
  id: z.string(),
  number: z.number(),
  team_id: z.string(),
  channel_id: z.string(),
  thread_ts: z.string(),
  goal_ts: z.string(),
  owner_id: z.string(),
  language: z.enum(['en', 'zh']),
  state: z.enum(TASK_STATES),
  opened_at: z.date(),
});
export const TaskRow = TaskColumns.transform(toTask);

export function toTask(row: z.infer<typeof TaskColumns>): Task {
  return {
    id: row.id,
    number: row.number,
    teamId: row.team_id,
    channelId: row.channel_id,
    threadTs: row.thread_ts,
    goalTs: row.goal_ts,
    ownerId: row.owner_id,
    language: row.language,
    state: row.state,
    openedAt: row.opened_at,
  };
}

// A due occurrence opens a task as a person does: a message in the channel, and the work in its thread.
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { toLocalTime } from '../history/render.ts';
import type { DueTask, OpenTask } from './recur.ts';
import type { Transact } from './stores.ts';
import type { Language, Voice } from './words.ts';

export interface OpenDueDeps {
  readonly transact: Transact;
  readonly voice: Voice;
  readonly clock: Clock;
  /** Slack's name for a message that was sent, once it was. */
  sentTs(key: string): Promise<string | undefined>;
}

const LOOK_MS = 250;
const LOOKS = 80;

export function createOpenDueTask({ transact, voice, clock, sentTs }: OpenDueDeps): OpenTask {
  return async function openTask(due) {
    const key = `due:${due.key}`;
    await transact(({ sql }) =>
      voice.say(sql, {
        key,
        channelId: due.channelId,
        language: due.language,
        words: { kind: 'notice', tone: 'info', text: heading(due) },
      }),
    );
    const ts = await untilSent(key);
    const taskId = await transact(async (stores) => {
      // The echo of our own post brings the same message; whoever comes first records it.
      await stores.history.record({
        kind: 'posted',
        message: {
          teamId: due.teamId,
          channelId: due.channelId,
          ts,
          threadTs: ts,
          author: { kind: 'longhand' },
          text: heading(due),
          mentions: [],
          files: [],
        },
      });
      const task = await stores.tasks.open({
        id: newId(),
        teamId: due.teamId,
        channelId: due.channelId,
        threadTs: ts,
        goalTs: ts,
        ownerId: due.ownerId,
        language: due.language,
        openedAt: clock.now(),
      });
      await stores.jobs.enqueueAdvance(task.id);
      return task.id;
    });
    return { taskId };
  };

  async function untilSent(key: string): Promise<string> {
    for (let look = 0; look < LOOKS; look += 1) {
      const ts = await sentTs(key);
      if (ts !== undefined) return ts;
      await clock.sleep(LOOK_MS);
    }
    throw new AppError({
      code: 'schedule/not-posted',
      message: 'The report is due, but its message could not be posted to the channel yet.',
      hint: 'Check that Longhand is still in the channel and that the channel is not archived; it is tried again each minute.',
    });
  }
}

const REPORT: Record<Language, (number: number, time: string) => string> = {
  en: (number, time) => `Report ${number}, due ${time}`,
  zh: (number, time) => `定期报告 ${number}，应于 ${time} 生成`,
};

function heading({ language, scheduleNumber, dueAt, timeZone, goal }: DueTask): string {
  return `${REPORT[language](scheduleNumber, toLocalTime(dueAt, timeZone))}\n${goal}`;
}

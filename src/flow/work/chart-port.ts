// A chart that a tool drew → a message of its own in the task's thread.
import type { ChartTeller } from '../../tools/draw-chart.ts';
import { isUnsaid } from '../schedule/run.ts';
import { SENTENCES } from '../sentences.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Voice, Words } from '../words.ts';

interface ChartPortDeps {
  readonly transact: Transact;
  readonly voice: Voice;
  readonly now: () => Date;
}

export function createChartPort({ transact, voice, now }: ChartPortDeps): ChartTeller {
  async function say(
    stores: Stores,
    { taskId, key, words }: { taskId: string; key: string; words: Words },
  ): Promise<void> {
    const task = await stores.tasks.find(taskId);
    if (task === undefined) throw new Error('a chart was drawn for a task that is no more');
    const { channelId, threadTs, language } = task;
    // What a run posts stands in the channel, as its report does.
    const place = isUnsaid(threadTs) ? { channelId } : { channelId, threadTs };
    await voice.say(stores.sql, { key: `chart:${key}`, ...place, language, words });
  }

  return {
    say: async ({ context: { task, key, confirm }, title, chart, outcome }) => {
      if (key === undefined) throw new Error('a chart was to be posted without a key in the effect ledger');
      await confirm();
      await transact(async (stores) => {
        await say(stores, { taskId: task.id, key, words: { kind: 'chart', title, chart } });
        // With the message, so that nobody ever has to find out whether it was said.
        await stores.effects.settle(key, { state: 'done', outcome, at: now() });
      });
    },

    takeBack: (key, { task }) =>
      transact(async (stores) => {
        const language = (await stores.tasks.find(task.id))?.language ?? 'en';
        const text = SENTENCES.chartTakenBack[language]();
        await say(stores, { taskId: task.id, key, words: { kind: 'notice', tone: 'info', text } });
      }),
  };
}

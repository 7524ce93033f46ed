// How a run of a schedule speaks: nothing while it works, its report where it was agreed, and what needs a person at once.
import { momentInWords } from '../../schedule/times.ts';
import { whenInWords } from '../../schedule/when.ts';
import type { Task } from '../../task/store.ts';
import { figuresInWords, hasMoved, takeFigures } from './figures.ts';
import { tellReplay } from './replay.ts';
import { isUnsaid, runOf, type RunOfTask } from './run.ts';
import { scheduleWords } from './schedule-sentences.ts';
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import { countSaid } from './talk-store.ts';
import { resultWords, type Tell, type TellDeps } from '../tell.ts';
import type { Words } from '../words.ts';

/** What a task says in a thread goes on as it is; what a run without one says is said here. */
export function createRunTell(tell: Tell, deps: TellDeps): Tell {
  const { voice, now } = deps;

  /** Said in the channel itself, or to the one person it is for; nothing of a replay reaches anyone by itself. */
  async function say(stores: Stores, task: Task, said: { key: string; words: Words }): Promise<void> {
    const of = await runOf(stores, task.id);
    if (of === undefined || of.run.kind === 'replay') return;
    const channelId = of.run.kind === 'trial' ? (of.run.askedBy ?? task.ownerId) : task.channelId;
    await stores.runs.notePost({ key: said.key, taskId: task.id, isReport: false });
    await voice.say(stores.sql, { ...said, channelId, language: task.language });
  }

  return {
    ...tell,
    brief: async (stores, told) => (isUnsaid(told.task.threadTs) ? undefined : tell.brief(stores, told)),
    plan: async (stores, situation, told) =>
      isUnsaid(situation.task.threadTs) ? undefined : tell.plan(stores, situation, told),
    ledger: async (stores, task) => (isUnsaid(task.threadTs) ? undefined : tell.ledger(stores, task)),
    status: async (stores, task, status) =>
      isUnsaid(task.threadTs) ? undefined : tell.status(stores, task, status),
    react: async (stores, told) => (isUnsaid(told.ts) ? undefined : tell.react(stores, told)),

    card: async (stores, told) => {
      if (!isUnsaid(told.task.threadTs)) return tell.card(stores, told);
      if (await endReplay(stores, told.task, askedIn(told.words))) return;
      await say(stores, told.task, { key: `card:${told.words.cardId}`, words: told.words });
    },

    notice: async (stores, told) => {
      const { task, key, tone, text } = told;
      if (!isUnsaid(task.threadTs)) return tell.notice(stores, told);
      if (isBeside(key)) return; // Nobody waits for a run that is still at it.
      if (await endReplay(stores, task, text)) return;
      const of = await runOf(stores, task.id);
      const heading = of === undefined ? '' : `${headingOf(of, task)}\n`;
      await say(stores, task, {
        key: `notice:${task.id}:${key}`,
        words: { kind: 'notice', tone, text: `${heading}${text}` },
      });
    },

    result: async (stores, told) => {
      const of = await runOf(stores, told.situation.task.id);
      if (of?.run.state !== 'running') return tell.result(stores, told);
      await report(stores, { ...told, of }, deps);
    },
  };

  /** Nobody answers a replay: what it would have asked or could not do is its end. True when it was one. */
  async function endReplay(stores: Stores, task: Task, why: string): Promise<boolean> {
    const run = await stores.runs.ofTask(task.id);
    if (run?.kind !== 'replay') return false;
    if (run.state === 'running' || run.state === 'failed')
      await stores.runs.settle(task.id, { state: 'failed', why, at: now() });
    await tellReplay(stores, run, deps);
    return true;
  }

  async function report(
    stores: Stores,
    { situation, markdown, of }: { situation: Situation; markdown: string; of: RunOfTask },
    { permalink }: TellDeps,
  ): Promise<void> {
    const { task, lastSeq } = situation;
    const { run, schedule, terms } = of;
    const at = now();
    const taken = takeFigures(markdown);
    const last = await stores.runs.lastReported(schedule.id, run.dueAt);
    const percent = terms.onlyIfMovedPercent;
    if (percent !== undefined && !hasMoved(last?.figures, taken.figures, percent)) {
      await stores.runs.settle(task.id, { state: 'nothing', at, report: taken.markdown });
      if (run.kind === 'replay') return tellReplay(stores, run, deps);
      const occurrence = await stores.occurrences.ofTask(task.id);
      if (occurrence === undefined) return;
      return void (await stores.occurrences.settle(occurrence, {
        state: 'nothing',
        why: { kind: 'unmoved', percent },
        at,
      }));
    }

    const result = await resultWords(stores, { situation, markdown: taken.markdown, at }, deps);
    await stores.runs.settle(task.id, {
      state: 'reported',
      report: taken.markdown,
      at,
      ...(taken.figures === undefined ? {} : { figures: taken.figures }),
    });
    if (run.kind === 'replay') return tellReplay(stores, run, deps);
    const words: Words = {
      kind: 'report',
      ...result,
      heading: headingOf(of, task),
      since:
        last === undefined
          ? undefined
          : await sinceWords(stores, { last, figures: taken.figures, of, permalink }),
    };
    for (const [index, place] of placesOf(of).entries()) {
      const key = `report:${task.id}:${lastSeq}${index === 0 ? '' : `:to-${index + 1}`}`;
      await stores.runs.notePost({ key, taskId: task.id, isReport: true });
      await voice.say(stores.sql, { key, ...place, language: task.language, words });
    }
  }
}

/** The model is slow, a budget is nearly used: word for those who watch. */
function isBeside(key: string): boolean {
  return key === 'model' || key.startsWith('budget:');
}

function askedIn({ questions, evidence }: Extract<Words, { kind: 'card' }>): string {
  return [...questions, ...evidence].map(({ text }) => text).join(' · ');
}

function placesOf({ run, schedule, terms }: RunOfTask): readonly { channelId: string; threadTs?: string }[] {
  if (run.kind === 'trial') return [{ channelId: run.askedBy ?? terms.ownerId }];
  if (terms.places.length === 0) return [{ channelId: schedule.channelId }];
  return terms.places.map(({ channelId, threadTs }) => ({
    channelId,
    ...(threadTs === undefined ? {} : { threadTs }),
  }));
}

function headingOf({ run, schedule, terms }: RunOfTask, { language }: Task): string {
  const say = scheduleWords(language);
  if (run.kind === 'trial') return say.trialHeading(schedule.number);
  const due = momentInWords(run.dueAt, { timeZone: terms.timeZone, language });
  return say.heading(schedule.number, whenInWords(terms, language), due);
}

/** Counted by code: what is different, whatever the report says of it. */
async function sinceWords(
  stores: Stores,
  {
    last,
    figures,
    of: { schedule, terms, run },
    permalink,
  }: {
    last: NonNullable<Awaited<ReturnType<Stores['runs']['lastReported']>>>;
    figures: Readonly<Record<string, number>> | undefined;
    of: RunOfTask;
    permalink: TellDeps['permalink'];
  },
): Promise<{ text: string; url?: string }> {
  const { language, timeZone } = terms;
  const say = scheduleWords(language);
  const due = momentInWords(last.dueAt, { timeZone, language });
  const said = await countSaid(stores.sql, schedule, { after: last.dueAt, until: run.dueAt });
  const changes = [...figuresInWords(last.figures ?? {}, figures ?? {}), say.newMessages(said)];
  const post = (await stores.runs.posts(last.taskId)).find(
    ({ isReport, ts }) => isReport && ts !== undefined,
  );
  const url =
    post?.ts === undefined || /^[UW]/u.test(post.channelId) ? undefined : permalink(post.channelId, post.ts);
  return { text: `${say.since(due)}: ${changes.join(' · ')}`, ...(url === undefined ? {} : { url }) };
}

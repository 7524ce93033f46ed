// What stands in a schedule's way is put to whoever may decide, once, with the choices there are: never silence.
import type { Schedule } from '../../schedule/store.ts';
import type { Why } from '../../schedule/why.ts';
import { scheduleWords } from './schedule-sentences.ts';
import { fullView } from './schedule-view.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { ScheduleAct, Voice } from '../words.ts';

export interface Trouble {
  /** Pauses it and says so. When it is paused already that was said, but for an owner who has left since. */
  pause(
    stores: Stores,
    schedule: Schedule,
    because: { why: Why; now: Date; failures?: number },
  ): Promise<void>;
  /** Asks whether it shall end: nobody seems to read it. */
  proposeEnd(stores: Stores, schedule: Schedule, unread: { count: number; now: Date }): Promise<void>;
}

interface TroubleDeps {
  readonly voice: Voice;
  permalink(channelId: string, ts: string): string | undefined;
}

/** Kept as the reason of the pause, where people's ids stand otherwise. */
const TROUBLE = 'trouble';

export function createTrouble({ voice, permalink }: TroubleDeps): Trouble {
  async function put(
    stores: Stores,
    schedule: Schedule,
    asked: { key: string; title: string; acts: readonly ScheduleAct[]; to: string; now: Date },
  ): Promise<void> {
    const { language } = schedule.terms;
    const view = await fullView(stores, schedule, { language, now: asked.now, acts: asked.acts, permalink });
    await voice.say(stores.sql, {
      key: asked.key,
      channelId: asked.to, // Slack takes a person for the direct message with them.
      language,
      words: { kind: 'schedule', title: asked.title, view: { ...view, card: asked.key } },
    });
  }

  return {
    pause: async (stores, { id }, { why, now, failures }) => {
      const schedule = await stores.schedules.lock(id);
      const isOwnerGone = why.kind === 'owner-gone';
      // What was paused already was asked of somebody who is not there any more.
      const isToAsk = schedule?.state === 'on' || (isOwnerGone && schedule?.state === 'paused');
      if (schedule === undefined || !isToAsk) return;
      await stores.schedules.pause(id, { why: TROUBLE });
      const { terms, number, version } = schedule;
      const say = scheduleWords(terms.language);
      const { names } = await renderOptionsFor(stores, { teamId: schedule.teamId, personId: terms.ownerId });
      const owner = names.person(terms.ownerId) ?? terms.ownerId;
      const acts: readonly ScheduleAct[] =
        why.kind === 'owner-gone'
          ? ['take-over', 'delete']
          : why.kind === 'place-gone'
            ? ['to-me', 'resume', 'delete']
            : ['try-again', 'resume', 'delete'];
      const title = isOwnerGone
        ? say.ownerGone(number, owner)
        : failures === undefined
          ? say.pausedBecause(number, say.why(why))
          : say.pausedAfter(number, failures, say.why(why));
      await put(
        stores,
        { ...schedule, state: 'paused' },
        {
          // Said once, however often Slack tells it.
          key: `trouble:${id}:${version}:${isOwnerGone ? 'owner-gone' : now.getTime()}`,
          title,
          acts,
          to: await deciderOf(stores, schedule, { isOwnerGone }),
          now,
        },
      );
    },

    proposeEnd: async (stores, schedule, { count, now }) => {
      await stores.schedules.noteEndProposed(schedule.id, now);
      await put(stores, schedule, {
        key: `unread:${schedule.id}:${now.getTime()}`,
        title: scheduleWords(schedule.terms.language).unread(schedule.number, count),
        acts: ['keep', 'pause', 'delete'],
        to: await deciderOf(stores, schedule),
        now,
      });
    },
  };
}

/** The owner, or the deputy of one who has left; without either somebody in the channel has to find themselves. */
async function deciderOf(
  { directory }: Stores,
  { teamId, channelId, terms: { ownerId, deputyId } }: Schedule,
  { isOwnerGone }: { isOwnerGone: boolean } = { isOwnerGone: false },
): Promise<string> {
  // Who has just left may stand in the directory as they were, if somebody was looking them up meanwhile.
  const owner = isOwnerGone ? [] : [ownerId];
  for (const personId of [...owner, ...(deputyId === undefined ? [] : [deputyId])]) {
    const person = await directory.person({ teamId, personId });
    if (person?.isDeactivated !== true) return personId;
  }
  return channelId;
}

// What comes by itself as one part: proposed and changed at the desk, begun when due, paused in trouble, gone on with.
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { mayReadIn } from '../../guard/audience.ts';
import type { Message } from '../../history/message.ts';
import type { Task } from '../../task/store.ts';
import type { Ended } from '../heard.ts';
import type { Stores } from '../stores.ts';
import type { Voice } from '../words.ts';
import { answeredRun, lookForCopy, type ContinueDeps, type CopyLook } from './continue-run.ts';
import { pauseEnded } from './place-ended.ts';
import { createRecur, type Recur, type RecurDeps } from './recur.ts';
import { createDesk, type Desk } from './schedule-desk.ts';
import { createScheduleForms, type ScheduleForms } from './schedule-forms.ts';
import { createTrouble, type Trouble } from './schedule-trouble.ts';

interface SchedulesDeps extends ContinueDeps, Pick<RecurDeps, 'findPerson'> {
  readonly voice: Voice;
  readonly clock: Clock;
  readonly log: Log;
  permalink(channelId: string, ts: string): string | undefined;
}

/** What a message or an event from Slack may mean for a schedule. */
export interface HeardSchedules extends Pick<Desk, 'list'> {
  /** Before the transaction: whose report a reply may stand under in another place. */
  look(message: Message): Promise<CopyLook | undefined>;
  /** The task that goes on with the report this message replies to. */
  answered(stores: Stores, message: Message, look: CopyLook | undefined): Promise<Task | undefined>;
  ended(stores: Stores, ended: Ended): Promise<void>;
}

export interface Schedules {
  readonly desk: Desk;
  readonly recur: Recur;
  readonly trouble: Trouble;
  readonly heard: HeardSchedules;
  readonly forms: ScheduleForms;
}

export function createSchedules(deps: SchedulesDeps): Schedules {
  const { clock } = deps;
  const trouble = createTrouble(deps);
  const recur = createRecur({ ...deps, trouble });
  const desk = createDesk({
    ...deps,
    mayRead: (place) => mayReadIn(deps.memberships, place),
    // Nobody's click waits for it, and what fails of it is tried at the next tick.
    begin: () => void recur.tick(),
  });
  return {
    desk,
    recur,
    trouble,
    forms: createScheduleForms({ ...deps, desk }),
    heard: {
      list: desk.list,
      look: (message) => lookForCopy(message, deps),
      answered: answeredRun,
      ended: (stores, ended) => pauseEnded(stores, ended, { trouble, now: clock.now() }),
    },
  };
}

// The one place where schedules are proposed, shown and changed: tools, buttons, App Home and plain words come here.
import type { Clock } from '../../base/clock.ts';
import type { NewSchedule, Schedule } from '../../schedule/store.ts';
import { languageOf } from '../../task/language-store.ts';
import { perform, readerOf, type Act, type Acted, type ActRequest } from './schedule-acts.ts';
import { actedInWords } from './schedule-answers.ts';
import { scheduleWords } from './schedule-sentences.ts';
import {
  actsFor,
  actsOnCard,
  actsWhenSettled,
  fullView,
  proposalView,
  shortView,
  wholeView,
} from './schedule-view.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Language, ScheduleView, Voice, Words } from '../words.ts';

export interface DeskDeps {
  readonly transact: Transact;
  readonly voice: Voice;
  readonly clock: Clock;
  permalink(channelId: string, ts: string): string | undefined;
  /** Whether a person reads in a channel themselves, as Slack says now. */
  mayRead?(place: { channelId: string; personId: string }): Promise<boolean>;
  /** Begins what is due: nobody who asks for a run waits for the next minute. */
  begin?(): void;
}

/** A button that somebody pressed or a form that they sent, and where it stands. */
export interface ScheduleClick {
  readonly teamId: string;
  readonly personId: string;
  /** Slack's name for this click: the same click delivered twice has the same one. */
  readonly key: string;
  readonly scheduleId: string;
  readonly version: number;
  /** Of a change without its terms people are told how to say it: the form for it could not be opened. */
  readonly act: Act;
  readonly card: string | undefined;
  /** Absent in App Home, which shows by itself what came of it. */
  readonly place: { readonly channelId: string; readonly threadTs: string } | undefined;
}

export interface Desk {
  /** Makes it and puts its card into the thread: nothing runs before somebody switches it on. */
  propose(schedule: NewSchedule): Promise<Schedule>;
  /** For words: what came of it is told by whoever asked for it. */
  act(asked: {
    scheduleId: string;
    by: string;
    act: Act;
    /** Where it was asked. */
    task: { channelId: string; threadTs: string };
  }): Promise<{ acted: Acted; said: string }>;
  clicked(click: ScheduleClick): Promise<void>;
  /** Says in the thread which there are; decided by code, without a model. */
  list(stores: Stores, asked: ListRequest): Promise<void>;
  /** Those of one person, for App Home. */
  ofPerson(person: { teamId: string; personId: string }): Promise<OwnSchedules>;
}

/** With the language in which the person made the last of them. */
export interface OwnSchedules {
  readonly views: readonly ScheduleView[];
  readonly language: Language;
}

export interface ListRequest {
  readonly teamId: string;
  readonly channelId: string;
  readonly threadTs: string;
  readonly ts: string;
  readonly personId: string;
  readonly isDirect: boolean;
  readonly language: Language;
  /** The one that is to be shown whole. */
  readonly number?: number;
}

/** What a list offers fits into a row; the rest goes by words. */
const MOST_LISTED = 12;

export function createDesk({ transact, voice, clock, permalink, mayRead, begin }: DeskDeps): Desk {
  const now = (): Date => clock.now();

  async function sayCard(stores: Stores, schedule: Schedule, settled?: string): Promise<void> {
    const { id, version, channelId, threadTs, terms } = schedule;
    const { language } = terms;
    const stands = await stores.schedules.find(id);
    const at = settled === undefined ? { acts: actsOnCard(terms, now()) } : actsWhenSettled(stands);
    const view = await proposalView(stores, schedule, { language, now: now(), ...at, permalink });
    const card = cardKey(id, version);
    await voice.say(stores.sql, {
      key: card,
      channelId,
      ...(threadTs === undefined ? {} : { threadTs }),
      language,
      words: {
        kind: 'schedule',
        title: scheduleWords(language).proposal,
        ...(settled === undefined ? { view: { ...view, card } } : { view, settled }),
      },
    });
  }

  /** Asked of Slack before the transaction: what is private is told to nobody who could not read it. */
  async function hasReader({ scheduleId, by, act }: Pick<ActRequest, 'scheduleId' | 'by' | 'act'>) {
    const personId = readerOf(act, by);
    const schedule = await transact(({ schedules }) => schedules.find(scheduleId));
    if (mayRead === undefined || schedule === undefined || personId === undefined) return true;
    if (personId === schedule.terms.ownerId) return true;
    return mayRead({ channelId: schedule.channelId, personId });
  }

  async function performIn(
    stores: Stores,
    { isReadable, ...asked }: Omit<ActRequest, 'now'> & { isReadable: boolean },
  ): Promise<{ acted: Acted; said: string; language: Language }> {
    const before = await stores.schedules.find(asked.scheduleId);
    const acted: Acted =
      !isReadable && before !== undefined
        ? { kind: 'nothing', schedule: before, because: 'no-reader' }
        : await perform(stores, { ...asked, now: now() });
    if (acted.kind === 'unknown' || before === undefined)
      return { acted, language: 'en', said: actedInWords('en').unknown };
    const { language } = acted.schedule.terms;
    const { names } = await renderOptionsFor(stores, {
      teamId: acted.schedule.teamId,
      personId: acted.schedule.terms.ownerId,
    });
    const nameOf = (id: string): string => names.person(id) ?? id;
    const said = actedInWords(language).said(acted, asked, nameOf);
    await afterwards(stores, { before, acted, said, by: asked.by });
    return { acted, said, language };
  }

  /** The card shows what it has become; a suggestion reaches whoever decides. */
  async function afterwards(
    stores: Stores,
    { before, acted, said, by }: { before: Schedule; acted: Acted; said: string; by: string },
  ): Promise<void> {
    if (acted.kind === 'suggested') {
      await voice.say(stores.sql, {
        key: `suggested:${before.id}:${by}:${now().getTime()}`,
        channelId: before.terms.ownerId,
        language: before.terms.language,
        words: { kind: 'notice', tone: 'info', text: said },
      });
      return;
    }
    if (acted.kind !== 'done' || before.state !== 'proposed') return;
    const { schedule } = acted;
    if (schedule.state !== 'proposed') return sayCard(stores, before, said);
    if (schedule.version === before.version) return; // A trial: the card still waits.
    await sayCard(stores, before, actedInWords(before.terms.language).replaced);
    await sayCard(stores, schedule);
  }

  return {
    propose: (asked) =>
      transact(async (stores) => {
        const schedule = await stores.schedules.create(asked);
        if (schedule.state === 'proposed') await sayCard(stores, schedule);
        return schedule;
      }),

    act: async ({ task: { channelId, threadTs }, ...asked }) => {
      const isReadable = await hasReader(asked);
      const came = await transact((stores) =>
        performIn(stores, { ...asked, isReadable, place: { channelId, threadTs } }),
      );
      begin?.();
      return came;
    },

    clicked: async (click) => {
      const isReadable = await hasReader({ ...click, by: click.personId });
      await transact(async (stores) => {
        const { scheduleId, personId: by, version, act, place, card } = click;
        const isNew = await stores.runs.noteClick(click.key, now());
        if (!isNew) return;
        if (act.kind === 'change' && Object.keys(act.terms).length === 0) return hint(stores, click);
        const asked = { scheduleId, by, version, act, ...(place === undefined ? {} : { place }) };
        const { said, language, acted } = await performIn(stores, { ...asked, isReadable });
        if (card !== undefined && !card.startsWith('schedule:') && acted.kind === 'done')
          await settleCard(stores, { card, acted, said });
        const isOnCard = card?.startsWith('schedule:') === true && acted.kind === 'done';
        if (place === undefined || (isOnCard && act.kind !== 'trial')) return;
        await notice(stores, { key: click.key, place, language, text: said });
      });
      begin?.();
    },

    list: async (stores, asked) => {
      const { teamId, channelId, threadTs, ts, personId, isDirect, language, number } = asked;
      const all = isDirect
        ? await stores.schedules.ofPerson({ teamId, personId })
        : await stores.schedules.inChannel({ teamId, channelId });
      const found = number === undefined ? all : all.filter((one) => one.number === number);
      const views = await viewsOf(stores, found.slice(0, MOST_LISTED), {
        language,
        isWhole: number !== undefined,
      });
      const words: Words = {
        kind: 'schedule-list',
        title: scheduleWords(language).asList(found.length),
        views,
      };
      await voice.say(stores.sql, {
        key: `schedules:${channelId}:${ts}`,
        channelId,
        threadTs,
        language,
        words,
      });
    },

    ofPerson: ({ teamId, personId }) =>
      transact(async (stores) => {
        const found = await stores.schedules.ofPerson({ teamId, personId });
        const known = found.at(-1)?.terms.language;
        const language = known ?? (await languageOf(stores.sql, { teamId, personId }));
        const views = await viewsOf(stores, found, { language, isWhole: false });
        return { views, language };
      }),
  };

  /** One after the other: they share the connection of the transaction. */
  async function viewsOf(
    stores: Stores,
    schedules: readonly Schedule[],
    { language, isWhole }: { language: Language; isWhole: boolean },
  ): Promise<readonly ScheduleView[]> {
    const views: ScheduleView[] = [];
    const view = isWhole ? wholeView : shortView;
    for (const schedule of schedules) {
      const request = { language, now: now(), ...actsFor(schedule.state), permalink };
      views.push(await view(stores, schedule, request));
    }
    return views;
  }

  async function settleCard(
    stores: Stores,
    { card, acted, said }: { card: string; acted: Extract<Acted, { kind: 'done' }>; said: string },
  ): Promise<void> {
    const { schedule } = acted;
    const { language, ownerId } = schedule.terms;
    const view = await fullView(stores, schedule, { language, now: now(), acts: [], permalink });
    await voice.say(stores.sql, {
      key: card,
      channelId: ownerId,
      language,
      words: { kind: 'schedule', title: said, view, settled: said },
    });
  }

  async function hint(stores: Stores, { key, place, scheduleId }: ScheduleClick): Promise<void> {
    const schedule = await stores.schedules.find(scheduleId);
    if (schedule === undefined || place === undefined) return;
    const { language } = schedule.terms;
    await notice(stores, { key, place, language, text: actedInWords(language).howToChange(schedule.number) });
  }

  async function notice(
    stores: Stores,
    said: {
      key: string;
      place: { channelId: string; threadTs: string };
      language: Language;
      text: string;
    },
  ): Promise<void> {
    await voice.say(stores.sql, {
      key: `acted:${said.key}`,
      ...said.place,
      language: said.language,
      words: { kind: 'notice', tone: 'info', text: said.text },
    });
  }
}

function cardKey(id: string, version: number): string {
  return `schedule:${id}:${version}`;
}

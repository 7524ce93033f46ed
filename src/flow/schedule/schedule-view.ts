// A schedule as people see it: its terms in words, its next times, and how the last ones ended.
import { grouped } from '../../base/grouped.ts';
import type { Names } from '../../history/render.ts';
import { lateBy } from '../../schedule/accounting.ts';
import type { Occurrence } from '../../schedule/occurrence-store.ts';
import type { Schedule } from '../../schedule/store.ts';
import { changesIn, type Terms } from '../../schedule/terms.ts';
import { momentInWords } from '../../schedule/times.ts';
import { nextOf, whenInWords } from '../../schedule/when.ts';
import { scheduleWords, type ScheduleWords } from './schedule-sentences.ts';
import { TERM_WORDS } from './term-words.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Language, ScheduleAct, ScheduleLine, ScheduleView } from '../words.ts';

export interface ViewRequest {
  readonly language: Language;
  readonly now: Date;
  readonly acts: readonly ScheduleAct[];
  readonly more?: readonly ScheduleAct[];
  permalink(channelId: string, ts: string): string | undefined;
}

const SHOWN_TIMES = 5;
const SHOWN_VERSIONS = 10;
/** A restart or a busy minute makes nobody late. */
const NOTICED_MS = 60_000;

interface Viewing extends ViewRequest {
  readonly stores: Stores;
  readonly schedule: Schedule;
  readonly say: ScheduleWords;
  readonly names: Names;
}

/** What is agreed, before anything has run. */
export async function proposalView(
  stores: Stores,
  schedule: Schedule,
  request: ViewRequest,
): Promise<ScheduleView> {
  const viewing = await toViewing(stores, schedule, request);
  return toView(viewing, [
    whenLine(viewing),
    ...placeLines(viewing).slice(0, 1),
    nextLine(viewing),
    ...placeLines(viewing).slice(1),
    ...boundLines(viewing),
    ...ruleLines(viewing),
  ]);
}

/** What stands, and how it went. */
export async function fullView(
  stores: Stores,
  schedule: Schedule,
  request: ViewRequest,
): Promise<ScheduleView> {
  const viewing = await toViewing(stores, schedule, request);
  return toView(viewing, await fullLines(viewing));
}

/** All there is to it, and who changed what. */
export async function wholeView(
  stores: Stores,
  schedule: Schedule,
  request: ViewRequest,
): Promise<ScheduleView> {
  const viewing = await toViewing(stores, schedule, request);
  return toView(viewing, [...(await fullLines(viewing)), await versionsLine(viewing)]);
}

async function fullLines(viewing: Viewing): Promise<readonly ScheduleLine[]> {
  return [
    whenLine(viewing),
    await stateLine(viewing),
    nextLine(viewing),
    ...(await lastLines(viewing)),
    ...placeLines(viewing),
    ...boundLines(viewing),
    ...ruleLines(viewing),
  ];
}

/** One of many. */
export async function shortView(
  stores: Stores,
  schedule: Schedule,
  request: ViewRequest,
): Promise<ScheduleView> {
  const viewing = await toViewing(stores, schedule, request);
  return toView(viewing, [
    whenLine(viewing),
    await stateLine(viewing),
    nextLine(viewing),
    ...(await lastLines(viewing)),
  ]);
}

async function toViewing(stores: Stores, schedule: Schedule, request: ViewRequest): Promise<Viewing> {
  const { names } = await renderOptionsFor(stores, {
    teamId: schedule.teamId,
    personId: schedule.terms.ownerId,
  });
  return { ...request, stores, schedule, names, say: scheduleWords(request.language) };
}

function toView({ schedule, acts, more }: Viewing, lines: readonly ScheduleLine[]): ScheduleView {
  const { id: scheduleId, number, version, terms } = schedule;
  return {
    scheduleId,
    number,
    version,
    goal: terms.goal,
    lines,
    acts,
    ...(more === undefined ? {} : { more }),
  };
}

function line(name: string, ...texts: readonly string[]): ScheduleLine {
  return { name, items: texts.map((text) => ({ text })) };
}

/** With the year only where it is another one than now. */
function moment({ language, schedule, now }: Viewing, at: Date): string {
  const { timeZone } = schedule.terms;
  return momentInWords(at, { timeZone, language, now });
}

function whenLine({ schedule: { terms }, say, language }: Viewing): ScheduleLine {
  return line(say.when, `${whenInWords(terms, language)} (${terms.timeZone})`);
}

function boundLines({ schedule: { terms, state }, say, now }: Viewing): readonly ScheduleLine[] {
  const isAsked = state === 'proposed' && asksMissed(terms, now);
  return [
    line(
      say.missed,
      `${terms.missed === 'run-once' ? say.runOnce : say.skipped}${isAsked ? say.orElse : ''}`,
    ),
    line(say.budget, say.tokens(grouped(terms.budgetTokens))),
  ];
}

async function stateLine(viewing: Viewing): Promise<ScheduleLine> {
  const { schedule, say, names, stores } = viewing;
  const { state, pausedUntil, version } = schedule;
  const now =
    state === 'paused'
      ? say.states.paused(pausedUntil === undefined ? undefined : moment(viewing, pausedUntil))
      : say.states[state];
  const last = (await stores.schedules.versions(schedule.id)).at(-1);
  const by = last === undefined ? '' : (names.person(last.changedBy) ?? last.changedBy);
  const changed = last === undefined ? [] : [say.version(version, by, moment(viewing, last.changedAt))];
  return line(say.state, [now, ...changed].join(' · '));
}

async function versionsLine(viewing: Viewing): Promise<ScheduleLine> {
  const { schedule, say, names, stores, language } = viewing;
  const versions = await stores.schedules.versions(schedule.id);
  const texts = versions.map(({ version, changedBy, changedAt, terms }, index) => {
    const before = versions[index - 1]?.terms;
    const changed =
      before === undefined ? [] : changesIn(before, terms).map((name) => TERM_WORDS[language][name]);
    const by = say.version(version, names.person(changedBy) ?? changedBy, moment(viewing, changedAt));
    return changed.length === 0 ? by : `${by}: ${changed.join(', ')}`;
  });
  return line(say.versions, ...texts.toReversed().slice(0, SHOWN_VERSIONS));
}

function nextLine(viewing: Viewing): ScheduleLine {
  const { schedule, say, now } = viewing;
  if (schedule.state === 'ended') return line(say.next, say.noneNext);
  // While it is paused, what comes is what will run when it is over.
  const from = new Date(Math.max(now.getTime(), (schedule.pausedUntil?.getTime() ?? 0) - 1));
  const times = nextOf(schedule.terms, from, SHOWN_TIMES + 1)
    .filter((due) => due.getTime() !== schedule.skipDueAt?.getTime())
    .slice(0, SHOWN_TIMES);
  return times.length === 0
    ? line(say.next, say.noneNext)
    : line(say.next, ...times.map((due) => moment(viewing, due)));
}

async function lastLines(viewing: Viewing): Promise<readonly ScheduleLine[]> {
  const { schedule, stores, say } = viewing;
  const last = await stores.occurrences.newest(schedule.id, SHOWN_TIMES);
  if (last.length === 0) return [];
  const items: ScheduleLine['items'][number][] = [];
  for (const occurrence of last) items.push(await endingItem(viewing, occurrence));
  return [{ name: say.lastOnes, items }];
}

async function endingItem(viewing: Viewing, occurrence: Occurrence): Promise<ScheduleLine['items'][number]> {
  const { say, stores, permalink } = viewing;
  const { dueAt, state, why, tries, taskId } = occurrence;
  const late = lateBy(occurrence);
  const text = [
    moment(viewing, dueAt),
    state === 'failed' ? say.ending.failed(tries) : say.ending[state],
    ...(why === undefined ? [] : [say.why(why)]),
    ...(late === undefined || late < NOTICED_MS ? [] : [say.late(Math.round(late / 60_000))]),
  ].join(' · ');
  const posts = taskId === undefined ? [] : await stores.runs.posts(taskId);
  const post = posts.find(
    ({ isReport, ts, channelId }) => isReport && ts !== undefined && !channelId.startsWith('U'),
  );
  const url = post?.ts === undefined ? undefined : permalink(post.channelId, post.ts);
  return { text, ...(url === undefined ? {} : { url }) };
}

function placeLines({ schedule, say, names }: Viewing): readonly ScheduleLine[] {
  const { terms, channelId } = schedule;
  const places = terms.places.length === 0 ? [{ channelId }] : terms.places;
  const owner = names.person(terms.ownerId) ?? terms.ownerId;
  const { deputyId } = terms;
  const deputy = deputyId === undefined ? '' : ` (${say.deputy(names.person(deputyId) ?? deputyId)})`;
  return [
    line(
      say.goesTo,
      ...places.map((place) => {
        if (/^[UW]/u.test(place.channelId))
          return say.direct(names.person(place.channelId) ?? place.channelId);
        if (place.channelId.startsWith('D')) return say.direct(owner);
        const channel = `<#${place.channelId}>`;
        return place.threadTs === undefined ? channel : say.thread(channel);
      }),
    ),
    line(say.owner, `${owner}${deputy}`),
  ];
}

function ruleLines({ schedule, say }: Viewing): readonly ScheduleLine[] {
  const { onlyIfChangedIn, onlyIfMovedPercent, constraints } = schedule.terms;
  const gates = [
    ...(onlyIfChangedIn.length === 0
      ? []
      : [say.ifChanged(onlyIfChangedIn.map((id) => `<#${id}>`).join(', '))]),
    ...(onlyIfMovedPercent === undefined ? [] : [say.ifMoved(onlyIfMovedPercent)]),
  ];
  return [
    ...(gates.length === 0 ? [] : [line(say.onlyIf, ...gates)]),
    ...(constraints.length === 0
      ? []
      : [line(say.holdingTo, ...constraints.map(({ words }) => `“${words}”`))]),
  ];
}

/** What can be done with it as it stands: the first at hand, the rest behind three dots. */
export function actsFor(state: Schedule['state']): Pick<ScheduleView, 'acts' | 'more'> {
  switch (state) {
    case 'proposed':
      return { acts: ['switch-on', 'trial', 'change'], more: ['drop'] };
    case 'on':
      return {
        acts: ['run-now', 'change'],
        more: ['skip-next', 'pause-until', 'replay', 'hand-over', 'delete'],
      };
    case 'paused':
      return { acts: ['resume', 'change'], more: ['run-now', 'replay', 'hand-over', 'delete'] };
    case 'ended':
      return { acts: [] };
  }
}

/** On the card that proposes it. */
export function actsOnCard(terms: Terms, now: Date): readonly ScheduleAct[] {
  const other = terms.missed === 'skip' ? 'run-missed' : 'skip-missed';
  return ['switch-on', 'trial', 'change', ...(asksMissed(terms, now) ? ([other] as const) : []), 'drop'];
}

/** That card stays a handle for what was switched on. */
export function actsWhenSettled(schedule: Schedule | undefined): Pick<ScheduleView, 'acts' | 'more'> {
  return schedule?.state === 'on' ? actsFor('on') : { acts: [] };
}

const HALF_DAY_MS = 12 * 60 * 60_000;

/** What comes many times a day may be out of date when it comes late: whoever wants it is asked. */
function asksMissed(terms: Terms, now: Date): boolean {
  const [first, second] = nextOf(terms, now, 2);
  return first !== undefined && second !== undefined && second.getTime() - first.getTime() < HALF_DAY_MS;
}

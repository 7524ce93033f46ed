// What a person filled in about a schedule: held against what it may be, and read into what is different from before.
import { readExpression } from '../../schedule/times.ts';
import type { Schedule } from '../../schedule/store.ts';
import { changesIn, type Place, type Terms, type When } from '../../schedule/terms.ts';
import type { Stores } from '../stores.ts';

/** The fields of the form for a change, as they were sent; what was left empty is undefined. */
export interface ChangeForm {
  readonly goal: string | undefined;
  /** Day, month and day of the week of an expression; `as-it-is` for days that no choice of the form says. */
  readonly days: string | undefined;
  /** "08:30". */
  readonly time: string | undefined;
  /** Of what comes once. */
  readonly at: Date | undefined;
  readonly timeZone: string | undefined;
  readonly channels: readonly string[];
  readonly people: readonly string[];
  readonly missed: Terms['missed'] | undefined;
  readonly onlyIfChangedIn: readonly string[];
  readonly onlyIfMovedPercent: number | undefined;
  readonly deputyId: string | undefined;
  readonly budgetTokens: number | undefined;
}

export type FormField = keyof ChangeForm;
/** Why a field cannot stand as it is; put into words where the form is drawn. */
export type FormFault = 'no-zone' | 'no-time' | 'past' | 'private' | 'unknown-place' | 'no-place';

export type FormRead =
  | { readonly kind: 'read'; readonly terms: Partial<Terms> }
  | { readonly kind: 'faults'; readonly faults: Partial<Record<FormField, FormFault>> };

export const AS_IT_IS = 'as-it-is';

/** The days and the time of an expression that comes at one time of the day; undefined for any other. */
export function partsOf(when: When): { days: string; time: string } | undefined {
  if (when.kind === 'once') return undefined;
  const [minute = '', hour = '', ...days] = when.expression.split(' ');
  if (!/^\d+$/u.test(minute) || !/^\d+$/u.test(hour)) return undefined;
  return { days: days.join(' '), time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` };
}

/** Only what differs from what the form showed (`shown`): what others changed meanwhile stays theirs. */
export async function readChangeForm(
  stores: Stores,
  { schedule, shown, form, by, now }: ChangeRequest,
): Promise<FormRead> {
  const faults: Partial<Record<FormField, FormFault>> = {};
  const terms: Partial<Terms> = {};
  const timing = readTiming(shown, form, now);
  if ('fault' in timing) faults[timing.field] = timing.fault;
  else Object.assign(terms, timing);
  const placing = await readPlaces(stores, { schedule, shown, form, by, now });
  if ('fault' in placing) faults[placing.field] = placing.fault;
  else terms.places = [...placing.places];
  const watched = await unwatchable(stores, schedule, form.onlyIfChangedIn);
  if (watched !== undefined) faults.onlyIfChangedIn = watched;
  if (Object.keys(faults).length > 0) return { kind: 'faults', faults };

  const after: Terms = {
    ...shown,
    ...terms,
    goal: form.goal ?? shown.goal,
    missed: form.missed ?? shown.missed,
    onlyIfChangedIn: [...form.onlyIfChangedIn],
    onlyIfMovedPercent: form.onlyIfMovedPercent,
    deputyId: form.deputyId,
    budgetTokens: form.budgetTokens ?? shown.budgetTokens,
  };
  return {
    kind: 'read',
    terms: Object.fromEntries(changesIn(shown, after).map((name) => [name, after[name]])),
  };
}

interface ChangeRequest {
  readonly schedule: Schedule;
  /** The terms of the version that was shown. */
  readonly shown: Terms;
  readonly form: ChangeForm;
  readonly by: string;
  readonly now: Date;
}

interface Fault {
  readonly field: FormField;
  readonly fault: FormFault;
}

function readTiming(shown: Terms, form: ChangeForm, now: Date): Pick<Terms, 'when' | 'timeZone'> | Fault {
  const timeZone = form.timeZone ?? shown.timeZone;
  if (readExpression('0 0 * * *', timeZone).kind === 'not-read')
    return { field: 'timeZone', fault: 'no-zone' };
  const { when } = shown;
  if (when.kind === 'once') {
    const at = form.at ?? new Date(when.at);
    if (at <= now) return { field: 'at', fault: 'past' };
    return { when: { kind: 'once', at: at.toISOString() }, timeZone };
  }
  const parts = partsOf(when);
  if (parts === undefined) return { when, timeZone };
  const [hour, minute] = (form.time ?? parts.time).split(':').map(Number);
  const days = form.days === undefined || form.days === AS_IT_IS ? parts.days : form.days;
  const reading = readExpression(`${minute} ${hour} ${days}`, timeZone);
  if (reading.kind === 'not-read') return { field: 'time', fault: 'no-time' };
  return { when: { kind: 'cron', expression: reading.expression }, timeZone };
}

async function readPlaces(
  { directory }: Stores,
  { schedule, shown, form, by }: ChangeRequest,
): Promise<{ readonly places: readonly Place[] } | Fault> {
  const { teamId, channelId } = schedule;
  // No field of a form names a thread: those that were agreed stay.
  const threads = shown.places.filter(({ threadTs }) => threadTs !== undefined);
  const here = await directory.channel({ teamId, channelId });
  const mayLeave = (id: string): boolean => here?.kind === 'channel' || id === channelId || id === by;
  const stood = new Set(shown.places.map((place) => place.channelId));
  for (const id of form.channels) {
    const channel = await directory.channel({ teamId, channelId: id });
    if (channel === undefined || channel.isArchived) return { field: 'channels', fault: 'unknown-place' };
    if (!mayLeave(id) && !stood.has(id)) return { field: 'channels', fault: 'private' };
  }
  for (const id of form.people)
    if (!mayLeave(id) && !stood.has(id)) return { field: 'people', fault: 'private' };
  const places = [...form.channels, ...form.people].map((id): Place => ({ channelId: id }));
  if (places.length + threads.length === 0) return { field: 'channels', fault: 'no-place' };
  const isUsual = shown.places.length === 0 && places.length === 1 && places[0]?.channelId === channelId;
  return { places: isUsual ? [] : [...threads, ...places] };
}

/** Whether something was said in a private channel is nothing that others may be told. */
async function unwatchable(
  { directory }: Stores,
  { teamId, channelId }: Schedule,
  ids: readonly string[],
): Promise<FormFault | undefined> {
  for (const id of ids) {
    if (id === channelId) continue;
    const channel = await directory.channel({ teamId, channelId: id });
    if (channel === undefined) return 'unknown-place';
    if (channel.kind !== 'channel') return 'private';
  }
  return undefined;
}

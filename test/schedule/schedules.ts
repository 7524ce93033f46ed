// A schedule as a test wants it: daily at nine, and whatever is said otherwise.
import { newId } from '../../src/base/id.ts';
import type { NewSchedule, Schedule } from '../../src/schedule/store.ts';
import type { GivenTerms } from '../../src/schedule/terms.ts';
import type { Stores } from '../../src/flow/stores.ts';

interface Wanted extends Partial<Omit<NewSchedule, 'terms'>> {
  readonly terms?: Partial<GivenTerms>;
}

export function newSchedule({ terms, ...changes }: Wanted = {}): NewSchedule {
  return {
    id: newId(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs: '1772442000.000100',
    by: 'U1',
    createdAt: new Date('2026-03-01T12:00Z'),
    ...changes,
    terms: {
      when: { kind: 'cron', expression: '0 9 * * *' },
      timeZone: 'UTC',
      goal: 'Say what changed since yesterday',
      language: 'en',
      missed: 'run-once',
      ownerId: 'U1',
      ...terms,
    },
  };
}

/** Made and switched on at once: its first due time is 2 March, nine o'clock. */
export async function switchedOn(
  { schedules }: Pick<Stores, 'schedules'>,
  wanted: Wanted = {},
): Promise<Schedule> {
  const made = await schedules.create(newSchedule(wanted));
  await schedules.switchOn(made.id, made.createdAt);
  return (await schedules.find(made.id)) ?? made;
}

export function cron(expression: string): { when: { kind: 'cron'; expression: string } } {
  return { when: { kind: 'cron', expression } };
}

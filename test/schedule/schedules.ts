// A schedule as a test wants it: daily at nine, and whatever is said otherwise.
import { newId } from '../../src/base/id.ts';
import type { NewSchedule } from '../../src/schedule/store.ts';

export function newSchedule(changes: Partial<NewSchedule> = {}): NewSchedule {
  return {
    id: newId(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs: '1772442000.000100',
    ownerId: 'U1',
    expression: '0 9 * * *',
    timeZone: 'UTC',
    goal: 'Say what changed since yesterday',
    language: 'en',
    missed: 'run-once',
    nextDueAt: new Date('2026-03-02T09:00Z'),
    createdAt: new Date('2026-03-01T12:00Z'),
    ...changes,
  };
}

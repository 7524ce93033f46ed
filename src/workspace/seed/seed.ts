// The workspace a newcomer finds: a small company's last six weeks, counted back from now.
import type { SeedInput } from '../seed-schema.ts';
import { createCalendar } from './calendar.ts';
import { CHANNELS } from './channels.ts';
import { readFiles } from './files.ts';
import { PEOPLE } from './people.ts';
import { readTalk } from './talk.ts';

/** Days are counted in working days before `nowMs`, so that the company never seems to have gone home for good. */
export function demoSeed(nowMs: number): SeedInput {
  const calendar = createCalendar(nowMs);
  return {
    team: { id: 'T05HBRPN1', name: 'Harbour & Pine', domain: 'harbour-and-pine' },
    bot: {
      userId: 'U0LONGHAND',
      botId: 'B0LONGHAND',
      appId: 'A0LONGHAND',
      name: 'longhand',
      displayName: 'Longhand',
    },
    people: [...PEOPLE],
    channels: [...CHANNELS],
    files: readFiles(calendar),
    messages: readTalk(calendar),
  };
}

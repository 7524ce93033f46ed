// App Home: what is a person's own with Longhand, in sections that each know how to draw themselves.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Desk } from '../flow/schedule/schedule-desk.ts';
import { createStanding, type StandingDeps } from '../flow/standing/standing.ts';
import { fixedWords } from './blocks/fixed-words.ts';
import { drawHomeSchedules } from './blocks/home-schedules.ts';
import { drawStanding } from './blocks/home-standing.ts';
import { context, type Piece } from './blocks/pieces.ts';

/** One part of the tab: its blocks for this person, none when there is nothing to show. */
export type HomeSection = (person: { teamId: string; personId: string }) => Promise<readonly Piece[]>;

export interface Home {
  /** Publishes the tab for one person as things stand. A tab that cannot be shown is in the log, and no fault. */
  show(personId: string): Promise<void>;
  /** Shows it at once, and once more when what was wished has been taken. */
  showSettled(personId: string): Promise<void>;
}

/** Slack's limit for a view (docs.slack.dev, views). */
const MOST_BLOCKS = 100;
/** A wish is taken at the next boundary of the work, most often at once. */
const SETTLE_MS = 2_000;

const AtHome = z.object({ view: z.object({ type: z.literal('home') }) });

export function createHome({
  client,
  teamId,
  sections,
  clock,
  log,
}: {
  client: WebClient;
  teamId: string;
  sections: readonly HomeSection[];
  clock: Clock;
  log: Log;
}): Home {
  async function show(personId: string): Promise<void> {
    try {
      const drawn = await Promise.all(sections.map((section) => section({ teamId, personId })));
      const parts = drawn.filter((pieces) => pieces.length > 0);
      const pieces = parts.flatMap((part, index): readonly Piece[] =>
        index === 0 ? part : [{ block: { type: 'divider' }, plain: '' }, ...part],
      );
      const blocks = (pieces.length === 0 ? context('…') : pieces).slice(0, MOST_BLOCKS);
      await client.views.publish({
        user_id: personId,
        view: { type: 'home', blocks: blocks.map(({ block }) => block) },
      });
    } catch (error) {
      log.warn({ personId, reason: toReason(error) }, 'App Home could not be shown');
    }
  }

  return {
    show,
    showSettled: async (personId) => {
      await show(personId);
      await clock.sleep(SETTLE_MS);
      await show(personId);
    },
  };
}

/** A click in the tab itself, whose message is none. */
export function isAtHome(body: unknown): boolean {
  return AtHome.safeParse(body).success;
}

/** What comes by itself, with the buttons that change it. */
export function createScheduleSection(desk: Pick<Desk, 'ofPerson'>): HomeSection {
  return async (person) => {
    const { views, language } = await desk.ofPerson(person);
    return drawHomeSchedules(views, fixedWords(language));
  };
}

/** The share, what is open, and what was handed over to and by this person, with the buttons that mean something. */
export function createStandingSection(deps: StandingDeps): HomeSection {
  const read = createStanding(deps);
  return async (person) => drawStanding(await read(person));
}

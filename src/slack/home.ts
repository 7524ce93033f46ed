// App Home: what is a person's own with Longhand, in sections that each know how to draw themselves.
import type { WebClient } from '@slack/web-api';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Desk } from '../flow/schedule/schedule-desk.ts';
import { fixedWords } from './blocks/fixed-words.ts';
import { drawHomeSchedules } from './blocks/home-schedules.ts';
import { context, type Piece } from './blocks/pieces.ts';

/** One part of the tab: its blocks for this person, none when there is nothing to show. */
export type HomeSection = (person: { teamId: string; personId: string }) => Promise<readonly Piece[]>;

export interface Home {
  /** Publishes the tab for one person as things stand. A tab that cannot be shown is in the log, and no fault. */
  show(personId: string): Promise<void>;
}

/** Slack's limit for a view (docs.slack.dev, views). */
const MOST_BLOCKS = 100;

export function createHome({
  client,
  teamId,
  sections,
  log,
}: {
  client: WebClient;
  teamId: string;
  sections: readonly HomeSection[];
  log: Log;
}): Home {
  return {
    show: async (personId) => {
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
    },
  };
}

/** What comes by itself, with the buttons that change it. */
export function createScheduleSection(desk: Pick<Desk, 'ofPerson'>): HomeSection {
  return async (person) => {
    const { views, language } = await desk.ofPerson(person);
    return drawHomeSchedules(views, fixedWords(language));
  };
}

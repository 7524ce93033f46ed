// What the routes of the page have in common: who acts is asked first, then the rest.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { FaultBox } from './faults.ts';
import type { Grants } from './grants.ts';
import { parseJson } from './http.ts';
import type { Modals } from './modals.ts';
import type { Json } from './model.ts';
import type { Bootstrap, FaultsState } from './page-wire.ts';
import type { Panel, PanelSource } from './panels.ts';
import type { PeopleActions } from './people.ts';
import { Refusal } from './refusal.ts';
import type { ShapeContext } from './shapes.ts';

export interface PageParts {
  readonly shape: ShapeContext;
  readonly act: PeopleActions;
  readonly grants: Grants;
  readonly clock: Clock;
  readonly modals: Modals;
  readonly faults: Pick<FaultBox, 'ask' | 'describe'>;
  readonly notices: readonly string[];
  readonly panels: readonly PanelSource[];
}

interface PageRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Answer = Json | Bootstrap | { readonly faults: FaultsState };
export type Route = (request: PageRequest) => Answer | Promise<Json | { readonly panel: Panel }>;

export const viewer = { as: z.string() };
export const place = { ...viewer, channel: z.string() };
export const message = { ...place, ts: z.string() };
export const done = (_result: void): Json => ({});

export function viewerOf({ shape }: Pick<PageParts, 'shape'>, as: string | undefined): string {
  const person = shape.state.person(as ?? '');
  if (person === undefined || person.isBot) throw new Refusal('user_not_found');
  return person.id;
}

/** Something that a person does. */
export function doing<Asked extends z.ZodType<{ as: string }>>(
  parts: PageParts,
  schema: Asked,
  run: (asked: z.output<Asked>) => Json | Promise<Json>,
): Route {
  return ({ body }) => {
    const asked = schema.parse(parseJson(body.toString('utf8')));
    viewerOf(parts, asked.as);
    return run(asked);
  };
}

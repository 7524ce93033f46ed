// What every component may ask of the page around it.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Bootstrap, PageChannel, PagePerson } from '../page-wire.ts';
import type { Api } from './api.ts';
import type { Route } from './route.ts';
import type { Change, State } from './state.ts';

export interface Page {
  readonly api: Api;
  readonly home: Bootstrap;
  readonly state: State;
  readonly route: Route;
  readonly tell: (change: Change) => void;
  readonly go: (route: Partial<Route>) => void;
  /** Runs it and shows what went wrong, if something did; true when it went well. */
  readonly attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly personOf: (id: string) => PagePerson | undefined;
  readonly channelOf: (id: string) => PageChannel | undefined;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('usePage stands outside of the page');
  return page;
}

/** Wide pages always show a channel; narrow ones start with the list. */
export function openChannel({ channelOf, home, route }: Page): PageChannel | undefined {
  return (
    channelOf(route.channel ?? '') ?? home.channels.find(({ botIsMember }) => botIsMember) ?? home.channels[0]
  );
}

/** An im bears the other person's id as its name, a group message those of all: people read the names behind it. */
export function channelLabel(channel: PageChannel, page: Page): string {
  if (channel.kind === 'mpim')
    return othersIn(channel, page)
      .map((id) => page.personOf(id)?.displayName ?? id)
      .join(', ');
  if (channel.kind !== 'im') return channel.name;
  return page.personOf(otherIn(channel, page))?.displayName ?? channel.name;
}

/** As it is said in a sentence: `#ops`, or a name. */
export function shownLabel(channel: PageChannel, page: Page): string {
  return isDirect(channel) ? channelLabel(channel, page) : `#${channel.name}`;
}

export function isDirect({ kind }: PageChannel): boolean {
  return kind === 'im' || kind === 'mpim';
}

/** The conversation with the app itself, which has a Home beside its messages. */
export function isWithApp(channel: PageChannel, page: Page): boolean {
  return channel.kind === 'im' && otherIn(channel, page) === page.home.app.userId;
}

function othersIn({ members }: PageChannel, { home }: Page): readonly string[] {
  return members.filter((id) => id !== home.me.id);
}

export function otherIn(channel: PageChannel, { home }: Page): string {
  return channel.members.find((id) => id !== home.me.id) ?? channel.name;
}

// What is shown of servers of tools, before anyone has decided how it looks.
import type { ServedEffect } from '../../guard/tool-server-store.ts';

/** What can be done with a server by a button. */
export type ServerAct = 'connect' | 'decline' | 'accept' | 'disconnect';

export interface ServerView {
  readonly serverId: string;
  readonly name: string;
  /** Undefined for a program of the settings. */
  readonly url: string | undefined;
  /** `set` stands in the settings, and is changed only there. */
  readonly state: 'asked' | 'connecting' | 'connected' | 'declined' | 'disconnected' | 'set';
  /** Who asked for it, and who decided. */
  readonly askedBy: string | undefined;
  readonly decidedBy: string | undefined;
  readonly tools: readonly { readonly name: string; readonly effect: ServedEffect }[];
  /** How many more it has that no request carries. */
  readonly left: number;
  /** What it now says of tools that it had said something else of. */
  readonly changed: readonly { readonly name: string; readonly says: string }[];
  /** Of what has changed: who accepts it accepts that, and nothing later. */
  readonly stamp: string;
  readonly away: { readonly since: string; readonly reason: string } | undefined;
  /** Whether each person signs in for themselves, and whether anybody can. */
  readonly signIn: 'none' | 'each' | 'impossible';
  readonly acts: readonly ServerAct[];
}

export interface ServersWords {
  readonly kind: 'servers';
  /** The post that shows it: what a button of it changes is shown there again. */
  readonly card: string;
  /** Above a list. */
  readonly title?: string;
  /** Only what has changed, and what became of it. */
  readonly isChange?: true;
  readonly views: readonly ServerView[];
  /** Who decides, where somebody is waited for. */
  readonly owners: readonly string[];
}

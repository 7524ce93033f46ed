// What the buttons of a server of tools carry out to Slack and back: which server, as of which change, on which post.
import { z } from 'zod';
import type { ServerAct, ServerView } from '../../flow/server/server-words.ts';

const ACTS = ['connect', 'decline', 'accept', 'disconnect'] as const satisfies readonly ServerAct[];
export const SERVER_ACTION = /^server_[a-z]+$/u;

export function serverAction(act: ServerAct): string {
  return `server_${act}`;
}

/** Undefined for what no button of ours asks for. */
export function serverActOf(actionId: string): ServerAct | undefined {
  return ACTS.find((act) => serverAction(act) === actionId);
}

const Value = z.object({ id: z.uuid(), stamp: z.string().max(40), card: z.string().max(200) });

export function toServerValue({ serverId: id, stamp }: ServerView, card: string): string {
  return JSON.stringify({ id, stamp, card });
}

export function fromServerValue(text: string): z.infer<typeof Value> | undefined {
  try {
    return Value.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Not one of ours: a value that somebody else made.
  }
}

// What someone said, as the rest of the house knows it: Slack's event has become one of these at the edge.

export type Author =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'bot'; readonly id: string }
  | { readonly kind: 'longhand' };

/** A file as it was shared with a message; its content is fetched when somebody reads it. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly bytes: number;
  /** Slack's private address; only `slack/` can fetch it. */
  readonly downloadUrl?: string;
}

/** Identity is (team, channel, ts): Slack tells us of one message in several events. */
export interface MessageRef {
  readonly teamId: string;
  readonly channelId: string;
  /** Slack's name for the message in its channel: seconds and microseconds, as text (`1732001234.000200`). */
  readonly ts: string;
}

export interface Message extends MessageRef {
  /** The `ts` of the thread's first message; a message that stands alone is its own thread. */
  readonly threadTs: string;
  readonly author: Author;
  /** As typed, in Slack's mrkdwn, with `<@U…>` mentions and `&amp;` escapes untouched. */
  readonly text: string;
  readonly blocks?: unknown;
  /** Ids of the people and apps it mentions, in order, each once. */
  readonly mentions: readonly string[];
  readonly files: readonly SharedFile[];
}

/** A reaction and who stands by it. */
export interface Reaction {
  /** Slack's name of the emoji, such as `eyes` or `+1::skin-tone-2`. */
  readonly name: string;
  readonly personIds: readonly string[];
}

/** One thing that happened to a message. */
export type Said =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'edited'; readonly message: Message; readonly editedAt: Date }
  | { readonly kind: 'deleted'; readonly ref: MessageRef; readonly deletedAt: Date }
  | Reacted;

export type Reacted =
  | {
      readonly kind: 'reacted';
      readonly ref: MessageRef;
      readonly name: string;
      readonly personId: string;
      readonly change: 'added' | 'removed';
      readonly at: Date;
    }
  /** All the reactions that stand, as Slack shows them; when each was added it does not say. */
  | {
      readonly kind: 'reactions-seen';
      readonly ref: MessageRef;
      readonly reactions: readonly Reaction[];
      /** False where Slack names only some of those who reacted: then nobody is known to have taken one back. */
      readonly areAll: boolean;
      readonly seenAt: Date;
    };

/** Slack's `ts` is the time it was said, in seconds. */
export function sentAtOf(ts: string): Date {
  return new Date(Math.round(Number.parseFloat(ts) * 1000));
}

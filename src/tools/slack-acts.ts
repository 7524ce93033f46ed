// What tools need of Slack beside speech: declared here, kept by slack/.

interface OnMessage {
  readonly channelId: string;
  readonly ts: string;
}

export type Mark =
  | (OnMessage & { readonly kind: 'pin' })
  | (OnMessage & { readonly kind: 'reaction'; readonly name: string });

/** `refused` is certain: nothing happened. What is uncertain is thrown. */
export type Acted<Made> =
  | { readonly kind: 'done'; readonly made: Made }
  | { readonly kind: 'refused'; readonly reason: string };

export interface CanvasFound {
  readonly id: string;
  readonly url?: string;
}

export interface SlackActs {
  /** Done as well when it stood so before. */
  setMark(mark: Mark, isSet: boolean): Promise<Acted<undefined>>;
  /** Whether Longhand's own mark is there; a pin is everyone's. */
  hasMark(mark: Mark): Promise<boolean>;
  createCanvas(canvas: { channelId: string; title: string; markdown: string }): Promise<Acted<CanvasFound>>;
  findCanvas(query: { channelId: string; title: string; since: Date }): Promise<CanvasFound | undefined>;
  /** Done as well when it was gone before. */
  deleteCanvas(id: string): Promise<Acted<undefined>>;
  /** Undefined when Slack does not say. */
  userGroups(): Promise<
    | readonly {
        readonly id: string;
        readonly handle: string;
        readonly name: string;
        readonly personIds: readonly string[];
      }[]
    | undefined
  >;
}

/** A handle that the ledger keeps for an effect, before anybody can see what comes of it. */
export interface Handles {
  remember(key: string, handle: string): Promise<void>;
  recall(key: string): Promise<string | undefined>;
}

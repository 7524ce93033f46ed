// How an envelope reaches the app: what both transports, Socket Mode and HTTP, have in common.
import type { Json } from './model.ts';

export interface Parcel {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: Json;
  /** Whether Slack reads what the app answers with. */
  readonly isAnswerable: boolean;
  /** 0 for the first. */
  readonly attempt: number;
  readonly retryReason?: string | undefined;
}

export type Transmission =
  | { readonly kind: 'acknowledged'; readonly payload: unknown }
  /** `isFinal` when the app asked not to be told again. */
  | { readonly kind: 'unanswered'; readonly reason: string; readonly isFinal?: boolean }
  | { readonly kind: 'unconnected' };

export interface Courier {
  readonly kind: 'socket' | 'http';
  isReady(): boolean;
  /** Whether it is ready, after one look where that has to be asked. */
  look(): Promise<boolean>;
  /** Resolves when it is ready, or when the signal aborts. */
  ready(signal: AbortSignal): Promise<void>;
  /** Resolves when the app has answered, or has not for three seconds; the envelope leaves before this returns. */
  carry(parcel: Parcel): Promise<Transmission>;
  close(): void;
}

export const ACK_MS = 3000;

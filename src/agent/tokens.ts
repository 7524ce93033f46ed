// How many tokens a text is: an estimate, corrected per model by what the server says it counted.
import type { ChatMessage } from './chat.ts';

/** Before any correction: four ASCII characters to a token, one for everything else (CJK is near that). */
export function estimateTokens(text: string): number {
  let ascii = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) < 128) ascii += 1;
  return Math.ceil(ascii / 4 + (text.length - ascii));
}

/** What a picture of the largest size that is sent takes; less for a smaller one. */
export const PICTURE_TOKENS = 1_600;

/** A picture is not counted by the letters that it is sent in. */
export function estimateChat(messages: readonly ChatMessage[]): number {
  const words = JSON.stringify(messages, (key, value: unknown) => (key === 'images' ? undefined : value));
  return estimateTokens(words) + countPictures(messages) * PICTURE_TOKENS;
}

export function countPictures(messages: readonly ChatMessage[]): number {
  return messages.reduce(
    (count, message) => count + (message.role === 'user' ? (message.images?.length ?? 0) : 0),
    0,
  );
}

export interface Calibration {
  /** Counted by the server ÷ estimated by us. */
  readonly ratio: number;
  readonly samples: number;
}

export const UNCALIBRATED: Calibration = { ratio: 1, samples: 0 };

/** The first answers weigh more, so that a new model is right after a few calls; later ones smooth. */
export function calibrate(
  { ratio, samples }: Calibration,
  seen: { estimated: number; counted: number },
): Calibration {
  if (seen.estimated <= 0 || seen.counted <= 0) return { ratio, samples };
  const weight = Math.max(1 / (samples + 1), 0.1);
  const observed = Math.min(Math.max(seen.counted / seen.estimated, 0.2), 5);
  return { ratio: ratio + weight * (observed - ratio), samples: samples + 1 };
}

const SETTLED_SAMPLES = 20;
const NEWS_SHARE = 0.005;

/** Whether it differs enough to be worth keeping: of a model that is known well the next answer says little. */
export function isNews(before: Calibration, after: Calibration): boolean {
  if (before.samples < SETTLED_SAMPLES) return after.samples > before.samples;
  return Math.abs(after.ratio - before.ratio) > before.ratio * NEWS_SHARE;
}

// One document and one form → a row: in as many parts as the document needs, and again when the answer is of no use.
import type { Clock } from '../../base/clock.ts';
import type { ChatMessage, Model, Usage } from '../chat.ts';
import { PICTURED, readerPrompt } from '../prompts/read-form.ts';
import { estimateChat, estimateTokens, PICTURE_TOKENS } from '../tokens.ts';
import { mergeCells, readAnswer } from './answer.ts';
import type { Form, ReadablePage, ReadCell } from './form.ts';

export interface ReaderDeps {
  readonly model: Model;
  readonly clock: Clock;
  /** What one part may be, in tokens. */
  readonly partTokens: number;
  /** Makes foreign text fit to stand between marks, which it cannot imitate. */
  readonly frame: (pages: readonly ReadablePage[]) => string;
  /** The task that it is read for. */
  readonly forWhom?: string;
  /** Told of each answer, also of one that cannot be used: it was paid for. */
  readonly onUsage: (usage: Usage) => Promise<void>;
}

export type Reading =
  | { readonly kind: 'read'; readonly cells: readonly ReadCell[] }
  | {
      readonly kind: 'unread';
      readonly status: 'failed' | 'refused' | 'too large';
      readonly why: string;
      readonly reason: string;
    };

interface Asking {
  readonly form: Form;
  readonly pages: readonly ReadablePage[];
  readonly signal: AbortSignal;
}

/** Longer than that is a library, not a document: about a million tokens. */
const MOST_PARTS = 40;
const MOST_TRIES = 3;
const MOST_WAITS = 8;
const WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** Throws when it was stopped, or when the model cannot be reached for long: then it may be tried again. */
export async function askReader(asking: Asking, deps: ReaderDeps): Promise<Reading> {
  const parts = inParts(asking.pages, deps.partTokens);
  if (parts.length > MOST_PARTS)
    return unread(
      'too large',
      'too-large',
      `It has ${parts.length} parts of ${deps.partTokens} tokens; at most ${MOST_PARTS} are read.`,
    );
  const read: (readonly ReadCell[])[] = [];
  for (const pages of parts) {
    const part = await askPart({ ...asking, pages }, deps);
    if (part.kind === 'unread') return part;
    read.push(part.cells);
  }
  return { kind: 'read', cells: mergeCells(read, asking.form.length) };
}

async function askPart({ form, pages, signal }: Asking, deps: ReaderDeps): Promise<Reading> {
  const images = pages.flatMap(({ picture }) => picture ?? []);
  const messages: ChatMessage[] = [
    { role: 'system', content: readerPrompt(form) },
    images.length === 0
      ? { role: 'user', content: deps.frame(pages) }
      : { role: 'user', content: `${deps.frame(pages)}\n${PICTURED}`, images },
  ];
  let waits = 0;
  let reason = '';
  for (let tries = 0; tries < MOST_TRIES;) {
    const outcome = await deps.model.ask({
      messages,
      tools: [],
      signal,
      ...(deps.forWhom === undefined ? {} : { forWhom: deps.forWhom }),
    });
    switch (outcome.kind) {
      case 'response': {
        const { turn, usage } = outcome;
        await deps.onUsage(usage ?? estimatedUsage(messages, turn.content));
        const cells = readAnswer(turn.content, { form, pages });
        if (cells !== undefined) return { kind: 'read', cells };
        tries += 1;
        reason = 'the answer was not the form';
        break;
      }
      case 'unusable':
        tries += 1;
        ({ reason } = outcome);
        break;
      case 'busy':
        waits += 1;
        if (waits > MOST_WAITS) throw new Error(`the model cannot be reached: ${outcome.reason}`);
        await deps.clock.sleep(
          Math.min(outcome.retryAfterMs ?? WAIT_MS * 2 ** waits, LONGEST_WAIT_MS),
          signal,
        );
        if (signal.aborted) throw new Error('stopped');
        break;
      case 'aborted':
        throw new Error('stopped');
      case 'context-too-long':
        return unread('too large', 'too-large', 'It is more than the model can read at once.');
      case 'refused':
        return unread('refused', 'refused', `The model will not read it: ${outcome.reason}`);
      case 'rejected':
        return unread('failed', 'model', `The model's server does not take the request: ${outcome.reason}`);
    }
  }
  return unread('failed', 'model', `The model gave no usable answer: ${reason}.`);
}

function estimatedUsage(messages: readonly ChatMessage[], content: string): Usage {
  return {
    inputTokens: estimateChat(messages),
    cachedTokens: 0,
    outputTokens: estimateTokens(content),
  };
}

/** Whole pages as long as they fit; a page that is longer than a part is cut at line ends. */
function inParts(pages: readonly ReadablePage[], partTokens: number): readonly (readonly ReadablePage[])[] {
  const parts: ReadablePage[][] = [[]];
  let left = partTokens;
  for (const page of pages.flatMap((page) => cut(page, partTokens))) {
    const tokens = estimateTokens(page.text) + (page.picture === undefined ? 0 : PICTURE_TOKENS);
    if (tokens > left && parts.at(-1)?.length !== 0) {
      parts.push([]);
      left = partTokens;
    }
    parts.at(-1)?.push(page);
    left -= tokens;
  }
  return parts;
}

function cut(page: ReadablePage, partTokens: number): readonly ReadablePage[] {
  if (estimateTokens(page.text) <= partTokens) return [page];
  // A character is a token at the most: so many always fit.
  const pieces: ReadablePage[] = [];
  for (let from = 0; from < page.text.length;) {
    const end = from + partTokens;
    const lineEnd = end < page.text.length ? page.text.lastIndexOf('\n', end) : page.text.length;
    const to = lineEnd > from + partTokens / 2 ? lineEnd : Math.min(end, page.text.length);
    pieces.push({ ...page, text: page.text.slice(from, to) });
    from = to;
  }
  return pieces;
}

function unread(status: 'failed' | 'refused' | 'too large', why: string, reason: string): Reading {
  return { kind: 'unread', status, why, reason };
}

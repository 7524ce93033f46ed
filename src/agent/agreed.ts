// Is a call what was agreed? The brief names tool, target and amount; what differs is refused before it runs.
import { z } from 'zod';
import type { Brief } from '../task/brief.ts';
import { toTerms } from '../history/search/terms.ts';
import { holdsKey } from './against/private.ts';
import { carries } from './exact.ts';
import { isComposed } from './needs.ts';
import type { EffectClass } from './tool.ts';

type Step = Brief['steps'][number];
type Agreed = NonNullable<Step['arguments']>[number];

interface Call {
  readonly tool: string;
  readonly effect: EffectClass;
  readonly input: unknown;
}

/** To whom or where: held to what was agreed even where the rest may be put in other words. */
const TARGET =
  /^(?:to|cc|bcc|channels?|recipients?|audience|users?|people|persons?|guests?|attendees|members?|where)$/iu;

const ADDRESS = /[\w.+-]+@[\w.-]+\.\w+/gu;

/**
 * Why this call may not be made under these steps; undefined when it may. Contract: an address that no argument names
 * goes through only if the brief left the addresses to a look-up and the look-up showed it.
 */
export function differsFromAgreed(
  call: Call,
  steps: readonly Step[],
  wasShown: (words: string) => boolean,
): string | undefined {
  const given = valuesOf(call.input);
  if (given.some(([, value]) => holdsKey(value))) {
    return 'This holds a key or a token. Secrets are not passed on, whoever asks; leave it out.';
  }
  // What can be taken back may be called as it fits; what others see goes where it was agreed to go.
  if (call.effect === 'read' || call.effect === 'reversible') return undefined;
  const held = call.effect === 'outside' ? given : given.filter(([name]) => TARGET.test(name));
  const using = steps.filter(({ tool }) => tool === call.tool);
  // What no step names is held back elsewhere where it leaves Slack; there is nothing to hold it against.
  if (using.length === 0) return undefined;
  const differences = using.map((step) => differenceTo(step.arguments ?? [], held, wasShown));
  return differences.some((one) => one === undefined) ? undefined : differences[0];
}

function differenceTo(
  agreed: readonly Agreed[],
  given: readonly (readonly [name: string, value: string])[],
  wasShown: (words: string) => boolean,
): string | undefined {
  for (const [name, value] of given) {
    if (isComposed(name)) continue;
    const one = agreed.find((argument) => argument.name.toLowerCase() === name.toLowerCase());
    if (one !== undefined && !isSame(one.value, value, wasShown)) {
      return `The brief was agreed with ${name} "${one.value}", and this call has "${value}". Call it as agreed, or call submit_intake with what is wanted now.`;
    }
    if (one !== undefined) continue;
    const stray = (value.match(ADDRESS) ?? []).find(
      (address) =>
        !(
          agreed.some((argument) => carries(argument.value, address)) ||
          (hasNoAddress(agreed) && wasShown(address))
        ),
    );
    if (stray !== undefined) {
      return `"${stray}" is not in the brief. Call it as agreed, or call submit_intake with what is wanted now.`;
    }
  }
  return undefined;
}

/** Equal in what is exact; of words, one may be said more fully than the other. */
function isSame(agreed: string, called: string, wasShown: (words: string) => boolean): boolean {
  const addresses = called.match(ADDRESS) ?? [];
  // Agreed as a group ("the guests in the list"), called one by one.
  if (addresses.length > 0 && !ADDRESS_ONCE.test(agreed))
    return addresses.every((address) => wasShown(address));
  if (!carries(agreed, called)) return false;
  const words = new Set(toTerms(agreed).filter(isWord));
  const theirs = toTerms(called).filter(isWord);
  return theirs.length === 0 || words.size === 0 || theirs.some((word) => words.has(word)) || isShort(called);
}

const ADDRESS_ONCE = /[\w.+-]+@[\w.-]+\.\w+/u;

function hasNoAddress(agreed: readonly Agreed[]): boolean {
  return !agreed.some(({ value }) => ADDRESS_ONCE.test(value));
}

/** Ids and codes ("C0OPS") stand for what the brief calls by name. */
function isShort(called: string): boolean {
  return /^[A-Z0-9_-]{2,16}$/u.test(called);
}

function isWord(term: string): boolean {
  return !/^[\d.,:/-]+$/u.test(term);
}

const Input = z.record(z.string(), z.unknown());

function valuesOf(input: unknown): readonly (readonly [string, string])[] {
  const parsed = Input.safeParse(input);
  if (!parsed.success) return [];
  return Object.entries(parsed.data).flatMap(([name, value]) =>
    textsIn(value).map((text) => [name, text] as const),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  const parsed = Input.safeParse(value);
  return parsed.success ? Object.values(parsed.data).flatMap(textsIn) : [];
}

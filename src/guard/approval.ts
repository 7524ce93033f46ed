// Which calls want a person's yes first, and what a yes is worth when the call is made: pure.
import { createHash } from 'node:crypto';

/** From the least careful to the most: what wants a yes before it happens. */
export const APPROVAL_RULES = ['never', 'outside', 'seen', 'every'] as const;
export type ApprovalRule = (typeof APPROVAL_RULES)[number];

export interface Reach {
  readonly effect: 'read' | 'reversible' | 'seen' | 'outside';
  /** Somebody outside the task's own thread will see it. */
  readonly isFar: boolean;
}

export function wantsApproval(rule: ApprovalRule, { effect, isFar }: Reach): boolean {
  if (effect === 'read') return false;
  switch (rule) {
    case 'never':
      return false;
    case 'outside':
      return effect === 'outside' || isFar;
    case 'seen':
      return effect !== 'reversible' || isFar;
    case 'every':
      return true;
  }
}

export type ApprovalState = 'asked' | 'approved' | 'declined' | 'used' | 'void';

export interface Approval {
  readonly id: string;
  readonly state: ApprovalState;
  readonly argumentsSha256: string;
  readonly briefVersion: number;
  readonly expiresAt: Date;
  readonly decidedBy: string | undefined;
}

/** What a call finds: its yes, its no, or nothing that holds, so that it has to be asked for. */
export type Standing =
  | { readonly kind: 'approved'; readonly id: string }
  | { readonly kind: 'declined'; readonly by: string }
  | { readonly kind: 'missing' };

/**
 * Contract: a yes holds for exactly these arguments, under the brief it was given under, once, and not for ever.
 * Whatever does not hold is missing: it is asked for again, and never stretched.
 */
export function standingOf(
  approval: Approval | undefined,
  now: { argumentsSha256: string; briefVersion: number; at: Date },
): Standing {
  if (approval === undefined) return { kind: 'missing' };
  const isForThis =
    approval.argumentsSha256 === now.argumentsSha256 && approval.briefVersion === now.briefVersion;
  if (!isForThis) return { kind: 'missing' };
  if (approval.state === 'declined') return { kind: 'declined', by: approval.decidedBy ?? '' };
  const holds = approval.state === 'approved' && approval.expiresAt > now.at;
  return holds ? { kind: 'approved', id: approval.id } : { kind: 'missing' };
}

/** The same for the same arguments, in whatever order their names came. */
export function sha256OfArguments(tool: string, input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([tool, inOrder(input)]))
    .digest('hex');
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => [name, inOrder(part)]);
}

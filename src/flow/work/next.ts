// What comes after a step: another one, none until somebody wishes it, or one at its time.
/** What comes after a step. */
export type Next =
  | { readonly kind: 'again' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'later'; readonly at: Date };

export const AGAIN: Next = { kind: 'again' };
export const REST: Next = { kind: 'rest' };

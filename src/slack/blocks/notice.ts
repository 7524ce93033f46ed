// Draws one plain sentence, with a sign in front of it when something is wrong.
import type { Words } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { drawOffers } from './offers.ts';
import { escaped, sections, type Piece } from './pieces.ts';

const SIGN = { info: '', warning: ':warning:  ', error: ':x:  ' };

export function drawNotice(words: Extract<Words, { kind: 'notice' }>, fixed: FixedWords): Piece[] {
  return [...sections(`${SIGN[words.tone]}${escaped(words.text)}`), ...drawOffers(words.offers ?? [], fixed)];
}

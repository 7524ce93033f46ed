// Draws the row of buttons that steer a task.
import type { Offer } from '../../flow/words.ts';
import { toOffer } from './card-ids.ts';
import type { FixedWords } from './fixed-words.ts';
import { LIMIT, type Piece } from './pieces.ts';

export function drawOffers(offers: readonly Offer[], fixed: FixedWords): Piece[] {
  const buttons = offers.map((offer) => ({ ...toOffer(offer), label: fixed.wish[offer.wish] }));
  const fit = buttons.filter(({ value }) => value !== '' && value.length <= LIMIT.buttonValueChars);
  if (fit.length === 0) return [];
  return [
    {
      block: {
        type: 'actions',
        elements: fit.map(({ id, value, label }) => ({
          type: 'button',
          action_id: id,
          text: { type: 'plain_text', text: label },
          value,
        })),
      },
      plain: '',
    },
  ];
}

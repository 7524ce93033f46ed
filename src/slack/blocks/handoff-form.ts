// The forms behind a handoff's buttons: a reason, other terms, what came of it.
import type { ModalView } from '@slack/types';
import { toHandoffId, type HandoffPlace } from './handoff-ids.ts';
import { handoffWords } from './handoff-words.ts';

export const HANDOFF_FORM = /^handoff_form_(decline|counter|return)$/u;
export type HandoffForm = 'decline' | 'counter' | 'return';
export const FIELD = { words: 'words', due: 'due' } as const;

const MOST_CHARS = 3000;

export function drawForm(form: HandoffForm, place: HandoffPlace): ModalView {
  const fixed = handoffWords(place.language);
  const { title, label, hint } = fixed.form[form];
  const plain = (text: string) => ({ type: 'plain_text' as const, text });
  return {
    type: 'modal',
    callback_id: `handoff_form_${form}`,
    private_metadata: toHandoffId(place),
    title: plain(title),
    submit: plain(fixed.send),
    close: plain(fixed.cancel),
    blocks: [
      {
        type: 'input',
        block_id: FIELD.words,
        label: plain(label),
        hint: plain(hint),
        element: {
          type: 'plain_text_input',
          action_id: FIELD.words,
          multiline: true,
          max_length: MOST_CHARS,
        },
      },
      ...(form === 'counter'
        ? [
            {
              type: 'input' as const,
              block_id: FIELD.due,
              optional: true,
              label: plain(fixed.dueLabel),
              element: { type: 'datetimepicker' as const, action_id: FIELD.due },
            },
          ]
        : []),
    ],
  };
}

// One or several of a few, side by side: radio buttons and checkboxes.
import { html } from 'htm/preact';
import { isJson, listOf, objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import { MrkdwnLine } from '../text.ts';
import { useHost } from './host.ts';
import type { Element } from './host.ts';

export function Choices({ block, element }: Element) {
  const { isBusy, valueOf, choose } = useHost();
  const isSingle = textOf(element, 'type') === 'radio_buttons';
  const current = valueOf({ block, element });
  const selected = isSingle
    ? [textOf(objectOf(current, 'selected_option'), 'value')]
    : listOf(current, 'selected_options')
        .filter(isJson)
        .map((option) => textOf(option, 'value'));
  const actionId = textOf(element, 'action_id');
  const options = objectsOf(element, 'options');

  const change = (value: string): void => {
    const option = options.find((one) => textOf(one, 'value') === value);
    if (isSingle) return choose({ block, element }, { selected_option: option ?? null });
    const wanted = selected.includes(value) ? selected.filter((one) => one !== value) : [...selected, value];
    const selectedOptions = options.filter((one) => wanted.includes(textOf(one, 'value')));
    return choose({ block, element }, { selected_options: selectedOptions });
  };
  return html`<div class="choices" role=${isSingle ? 'radiogroup' : 'group'} data-action-id=${actionId}>
    ${options.map((option) => {
      const value = textOf(option, 'value');
      const description = wordsOf(option, 'description');
      return html`<label key=${value} class="choice">
        <input
          type=${isSingle ? 'radio' : 'checkbox'}
          name=${`${textOf(block, 'block_id')}-${actionId}`}
          value=${value}
          checked=${selected.includes(value)}
          disabled=${isBusy}
          onChange=${() => change(value)}
        />
        <span
          ><${MrkdwnLine}
            text=${wordsOf(option, 'text')}
          />${description !== '' && html`<small><${MrkdwnLine} text=${description} /></small>`}</span
        >
      </label>`;
    })}
  </div>`;
}

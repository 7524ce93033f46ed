// What can be pressed, chosen or written into: actions, input, and the elements they hold.
import { html } from 'htm/preact';
import type { FunctionComponent } from 'preact';
import { isTrue, objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { usePage } from '../context.ts';
import { safeUrl } from '../safe-url.ts';
import { Mrkdwn, Plain } from '../text.ts';
import { useHost } from './host.ts';
import type { Element } from './host.ts';
import { Choices } from './choices.ts';

const KINDS: Readonly<Record<string, FunctionComponent<Element>>> = {
  button: Button,
  static_select: Select,
  external_select: Select,
  users_select: PersonSelect,
  overflow: Overflow,
  radio_buttons: Choices,
  checkboxes: Choices,
  multi_static_select: Choices,
  plain_text_input: Field,
  email_text_input: Field,
  url_text_input: Field,
  number_input: Field,
  datepicker: Moment,
  timepicker: Moment,
  image: Thumbnail,
};

/** One element, wherever it stands; one that is not known says its name. */
export function ElementView(at: Element) {
  const kind = textOf(at.element, 'type');
  const View = KINDS[kind];
  return View === undefined
    ? html`<span class="unknown-element">${kind || 'element'}</span>`
    : html`<${View} ...${at} />`;
}

export function Actions({ block }: { block: Json }) {
  return html`<div class="actions" role="group" aria-label="Actions">
    ${objectsOf(block, 'elements').map((element, index) => html`<${ElementView} key=${textOf(element, 'action_id') || index} block=${block} element=${element} />`)}
  </div>`;
}

export function Input({ block }: { block: Json }) {
  const hint = wordsOf(block, 'hint');
  return html`<div class="input-block" role="group" aria-label=${wordsOf(block, 'label')}>
    <span class="input-label"
      ><${Plain}
        text=${wordsOf(block, 'label')}
      />${isTrue(block, 'optional') && html` <small>optional</small>`}</span
    >
    <${ElementView} block=${block} element=${objectOf(block, 'element') ?? {}} />
    ${hint !== '' && html`<small class="muted"><${Plain} text=${hint} /></small>`}
  </div>`;
}

export function Button({ block, element }: Element) {
  const { isBusy, press } = useHost();
  const style = textOf(element, 'style');
  const url = safeUrl(textOf(element, 'url'));
  const act = (): void => {
    if (url !== undefined) open(url, '_blank', 'noopener,noreferrer');
    press({ block, element }, { value: textOf(element, 'value'), text: element['text'] });
  };
  const label = textOf(element, 'accessibility_label');
  return html`<button
    type="button"
    class=${`button ${style === 'primary' ? 'button-primary' : style === 'danger' ? 'button-danger' : ''}`}
    data-action-id=${textOf(element, 'action_id')}
    data-value=${textOf(element, 'value')}
    aria-label=${label === '' ? undefined : label}
    disabled=${isBusy}
    onClick=${act}
  >
    <${Plain}
      text=${wordsOf(element, 'text')}
    />${url !== undefined && html`<span aria-hidden="true"> ↗</span>`}
  </button>`;
}

function allOptions(element: Json): readonly Json[] {
  return [
    ...objectsOf(element, 'options'),
    ...objectsOf(element, 'option_groups').flatMap((group) => objectsOf(group, 'options')),
  ];
}

function Select({ block, element }: Element) {
  const { isBusy, valueOf, choose } = useHost();
  const options = allOptions(element);
  const selected = textOf(objectOf(valueOf({ block, element }), 'selected_option'), 'value');
  const change = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    const option = options.find((one) => textOf(one, 'value') === value);
    if (option !== undefined) choose({ block, element }, { selected_option: option });
  };
  const placeholder = wordsOf(element, 'placeholder') || 'Choose…';
  return html`<select
    class="select"
    aria-label=${placeholder}
    data-action-id=${textOf(element, 'action_id')}
    disabled=${isBusy}
    value=${selected}
    onChange=${change}
  >
    <option value="" disabled selected=${selected === ''}>${placeholder}</option>
    ${objectsOf(element, 'options').map((option) => optionView(option, selected))}
    ${objectsOf(element, 'option_groups').map((group) => html`<optgroup label=${wordsOf(group, 'label')}>${objectsOf(group, 'options').map((option) => optionView(option, selected))}</optgroup>`)}
  </select>`;
}

function optionView(option: Json, selected: string) {
  const value = textOf(option, 'value');
  return html`<option key=${value} value=${value} selected=${value === selected}>
    ${wordsOf(option, 'text')}
  </option>`;
}

function PersonSelect({ block, element }: Element) {
  const { home } = usePage();
  const { isBusy, valueOf, choose } = useHost();
  const selected = textOf(valueOf({ block, element }), 'selected_user');
  const placeholder = wordsOf(element, 'placeholder') || 'Choose a person…';
  return html`<select
    class="select"
    aria-label=${placeholder}
    data-action-id=${textOf(element, 'action_id')}
    disabled=${isBusy}
    onChange=${(event: Event) => event.target instanceof HTMLSelectElement && choose({ block, element }, { selected_user: event.target.value })}
  >
    <option value="" disabled selected=${selected === ''}>${placeholder}</option>
    ${home.people.map(({ id, displayName }) => html`<option key=${id} value=${id} selected=${id === selected}>${displayName}</option>`)}
  </select>`;
}

function Overflow({ block, element }: Element) {
  const { isBusy, press } = useHost();
  const options = objectsOf(element, 'options');
  const change = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    const option = options.find((one) => textOf(one, 'value') === value);
    event.target.value = '';
    if (option !== undefined) press({ block, element }, { selected_option: option });
  };
  return html`<select
    class="select select-overflow"
    aria-label="More actions"
    data-action-id=${textOf(element, 'action_id')}
    disabled=${isBusy}
    value=""
    onChange=${change}
  >
    <option value="" selected>⋯</option>
    ${options.map((option) => optionView(option, ''))}
  </select>`;
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
};

function Field({ block, element }: Element) {
  const { isBusy, valueOf, choose } = useHost();
  const kind = textOf(element, 'type');
  const change = (event: Event): void => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
      choose({ block, element }, { value: event.target.value });
  };
  const shared = {
    class: 'field',
    'aria-label': wordsOf(block, 'label') || wordsOf(element, 'placeholder') || 'Text',
    'data-action-id': textOf(element, 'action_id'),
    placeholder: wordsOf(element, 'placeholder'),
    value: textOf(valueOf({ block, element }), 'value'),
    disabled: isBusy,
    onChange: change,
  };
  if (isTrue(element, 'multiline')) return html`<textarea rows="3" ...${shared}></textarea>`;
  return html`<input type=${INPUT_TYPES[kind] ?? 'text'} ...${shared} />`;
}

function Moment({ block, element }: Element) {
  const { isBusy, valueOf, choose } = useHost();
  const isDate = textOf(element, 'type') === 'datepicker';
  const key = isDate ? 'selected_date' : 'selected_time';
  return html`<input
    class="field field-short"
    type=${isDate ? 'date' : 'time'}
    aria-label=${wordsOf(element, 'placeholder') || (isDate ? 'Date' : 'Time')}
    data-action-id=${textOf(element, 'action_id')}
    value=${textOf(valueOf({ block, element }), key)}
    disabled=${isBusy}
    onChange=${(event: Event) => event.target instanceof HTMLInputElement && choose({ block, element }, { [key]: event.target.value })}
  />`;
}

function Thumbnail({ element }: Element) {
  const url = safeUrl(textOf(element, 'image_url'));
  if (url === undefined) return html`<${Mrkdwn} text=${textOf(element, 'alt_text')} />`;
  return html`<img
    class="thumbnail"
    src=${url}
    alt=${textOf(element, 'alt_text')}
    loading="lazy"
    referrerpolicy="no-referrer"
  />`;
}

// What is written or set rather than chosen: words, numbers, dates, times.
import { html } from 'htm/preact';
import { isTrue, listOf, numberOf, objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { usePage } from '../context.ts';
import { fromZoned, toZoned } from '../time.ts';
import { useHost } from './host.ts';
import type { Element } from './host.ts';

const INPUT_TYPES: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
};

function isWritable(target: unknown): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

export function Field({ block, element }: Element) {
  const { isBusy, valueOf, keep, press, errorOf, describedBy } = useHost();
  const kind = textOf(element, 'type');
  const asks = listOf(objectOf(element, 'dispatch_action_config'), 'trigger_actions_on');
  const dispatches = block['dispatch_action'] === true;
  const write = (event: Event): void => {
    if (!isWritable(event.target)) return;
    keep({ block, element }, { value: event.target.value || null });
    if (dispatches && asks.includes('on_character_entered'))
      press({ block, element }, { value: event.target.value });
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || !isWritable(event.target)) return;
    if (event.target instanceof HTMLTextAreaElement && !(dispatches && !event.shiftKey)) return;
    if (!dispatches || (asks.length > 0 && !asks.includes('on_enter_pressed'))) return;
    event.preventDefault();
    press({ block, element }, { value: event.target.value });
  };
  const shared = {
    class: 'field',
    'aria-label': wordsOf(block, 'label') || wordsOf(element, 'placeholder') || 'Text',
    'aria-invalid': errorOf(block) !== undefined,
    'aria-describedby': describedBy(block),
    'aria-required': !isTrue(block, 'optional'),
    'data-action-id': textOf(element, 'action_id'),
    placeholder: wordsOf(element, 'placeholder'),
    maxlength: numberOf(element, 'max_length'),
    value: textOf(valueOf({ block, element }), 'value'),
    disabled: isBusy && !dispatches,
    onInput: write,
    onKeyDown: keyed,
  };
  if (isTrue(element, 'multiline')) return html`<textarea rows="4" ...${shared}></textarea>`;
  const inputmode = kind === 'number_input' ? 'decimal' : undefined;
  return html`<input type=${INPUT_TYPES[kind] ?? 'text'} inputmode=${inputmode} ...${shared} />`;
}

/** Words that become rich text: paragraphs as they were typed. */
export function RichField({ block, element }: Element) {
  const { isBusy, valueOf, keep, errorOf, describedBy } = useHost();
  const text = plainOf(objectOf(valueOf({ block, element }), 'rich_text_value'));
  const write = (event: Event): void => {
    if (!isWritable(event.target)) return;
    const typed = event.target.value;
    keep({ block, element }, { rich_text_value: typed === '' ? null : toRichText(typed) });
  };
  return html`<textarea
    class="field"
    rows="4"
    aria-label=${wordsOf(block, 'label') || 'Text'}
    aria-invalid=${errorOf(block) !== undefined}
    aria-describedby=${describedBy(block)}
    data-action-id=${textOf(element, 'action_id')}
    placeholder=${wordsOf(element, 'placeholder')}
    value=${text}
    disabled=${isBusy}
    onInput=${write}
  ></textarea>`;
}

function toRichText(text: string): Json {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

function plainOf(node: Json | undefined): string {
  if (node === undefined) return '';
  return textOf(node, 'text') || objectsOf(node, 'elements').map(plainOf).join('');
}

const MOMENTS: Readonly<Record<string, { kind: string; field: string; words: string }>> = {
  datepicker: { kind: 'date', field: 'selected_date', words: 'Choose a date' },
  timepicker: { kind: 'time', field: 'selected_time', words: 'Choose a time' },
  datetimepicker: { kind: 'datetime-local', field: 'selected_date_time', words: 'Choose a date and time' },
};

/** A year that is still being typed is no date that anyone means. */
const FIRST_YEAR = 1900;

export function Moment({ block, element }: Element) {
  const { home } = usePage();
  const { isBusy, valueOf, choose, errorOf, describedBy } = useHost();
  const { kind, field, words } = MOMENTS[textOf(element, 'type')] ?? { kind: 'date', field: '', words: '' };
  const isMoment = kind === 'datetime-local';
  const value = valueOf({ block, element });
  const seconds = isMoment ? numberOf(value ?? {}, field) : undefined;
  const zone = textOf(element, 'timezone') || home.me.tz;
  const set = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const typed = event.target.value;
    if (kind !== 'time' && typed !== '' && Number(typed.slice(0, 4)) < FIRST_YEAR) return;
    const held = typed === '' ? null : isMoment ? Math.floor(fromZoned(typed, home.me.tz) / 1000) : typed;
    choose({ block, element }, { [field]: held });
  };
  return html`<span class="moment"
    ><input
      class="field field-short"
      type=${kind}
      aria-label=${wordsOf(block, 'label') || wordsOf(element, 'placeholder') || words}
      aria-invalid=${errorOf(block) !== undefined}
      aria-describedby=${describedBy(block)}
      title=${wordsOf(element, 'placeholder') || words}
      data-action-id=${textOf(element, 'action_id')}
      value=${isMoment ? (seconds === undefined ? '' : toZoned(seconds * 1000, home.me.tz)) : textOf(value, field)}
      disabled=${isBusy}
      onChange=${set}
    />${kind === 'time' && textOf(element, 'timezone') !== '' && html`<small class="muted">${zone}</small>`}</span
  >`;
}

// What can be pressed, chosen or written into: actions, input, and the elements they hold.
import { html } from 'htm/preact';
import type { FunctionComponent } from 'preact';
import { isTrue, objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { Menu } from '../menu.ts';
import { safeUrl } from '../safe-url.ts';
import { Mrkdwn, Plain } from '../text.ts';
import { Choices } from './choices.ts';
import { Field, Moment, RichField } from './fields.ts';
import { FileField } from './file-field.ts';
import { useHost } from './host.ts';
import type { Element } from './host.ts';
import { OptionSelect, PlaceSelect } from './selects.ts';

const KINDS: Readonly<Record<string, FunctionComponent<Element>>> = {
  button: Button,
  workflow_button: Button,
  static_select: OptionSelect,
  external_select: OptionSelect,
  multi_static_select: OptionSelect,
  multi_external_select: OptionSelect,
  users_select: PlaceSelect,
  channels_select: PlaceSelect,
  conversations_select: PlaceSelect,
  multi_users_select: PlaceSelect,
  multi_channels_select: PlaceSelect,
  multi_conversations_select: PlaceSelect,
  overflow: Overflow,
  radio_buttons: Choices,
  checkboxes: Choices,
  plain_text_input: Field,
  email_text_input: Field,
  url_text_input: Field,
  number_input: Field,
  rich_text_input: RichField,
  file_input: FileField,
  datepicker: Moment,
  timepicker: Moment,
  datetimepicker: Moment,
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
  const { errorOf, describedBy } = useHost();
  const hint = wordsOf(block, 'hint');
  const error = errorOf(block);
  return html`<div
    class=${`input-block ${error === undefined ? '' : 'has-error'}`}
    role="group"
    aria-label=${wordsOf(block, 'label')}
    data-block-id=${textOf(block, 'block_id')}
  >
    <span class="input-label"
      ><${Plain}
        text=${wordsOf(block, 'label')}
      />${isTrue(block, 'optional') && html` <small>(optional)</small>`}</span
    >
    <${ElementView} block=${block} element=${objectOf(block, 'element') ?? {}} />
    <div class="input-below" id=${describedBy(block)}>
      ${error !== undefined && html`<p class="input-error" role="alert" data-testid="input-error">${error}</p>`}
      ${hint !== '' && html`<small class="muted"><${Plain} text=${hint} /></small>`}
    </div>
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

function Overflow({ block, element }: Element) {
  const { isBusy, press } = useHost();
  const choose = (option: Json, close: () => void): void => {
    close();
    const url = safeUrl(textOf(option, 'url'));
    if (url !== undefined) open(url, '_blank', 'noopener,noreferrer');
    press({ block, element }, { selected_option: option });
  };
  return html`<${Menu}
    label="More actions"
    testId=${`overflow-${textOf(element, 'action_id')}`}
    className="menu-overflow"
    isDisabled=${isBusy}
    face=${html`<span aria-hidden="true">⋯</span>`}
  >
    ${(close: () => void) =>
      objectsOf(element, 'options').map(
        (option) =>
          html`<button
            key=${textOf(option, 'value')}
            type="button"
            role="menuitem"
            class="menu-item"
            data-value=${textOf(option, 'value')}
            onClick=${() => choose(option, close)}
          >
            <span class="menu-text"
              ><b><${Plain} text=${wordsOf(option, 'text')} /></b
              >${wordsOf(option, 'description') !== '' && html`<small>${wordsOf(option, 'description')}</small>`}</span
            >
          </button>`,
      )}
  <//>`;
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

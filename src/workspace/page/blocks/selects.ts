// The selects: of an app's own options, of options it finds while one types, of people, and of places.
import { html } from 'htm/preact';
import type { PageChannel, PagePerson } from '../../page-wire.ts';
import { Avatar } from '../avatar.ts';
import { channelLabel, otherIn, usePage } from '../context.ts';
import type { Page } from '../context.ts';
import { isJson, isTrue, listOf, numberOf, objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { emojiOf } from '../emoji.ts';
import { useHost } from './host.ts';
import type { Element } from './host.ts';
import { Picker } from './picker.ts';
import type { Pick } from './picker.ts';
import { idField } from './values.ts';

export function OptionSelect({ block, element }: Element) {
  const { isBusy, valueOf, choose, suggest, describedBy } = useHost();
  const kind = textOf(element, 'type');
  const isMulti = kind.startsWith('multi_');
  const isExternal = kind.endsWith('external_select');
  const value = valueOf({ block, element });
  const held = isMulti ? listOf(value, 'selected_options') : [value?.['selected_option']];
  const chosen = held.filter(isJson);
  const known = new Map<string, Json>(
    [...chosen, ...optionsOf(element)].map((one) => [textOf(one, 'value'), one]),
  );
  const load = async (words: string): Promise<readonly Pick[]> => {
    if (!isExternal) return toPicks(element).filter(fits(words));
    if (words.length < (numberOf(element, 'min_query_length') ?? 3)) return [];
    const found = await suggest({ block, element }, words);
    for (const one of optionsOf(found)) known.set(textOf(one, 'value'), one);
    return toPicks(found);
  };
  const change = (picks: readonly Pick[]): void => {
    // What the app sent goes back to it whole, also what came with a suggestion.
    const options = picks.map(({ value: id, label }) => known.get(id) ?? optionOf(id, label));
    choose(
      { block, element },
      isMulti ? { selected_options: options } : { selected_option: options[0] ?? null },
    );
  };
  return html`<${Picker}
    ...${labelsOf({ block, element }, isExternal ? 'Type to search…' : 'Choose an option')}
    isMulti=${isMulti}
    most=${numberOf(element, 'max_selected_items')}
    chosen=${chosen.map((one) => toPick(one))}
    isDisabled=${isBusy}
    describedBy=${describedBy(block)}
    load=${load}
    change=${change}
  />`;
}

function optionOf(value: string, label: string): Json {
  return { text: { type: 'plain_text', text: label }, value };
}

function optionsOf(from: Json): readonly Json[] {
  return [
    ...objectsOf(from, 'options'),
    ...objectsOf(from, 'option_groups').flatMap((group) => objectsOf(group, 'options')),
  ];
}

function toPicks(from: Json): readonly Pick[] {
  const grouped = objectsOf(from, 'option_groups').flatMap((group) =>
    objectsOf(group, 'options').map((one) => toPick(one, wordsOf(group, 'label'))),
  );
  return [...objectsOf(from, 'options').map((one) => toPick(one)), ...grouped];
}

function toPick(option: Json, group?: string): Pick {
  return {
    value: textOf(option, 'value'),
    label: wordsOf(option, 'text').replace(
      /:([a-z0-9_+-]+):/g,
      (whole, name: string) => emojiOf(name) ?? whole,
    ),
    detail: wordsOf(option, 'description'),
    ...(group === undefined ? {} : { group }),
  };
}

function fits(words: string): (pick: Pick) => boolean {
  const wanted = words.trim().toLowerCase();
  return ({ label, detail = '' }) => `${label} ${detail}`.toLowerCase().includes(wanted);
}

/** People, channels or conversations: Slack knows them, the app need not. */
export function PlaceSelect({ block, element }: Element) {
  const page = usePage();
  const { isBusy, valueOf, choose, describedBy } = useHost();
  const kind = textOf(element, 'type');
  const isMulti = kind.startsWith('multi_');
  const field = idField(kind);
  const value = valueOf({ block, element });
  const ids = isMulti ? listOf(value, field) : [value?.[field]];
  const all = kind.endsWith('users_select') ? people(page) : places(page, element);
  const change = (picks: readonly Pick[]): void => {
    const values = picks.map((pick) => pick.value);
    choose({ block, element }, { [field]: isMulti ? values : (values[0] ?? null) });
  };
  const chosen = ids
    .filter((id) => typeof id === 'string')
    .map((id) => all.find((pick) => pick.value === id) ?? { value: id, label: id });
  return html`<${Picker}
    ...${labelsOf({ block, element }, kind.endsWith('users_select') ? 'Choose a person' : 'Choose a channel')}
    isMulti=${isMulti}
    most=${numberOf(element, 'max_selected_items')}
    chosen=${chosen}
    isDisabled=${isBusy}
    describedBy=${describedBy(block)}
    load=${(words: string) => all.filter(fits(words))}
    change=${change}
  />`;
}

function people({ home }: Page): readonly Pick[] {
  return home.people.map(({ id, displayName, realName, title }: PagePerson) => ({
    value: id,
    label: displayName,
    detail: [realName === displayName ? '' : realName, title].filter((part) => part !== '').join(' · '),
    face: html`<${Avatar} id=${id} size=${22} />`,
  }));
}

function places(page: Page, element: Json): readonly Pick[] {
  return page.home.channels
    .filter((channel) => isOnOffer(channel, element, page))
    .map((channel) => ({
      value: channel.id,
      label: channel.kind === 'im' ? channelLabel(channel, page) : `#${channelLabel(channel, page)}`,
      detail: channel.topic,
      ...(channel.kind === 'im' ? { face: html`<${Avatar} id=${otherIn(channel, page)} size=${22} />` } : {}),
    }));
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  channel: 'public',
  group: 'private',
  im: 'im',
  mpim: 'mpim',
};

/** A channels_select knows public channels alone; a conversations_select says by its filter what it wants. */
function isOnOffer(channel: PageChannel, element: Json, page: Page): boolean {
  if (textOf(element, 'type').endsWith('channels_select')) return channel.kind === 'channel';
  const filter = objectOf(element, 'filter');
  if (filter === undefined) return true;
  const wanted = listOf(filter, 'include');
  if (wanted.length > 0 && !wanted.includes(KIND_WORDS[channel.kind])) return false;
  const other = channel.kind === 'im' ? page.personOf(otherIn(channel, page)) : undefined;
  return !(isTrue(filter, 'exclude_bot_users') && other?.isBot === true);
}

function labelsOf({ block, element }: Element, fallback: string) {
  const placeholder = wordsOf(element, 'placeholder') || fallback;
  return {
    label: wordsOf(block, 'label') || placeholder,
    placeholder,
    actionId: textOf(element, 'action_id'),
  };
}

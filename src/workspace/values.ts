// What stands in the inputs of a message, modal or App Home: from what the page sends to Slack's `state.values`.
import { z } from 'zod';
import { elementsOf, heldBy, type Element } from './block-action.ts';
import { Json } from './model.ts';

const Sent = z.record(z.string(), z.record(z.string(), Json));
const Chosen = z.looseObject({ value: z.string() });
const texts = z.array(z.string());

/** block id → action id → value, for every element that can hold one. */
export type Values = Record<string, Record<string, Json>>;

/** What was sent, or what the element began with, as Slack words it; what fits no element is left out. */
export function toValues(blocks: readonly Json[], sent: unknown): Values {
  const parsed = Sent.safeParse(sent);
  const given = parsed.success ? parsed.data : {};
  const values: Values = {};
  for (const { blockId, element } of inputsOf(blocks)) {
    const value = given[blockId]?.[element.action_id];
    const wish = value === undefined ? undefined : toWish(value);
    const held = wish === undefined ? initialOf(element) : heldBy(element, wish);
    if (held !== undefined) (values[blockId] ??= {})[element.action_id] = held;
  }
  return values;
}

interface Place {
  readonly block: Json;
  readonly blockId: string;
  readonly element: Element;
}

export function inputsOf(blocks: readonly Json[]): Place[] {
  return blocks.flatMap((block) => {
    const inside = z.array(Json).safeParse(block['child_blocks']);
    const { block_id: id } = block;
    const blockId = typeof id === 'string' ? id : '';
    const own = elementsOf(block).map((element) => ({ block, blockId, element }));
    return inside.success ? [...own, ...inputsOf(inside.data)] : own;
  });
}

/** Whatever field a value came in. */
export function toWish(value: Json) {
  const one = [
    'value',
    'selected_date',
    'selected_time',
    'selected_user',
    'selected_channel',
    'selected_conversation',
  ];
  const many = ['selected_users', 'selected_channels', 'selected_conversations', 'files'];
  const option = Chosen.safeParse(value['selected_option']);
  const options = z.array(Chosen).safeParse(value['selected_options']);
  const single = one.map((field) => value[field]).find((found) => typeof found === 'string');
  const several = many.map((field) => texts.safeParse(value[field])).find(({ success }) => success);
  const moment = value['selected_date_time'];
  return {
    value: option.success
      ? option.data.value
      : typeof single === 'string'
        ? single
        : typeof moment === 'number'
          ? String(moment)
          : undefined,
    values: options.success ? options.data.map((chosen) => chosen.value) : several?.data,
    options: [...(option.success ? [option.data] : []), ...(options.success ? options.data : [])],
    richText: value['rich_text_value'],
  };
}

const INITIAL: Readonly<Record<string, string>> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
  rich_text_input: 'rich_text_value',
  file_input: 'files',
  plain_text_input: 'value',
  number_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
};

/** An element that nobody touched holds what it began with, or Slack's word for nothing. */
function initialOf(element: Element): Json | undefined {
  const field = INITIAL[element.type];
  if (field === undefined) return undefined;
  const initial = element[`initial_${field.replace('selected_', '').replace('rich_text_value', 'value')}`];
  const nothing = field.endsWith('s') ? [] : null;
  return { type: element.type, [field]: initial ?? nothing };
}

/** What Slack itself tells a person before it asks the app: block id → sentence. */
export function faultsInValues(blocks: readonly Json[], values: Values): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { block, blockId, element } of inputsOf(blocks)) {
    if (block['type'] !== 'input') continue;
    const held = values[blockId]?.[element.action_id] ?? {};
    const content = Object.entries(held).find(([key]) => key !== 'type')?.[1];
    const fault = faultOf(element, { content, isOptional: block['optional'] === true });
    if (fault !== undefined) faults[blockId] = fault;
  }
  return faults;
}

function faultOf(
  element: Element,
  { content, isOptional }: { content: unknown; isOptional: boolean },
): string | undefined {
  const isEmpty =
    content === undefined ||
    content === null ||
    content === '' ||
    (Array.isArray(content) && content.length === 0);
  if (isEmpty) return isOptional ? undefined : 'Please complete this required field.';
  if (typeof content !== 'string') return undefined;
  const { min_length: least, max_length: most } = element;
  if (typeof least === 'number' && content.length < least)
    return `Please enter at least ${least} characters.`;
  if (typeof most === 'number' && content.length > most) return `Please enter at most ${most} characters.`;
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(content))
    return 'Must be a valid email address.';
  if (element.type === 'url_text_input' && !URL.canParse(content)) return 'Must be a valid URL.';
  return element.type === 'number_input' ? numberFault(element, content) : undefined;
}

function numberFault(element: Element, content: string): string | undefined {
  const number = Number(content);
  const { min_value: least, max_value: most, is_decimal_allowed: isDecimal } = element;
  if (!Number.isFinite(number)) return 'Must be a number.';
  if (isDecimal === false && !Number.isInteger(number)) return 'Must be a whole number.';
  if (typeof least === 'string' && number < Number(least)) return `Must be at least ${least}.`;
  if (typeof most === 'string' && number > Number(most)) return `Must be at most ${most}.`;
  return undefined;
}

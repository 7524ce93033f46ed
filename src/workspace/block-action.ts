// One element that someone used becomes one action, as Slack describes it.
import { z } from 'zod';
import { Json } from './model.ts';
import { Refusal } from './refusal.ts';

export interface Acted {
  readonly action: Json;
  /** What the element now holds, for the state of the message; undefined for what holds nothing. */
  readonly value: Json | undefined;
}

interface Wish {
  readonly actionId: string;
  readonly blockId?: string | undefined;
  readonly value?: string | undefined;
  readonly values?: readonly string[] | undefined;
  /** Whole options, for elements whose options only the app knows. */
  readonly options?: readonly Json[] | undefined;
  readonly richText?: unknown;
}

const Option = z.looseObject({ value: z.string() });
const Element = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  value: z.string().optional(),
  options: z.array(Option).optional(),
  option_groups: z.array(z.looseObject({ options: z.array(Option) })).optional(),
});
export type Element = z.infer<typeof Element>;
type Held = (element: Element, wish: Wish) => Json;

const chosen = (element: Element, value: string | undefined): Json => {
  const options = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  const option = options.find((candidate) => candidate.value === value);
  if (option === undefined) throw new Refusal('option_not_found');
  return option;
};
const Outside = z.looseObject({ text: Json, value: z.string() });

/** An option that the app itself suggested: it is in no block, so it comes whole. */
const suggested = (wish: Wish, value: string | undefined): Json => {
  const found = (wish.options ?? []).find((option) => option['value'] === value);
  const parsed = Outside.safeParse(found);
  if (!parsed.success) throw new Refusal('option_not_found');
  return parsed.data;
};
const single: Held = (element, wish) => ({ selected_option: chosen(element, wish.value) });
const several: Held = (element, wish) => ({
  selected_options: (wish.values ?? []).map((value) => chosen(element, value)),
});
const named =
  (field: string): Held =>
  (_element, wish) => ({ [field]: wish.value === undefined || wish.value === '' ? null : wish.value });
const listed =
  (field: string): Held =>
  (_element, wish) => ({ [field]: wish.values ?? [] });

/** Where each kind of element keeps what was chosen in it. */
const HELD: Readonly<Record<string, Held>> = {
  static_select: single,
  radio_buttons: single,
  overflow: single,
  multi_static_select: several,
  external_select: (_element, wish) => ({ selected_option: suggested(wish, wish.value) }),
  multi_external_select: (_element, wish) => ({
    selected_options: (wish.values ?? []).map((value) => suggested(wish, value)),
  }),
  rich_text_input: (_element, wish) => ({ rich_text_value: wish.richText }),
  file_input: listed('files'),
  checkboxes: several,
  datepicker: named('selected_date'),
  timepicker: named('selected_time'),
  datetimepicker: (_element, wish) => ({
    selected_date_time: wish.value === undefined ? null : Number(wish.value),
  }),
  users_select: named('selected_user'),
  channels_select: named('selected_channel'),
  conversations_select: named('selected_conversation'),
  multi_users_select: listed('selected_users'),
  multi_channels_select: listed('selected_channels'),
  multi_conversations_select: listed('selected_conversations'),
  plain_text_input: named('value'),
  number_input: named('value'),
  email_text_input: named('value'),
  url_text_input: named('value'),
};

/** Throws `action_not_found` for what the message does not hold. */
export function toActed(blocks: readonly Json[], wish: Wish, actionTs: string): Acted {
  const found = findElement(blocks, wish);
  if (found === undefined) throw new Refusal('action_not_found');
  const { element, blockId } = found;
  const common = { type: element.type, action_id: element.action_id, block_id: blockId, action_ts: actionTs };
  const held = HELD[element.type];
  if (held === undefined) {
    const own = element.type === 'feedback_buttons' ? feedbackOf(element, wish) : buttonOf(element);
    return { action: { ...common, ...own }, value: undefined };
  }
  const value = held(element, wish);
  return { action: { ...common, ...value }, value: { type: element.type, ...value } };
}

function buttonOf({ text, value, style }: Element): Json {
  return {
    ...(text === undefined ? {} : { text }),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  };
}

const Feedback = z.object({
  positive_button: z.looseObject({ value: z.string() }),
  negative_button: z.looseObject({ value: z.string() }),
});

function feedbackOf(element: Element, wish: Wish): Json {
  const { positive_button: yes, negative_button: no } = Feedback.parse(element);
  const button = [yes, no].find(({ value }) => value === wish.value);
  if (button === undefined) throw new Refusal('option_not_found');
  return { text: button['text'], value: button.value };
}

export function findElement(
  blocks: readonly Json[],
  wish: Wish,
): { element: Element; blockId: string } | undefined {
  for (const block of blocks) {
    const blockId = typeof block['block_id'] === 'string' ? block['block_id'] : '';
    const inside = z.array(Json).safeParse(block['child_blocks']);
    const nested = inside.success ? findElement(inside.data, wish) : undefined;
    if (nested !== undefined) return nested;
    if (wish.blockId !== undefined && wish.blockId !== blockId) continue;
    const element = elementsOf(block).find(({ action_id: id }) => id === wish.actionId);
    if (element !== undefined) return { element, blockId };
  }
  return undefined;
}

/** What an element holds when this was put into it; undefined for what holds nothing, as a button. */
export function heldBy(element: Element, wish: Omit<Wish, 'actionId'>): Json | undefined {
  const held = HELD[element.type];
  if (held === undefined) return undefined;
  const isSingle = held === single || element.type === 'external_select';
  if (isSingle && wish.value === undefined) return { type: element.type, selected_option: null };
  return { type: element.type, ...held(element, { ...wish, actionId: element.action_id }) };
}

export function elementsOf(block: Json): Element[] {
  const lists = [block['elements'], block['actions']].flatMap((list) => (Array.isArray(list) ? list : []));
  return [...lists, block['accessory'], block['element']].flatMap((candidate: unknown) => {
    const parsed = Element.safeParse(candidate);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Elements without an action id get one, as at Slack, so that people can use them. */
export function withActionIds(blocks: readonly Json[], newActionId: () => string): Json[] {
  const named = (candidate: unknown): unknown => {
    const parsed = Json.safeParse(candidate);
    if (!parsed.success || !isInteractive(parsed.data) || typeof parsed.data['action_id'] === 'string')
      return candidate;
    return { ...parsed.data, action_id: newActionId() };
  };
  return blocks.map((block) => ({
    ...block,
    ...(Array.isArray(block['elements']) ? { elements: block['elements'].map(named) } : {}),
    ...(block['accessory'] === undefined ? {} : { accessory: named(block['accessory']) }),
    ...(block['element'] === undefined ? {} : { element: named(block['element']) }),
  }));
}

const OTHERS = new Set(['button', 'feedback_buttons', 'icon_button', 'workflow_button']);
const isInteractive = ({ type }: Json): boolean =>
  typeof type === 'string' && (type in HELD || OTHERS.has(type));

// What stands in the elements of a message before anyone touches them: pure, by block and action.
import { listOf, numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';

export type Values = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export function initialValues(blocks: readonly Json[]): Values {
  const found: Record<string, Record<string, Json>> = {};
  for (const block of blocks.flatMap(withInner)) {
    for (const element of elementsOf(block)) {
      const value = initialValue(element);
      if (value === undefined) continue;
      (found[textOf(block, 'block_id')] ??= {})[textOf(element, 'action_id')] = {
        type: textOf(element, 'type'),
        ...value,
      };
    }
  }
  return found;
}

/** A container's blocks have values of their own. */
function withInner(block: Json): readonly Json[] {
  return [block, ...objectsOf(block, 'child_blocks').flatMap(withInner)];
}

function elementsOf(block: Json): readonly Json[] {
  switch (textOf(block, 'type')) {
    case 'actions':
      return objectsOf(block, 'elements');
    case 'section':
      return [objectOf(block, 'accessory') ?? {}];
    case 'input':
      return [objectOf(block, 'element') ?? {}];
    default:
      return [];
  }
}

/** Undefined for what holds no value, such as a button. */
function initialValue(element: Json): Json | undefined {
  switch (textOf(element, 'type')) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: objectOf(element, 'initial_option') ?? null };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { selected_options: listOf(element, 'initial_options') };
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { value: textOf(element, 'initial_value') || null };
    case 'datepicker':
      return { selected_date: textOf(element, 'initial_date') || null };
    case 'timepicker':
      return { selected_time: textOf(element, 'initial_time') || null };
    case 'datetimepicker':
      return { selected_date_time: numberOf(element, 'initial_date_time') ?? null };
    case 'rich_text_input':
      return { rich_text_value: objectOf(element, 'initial_value') ?? null };
    case 'file_input':
      return { files: [] };
    default:
      return initialIds(element);
  }
}

const SINGLE: Readonly<Record<string, readonly [string, string]>> = {
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
};
const SEVERAL: Readonly<Record<string, readonly [string, string]>> = {
  multi_users_select: ['selected_users', 'initial_users'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
};

function initialIds(element: Json): Json | undefined {
  const kind = textOf(element, 'type');
  const [held, initial] = SINGLE[kind] ?? [];
  if (held !== undefined && initial !== undefined) return { [held]: textOf(element, initial) || null };
  const [kept, initials] = SEVERAL[kind] ?? [];
  if (kept !== undefined && initials !== undefined) return { [kept]: listOf(element, initials) };
  return undefined;
}

/** The field that holds what is chosen in a select of people or places. */
export function idField(kind: string): string {
  return (SINGLE[kind] ?? SEVERAL[kind])?.[0] ?? '';
}

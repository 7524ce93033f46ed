// What stands in the elements of a message before anyone touches them: pure, by block and action.
import { listOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';

export type Values = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export function initialValues(blocks: readonly Json[]): Values {
  const found: Record<string, Record<string, Json>> = {};
  for (const block of blocks) {
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
    case 'users_select':
      return { selected_user: textOf(element, 'initial_user') || null };
    default:
      return undefined;
  }
}

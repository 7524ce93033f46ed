// What a form says before it is sent: empty, too short, not a number. The words are Slack's own.
import { isTrue, listOf, numberOf, objectOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import type { Values } from './values.ts';

/** By block; empty when the form may go. */
export type Complaints = Readonly<Record<string, string>>;

export function complaintsOf(blocks: readonly Json[], values: Values): Complaints {
  const found: Record<string, string> = {};
  for (const block of blocks) {
    if (textOf(block, 'type') !== 'input') continue;
    const element = objectOf(block, 'element') ?? {};
    const blockId = textOf(block, 'block_id');
    const value = values[blockId]?.[textOf(element, 'action_id')] ?? {};
    const complaint = isEmpty(value)
      ? isTrue(block, 'optional')
        ? undefined
        : 'Please complete this required field.'
      : complaintOf(element, value);
    if (complaint !== undefined) found[blockId] = complaint;
  }
  return found;
}

function isEmpty(value: Json): boolean {
  return Object.entries(value).every(([key, held]) => {
    if (key === 'type') return true;
    if (typeof held === 'string') return held.trim() === '';
    return held === null || held === undefined || (Array.isArray(held) && held.length === 0);
  });
}

function complaintOf(element: Json, value: Json): string | undefined {
  const text = textOf(value, 'value');
  switch (textOf(element, 'type')) {
    case 'plain_text_input':
      return lengthComplaint(element, text);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please enter a valid URL.';
    case 'number_input':
      return numberComplaint(element, text);
    case 'file_input': {
      const most = numberOf(element, 'max_files') ?? 10;
      return listOf(value, 'files').length > most ? `Please add at most ${most} files.` : undefined;
    }
    default:
      return undefined;
  }
}

function lengthComplaint(element: Json, text: string): string | undefined {
  const [least, most] = [numberOf(element, 'min_length'), numberOf(element, 'max_length')];
  if (least !== undefined && text.length < least)
    return `This field must be at least ${least} characters long.`;
  if (most !== undefined && text.length > most) return `This field must be at most ${most} characters long.`;
  return undefined;
}

function numberComplaint(element: Json, text: string): string | undefined {
  const number = Number(text);
  if (!Number.isFinite(number)) return 'Please enter a valid number.';
  if (!isTrue(element, 'is_decimal_allowed') && !Number.isInteger(number))
    return 'Please enter a whole number.';
  const [least, most] = [numberOf(element, 'min_value'), numberOf(element, 'max_value')];
  if (least !== undefined && number < least) return `Please enter a number of at least ${least}.`;
  if (most !== undefined && number > most) return `Please enter a number of at most ${most}.`;
  return undefined;
}

// Slack's limits, written down a second time from its documentation, to hold what we draw against them.
interface Message {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Every way in which Slack would refuse this message; empty when it would take it. */
export function faultsIn({ text, blocks }: Message): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => void (holds || faults.push(fault));
  const ids: string[] = [];
  let markdownChars = 0;
  must(text !== '', 'no text');
  must(blocks.length >= 1 && blocks.length <= 50, `${blocks.length} blocks`);
  must(lengthOf(JSON.parse(JSON.stringify(blocks))) <= 13_200, 'msg_blocks_too_long');
  for (const block of blocks) {
    const fields = toFields(block);
    const type = asText(fields['type']);
    if (fields['block_id'] !== undefined) {
      ids.push(asText(fields['block_id']));
      must(asText(fields['block_id']).length <= 255, 'block_id too long');
    }
    if (type === 'section') checkSection(fields);
    else if (type === 'divider') continue;
    else if (type === 'context') {
      const elements = toArray(fields['elements']);
      must(elements.length >= 1 && elements.length <= 10, 'context elements');
      for (const element of elements) between(toFields(element)['text'], [1, 3000], 'context text');
    } else if (type === 'markdown') {
      between(fields['text'], [1, 12_000], 'markdown');
      markdownChars += asText(fields['text']).length;
    } else if (type === 'plan') checkPlan(fields);
    else if (type === 'actions') checkActions(fields);
    else if (type === 'data_visualization') between(fields['title'], [1, 50], 'chart title');
    else faults.push(`unknown block ${type}`);
  }
  must(new Set(ids).size === ids.length, 'block_id twice');
  must(markdownChars <= 12_000, 'markdown over all blocks');
  return faults;

  function between(value: unknown, [least, most]: readonly [number, number], what: string): void {
    const length = typeof value === 'string' ? value.length : -1;
    must(length >= least && length <= most, `${what}: ${length} characters`);
    must(typeof value !== 'string' || value.trim() !== '', `${what}: blank`);
  }

  function checkSection(section: Fields): void {
    if (section['fields'] === undefined) return between(textOf(section), [1, 3000], 'section');
    const fields = toArray(section['fields']).map(toFields);
    must(fields.length >= 1 && fields.length <= 10, `${fields.length} fields`);
    for (const field of fields) between(field['text'], [1, 2000], 'field');
  }

  function checkPlan(plan: Fields): void {
    between(plan['title'], [1, 256], 'plan title');
    const tasks = toArray(plan['tasks']).map(toFields);
    must(tasks.length >= 1 && tasks.length <= 50, `${tasks.length} tasks`);
    must(new Set(tasks.map((task) => task['task_id'])).size === tasks.length, 'task_id twice');
    for (const task of tasks) between(task['title'], [1, 256], 'task title');
  }

  function checkActions(actions: Fields): void {
    const elements = toArray(actions['elements']).map(toFields);
    must(elements.length >= 1 && elements.length <= 25, 'actions elements');
    must(
      new Set(elements.map((element) => element['action_id'])).size === elements.length,
      'action_id twice',
    );
    for (const element of elements) {
      between(element['action_id'], [1, 255], 'action_id');
      if (element['type'] === 'button') {
        between(textOf(element), [1, 75], 'button');
        if (element['value'] !== undefined) must(asText(element['value']).length <= 2000, 'button value');
      } else {
        between(toFields(element['placeholder'])['text'], [1, 150], 'placeholder');
        const options = toArray(element['options']).map(toFields);
        must(options.length >= 1 && options.length <= 100, 'options');
        for (const option of options) {
          between(textOf(option), [1, 75], 'option');
          must(asText(option['value']).length >= 1 && asText(option['value']).length <= 150, 'option value');
        }
      }
    }
  }
}

function textOf(fields: Fields): unknown {
  return toFields(fields['text'])['text'];
}

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** All words in it, however deep. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + lengthOf(item), 0);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

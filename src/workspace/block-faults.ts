// Says what is wrong with blocks, in the words and with the error names of Slack.
import { z } from 'zod';
import { MessageBlocks, ViewBlocks } from './blocks.ts';
import { Json } from './model.ts';
import { Refusal } from './refusal.ts';

export type Surface = 'message' | 'modal' | 'home';
type Issue = z.core.$ZodIssue;

const MARKDOWN_CHARS = 12_000;
const TABLE_CHARS = 10_000;
const DATA_TABLE_CHARS = 20_000;
const CHARTS = 2;
// Reported in slackapi/bolt-js#2509; we take it for everything but tables, which have limits of their own.
const ALL_BLOCKS_CHARS = 13_200;

/** The blocks as they were sent, or Slack's refusal. */
export function checkBlocks(sent: unknown, surface: Surface): Json[] {
  const blocks = z.array(Json).safeParse(sent);
  if (!blocks.success) throw new Refusal('invalid_blocks_format');
  const faults = faultsOf(blocks.data, surface);
  if (faults.length > 0) throw invalidBlocks(faults);
  if (surface === 'message' && totalChars(blocks.data) > ALL_BLOCKS_CHARS)
    throw new Refusal('msg_blocks_too_long');
  return blocks.data;
}

export function invalidBlocks(faults: readonly string[]): Refusal {
  const messages = faults.map((fault) => `[ERROR] ${fault}`);
  return new Refusal('invalid_blocks', { errors: faults, response_metadata: { messages } });
}

/** One sentence for each fault, as blocks.validate lists them. */
export function faultsOf(blocks: readonly Json[], surface: Surface): string[] {
  const parsed = (surface === 'message' ? MessageBlocks : ViewBlocks).safeParse(blocks);
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => toFaults(issue, blocks));
  return [...shape, ...toSums(blocks), ...toDuplicates(blocks)];
}

function toFaults(issue: Issue, blocks: readonly Json[]): string[] {
  const where = `[json-pointer:/blocks${issue.path.map((key) => `/${String(key)}`).join('')}]`;
  switch (issue.code) {
    case 'too_big':
      return [
        issue.origin === 'string'
          ? `must be less than ${Number(issue.maximum) + 1} characters ${where}`
          : issue.origin === 'array'
            ? `no more than ${issue.maximum} items allowed ${where}`
            : `must be no more than ${issue.maximum} ${where}`,
      ];
    case 'too_small':
      return [
        issue.origin === 'string'
          ? `must be more than ${Number(issue.minimum) - 1} characters ${where}`
          : issue.origin === 'array'
            ? `no less than ${issue.minimum} items allowed ${where}`
            : `must be no less than ${issue.minimum} ${where}`,
      ];
    case 'unrecognized_keys':
      return issue.keys.map((key) => `invalid additional property: ${key} ${where}`);
    case 'invalid_union':
      return [`unsupported type: ${String(valueAt(blocks, [...issue.path]))} ${where}`];
    case 'invalid_type':
      return valueAt(blocks, [...issue.path]) === undefined
        ? [`missing required field: ${String(issue.path.at(-1))} ${toParent(issue)}`]
        : [`must provide ${article(issue.expected)} ${issue.expected} ${where}`];
    case 'invalid_value':
      return [`must be one of: ${issue.values.map(String).join(', ')} ${where}`];
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return [`${issue.message} ${where}`];
  }
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a');
const toParent = (issue: Issue): string =>
  `[json-pointer:/blocks${issue.path
    .slice(0, -1)
    .map((key) => `/${String(key)}`)
    .join('')}]`;

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const entry = Object.entries(value).find(([name]) => name === String(key));
  return valueAt(entry?.[1], rest);
}

/** Limits that hold for all blocks of a kind together. */
function toSums(blocks: readonly Json[]): string[] {
  const of = (type: string): Json[] => blocks.filter((block) => block['type'] === type);
  const faults: string[] = [];
  if (charsOf(of('markdown')) > MARKDOWN_CHARS)
    faults.push(
      `markdown text must be less than ${MARKDOWN_CHARS + 1} characters over all blocks [json-pointer:/blocks]`,
    );
  if (of('table').length > 1) faults.push('only one table allowed [json-pointer:/blocks]');
  if (charsOf(of('table')) > TABLE_CHARS)
    faults.push(`table text must be less than ${TABLE_CHARS + 1} characters [json-pointer:/blocks]`);
  if (charsOf(of('data_table')) > DATA_TABLE_CHARS)
    faults.push(
      `data_table text must be less than ${DATA_TABLE_CHARS + 1} characters [json-pointer:/blocks]`,
    );
  if (of('data_visualization').length > CHARTS)
    faults.push(`no more than ${CHARTS} data_visualization blocks allowed [json-pointer:/blocks]`);
  return faults;
}

function toDuplicates(blocks: readonly Json[]): string[] {
  const ids = blocks.flatMap((block) => (typeof block['block_id'] === 'string' ? [block['block_id']] : []));
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...twice].map((id) => `\`block_id\` ${id} already exists [json-pointer:/blocks]`);
}

function totalChars(blocks: readonly Json[]): number {
  return charsOf(blocks.filter(({ type }) => type !== 'table' && type !== 'data_table'));
}

/** Characters that a reader would see. */
function charsOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + charsOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const own = Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : 0),
    0,
  );
  return own + charsOf(Object.values(value));
}

/** As Slack keeps blocks: each has an id. */
export function withBlockIds(blocks: readonly Json[], newBlockId: () => string): Json[] {
  return blocks.map((block) =>
    typeof block['block_id'] === 'string' ? block : { ...block, block_id: newBlockId() },
  );
}

/** Ids of files that pictures in the blocks point at. */
export function slackFilesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => slackFilesIn(item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const named = key === 'slack_file' ? z.object({ id: z.string() }).safeParse(inner) : undefined;
    return named?.success === true ? [named.data.id] : slackFilesIn(inner);
  });
}

// Prints the settings of config.ts as .env.example and as the page docs/reference/settings.md.
import { z } from 'zod';
import { SETTINGS } from '../config.ts';

interface Setting {
  readonly name: string;
  readonly says: string;
  readonly default: string | undefined;
  /** What it may be, where that is more than a text. */
  readonly kind: string | undefined;
}

/** Every setting, empty: an empty line means "not set". */
export function toEnvExample(): string {
  const blocks = settings().map(({ name, says, default: value, kind }) => {
    const notes = [
      ...(kind === undefined ? [] : [kind]),
      ...(value === undefined ? [] : [`${value} when it is not set`]),
    ];
    return [`# ${says}.`, ...(notes.length === 0 ? [] : [`# (${notes.join('; ')})`]), `${name}=`].join('\n');
  });
  const head = [
    '# Settings of Longhand. Copy this file to .env and fill in what you need: without any of them, Longhand starts',
    '# with a workspace, a database and a practice model of its own. Printed from src/config.ts.',
  ].join('\n');
  return `${[head, ...blocks].join('\n\n')}\n`;
}

export function toSettingsPage(): string {
  const rows = settings().map(({ name, says, default: value, kind }) => [
    `\`${name}\``,
    value === undefined ? '' : `\`${value}\``,
    kind === undefined ? `${says}.` : `${says} (${kind}).`,
  ]);
  return [
    '# Settings',
    '',
    'From the environment, or from a `.env` in the folder where Longhand starts; the environment wins. None is needed:',
    'without them Longhand starts with a workspace, a database and a practice model of its own. An empty value means',
    '"not set". This page is printed from `src/config.ts`.',
    '',
    ...toTable([['Setting', 'Default', 'What it is'], ...rows]),
    '',
  ].join('\n');
}

function settings(): readonly Setting[] {
  return Object.entries<z.ZodType>(SETTINGS).map(([name, schema]) => {
    const value = schema.safeParse(undefined).data;
    return {
      name,
      says: schema.description ?? '',
      default: value === undefined ? undefined : z.coerce.string().parse(value),
      kind: kindOf(schema),
    };
  });
}

const Shape = z.object({
  enum: z.array(z.string()).optional(),
  type: z.string().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  format: z.string().optional(),
});

function kindOf(schema: z.ZodType): string | undefined {
  const shape = Shape.parse(z.toJSONSchema(schema, { io: 'output' }));
  if (shape.enum !== undefined) return `one of ${shape.enum.join(', ')}`;
  if (shape.format === 'uri') return 'an address';
  if (shape.type !== 'integer') return undefined;
  const least = shape.minimum ?? (shape.exclusiveMinimum ?? 0) + 1;
  const isBounded = shape.maximum !== undefined && shape.maximum < Number.MAX_SAFE_INTEGER;
  return isBounded ? `a whole number from ${least} to ${shape.maximum}` : `a whole number from ${least} on`;
}

/** Columns of one width, as the formatter wants them. */
function toTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const toLine = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [toLine(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(toLine)];
}

// The rules of the house, each a function from the source to what breaks it: `file:line — what`.
import type { Import, Source } from './source.ts';

export type Rule = (sources: readonly Source[]) => readonly string[];

/** From the ground up. Folders on one floor do not know each other; they meet in flow/. */
const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['config.ts', 'db'],
  ['history', 'task', 'schedule', 'job'],
  ['guard'],
  ['agent'],
  ['tools'],
  ['flow'],
  ['slack'],
];
/** They stand in for outside services, and we talk to them over the wire as to the real ones. */
const OUTSIDE = ['workspace', 'practice'];
const TOP = FLOORS.length;

/** Who alone may import a package. */
const OWNERS: readonly { readonly what: RegExp; readonly by: RegExp }[] = [
  { what: /^@slack\/types$/u, by: /^(?:slack|workspace)\// },
  { what: /^@slack\/(?!types$)/u, by: /^slack\//u },
  { what: /^@modelcontextprotocol\//u, by: /^tools\/mcp\/(?:connection|sign-in)\.ts$/u },
  { what: /^openai(?:\/|$)/u, by: /^agent\/model\.ts$/u },
  { what: /^pg$/u, by: /^db\//u },
  { what: /^graphile-worker$/u, by: /^job\//u },
  { what: /^node-cron$/u, by: /^schedule\/cron\.ts$/u },
  { what: /^(?:preact|htm)(?:\/|$)/u, by: /^workspace\/page\//u },
];

/** Words of the code that belong to one place. */
const WORDS: readonly { readonly what: RegExp; readonly name: string; readonly by: RegExp }[] = [
  {
    name: 'the clock belongs to base/clock.ts',
    what: /\bDate\.now\b|\bnew Date\(\)|\bset(?:Timeout|Interval)\(|\bperformance\.now\b/u,
    // The page runs in a browser, which has no clock but its own.
    by: /^base\/clock\.ts$|^workspace\/page\//u,
  },
  {
    name: 'the environment belongs to config.ts',
    what: /\bprocess\.(?:env\b|loadEnvFile)/u,
    by: /^config\.ts$/u,
  },
  {
    name: 'SQL belongs to stores and db/',
    what: /[`'"]\s*(?:select\s[\w*(]|insert\sinto\s|update\s\w+\sset\s|delete\sfrom\s|with\s\w+\sas\s|listen\s|notify\s)/u,
    by: /^db\/|(?:^|\/|-)store\.ts$|^workspace\/page\//u,
  },
  {
    name: 'modules do not leave the process',
    what: /\bprocess\.exit\(/u,
    by: /^(?:cli|commands\/workspace|db\/watchdog)\.ts$/u,
  },
];

export const floors: Rule = (sources) =>
  eachImport(sources, ({ path }, { to, isOurs }) => {
    if (!isOurs || to.endsWith('.d.ts')) return undefined;
    const [from, into] = [roomOf(path), roomOf(to)];
    if (from === into) return undefined;
    if (OUTSIDE.includes(from))
      return into === 'base' ? undefined : `${from}/ may import base/ alone, not ${to}`;
    if (floorOf(from) === TOP) return undefined;
    if (OUTSIDE.includes(into)) return `only the top may know ${into}/`;
    return floorOf(into) < floorOf(from)
      ? undefined
      : `${from} may not import ${to}: it is not on a floor below`;
  });

export const owners: Rule = (sources) =>
  eachImport(sources, ({ path }, { to, isOurs }) => {
    const owner = isOurs ? undefined : OWNERS.find(({ what }) => what.test(to));
    return owner === undefined || owner.by.test(path) ? undefined : `${to} belongs to ${owner.by.source}`;
  });

export const words: Rule = (sources) =>
  sources.flatMap(({ path, code }) =>
    WORDS.filter(({ by }) => !by.test(path)).flatMap(({ name, what }) =>
      // A statement may begin on the line after its quote.
      code.flatMap((line, index) =>
        what.test(line) || (/[`'"]\s*$/u.test(line) && what.test(`${line}${code[index + 1] ?? ''}`))
          ? [`src/${path}:${index + 1} — ${name}`]
          : [],
      ),
    ),
  );

export const cycles: Rule = (sources) => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const settled = new Set<string>();
  const found: string[] = [];
  function visit(path: string, way: readonly string[]): void {
    if (way.includes(path)) {
      found.push(`src/${path}:1 — imports itself by ${[...way.slice(way.indexOf(path)), path].join(' → ')}`);
      return;
    }
    if (settled.has(path)) return;
    // A type is gone when it runs: files may know each other's shapes.
    const needed = byPath.get(path)?.imports.filter(({ isOurs, isType }) => isOurs && !isType) ?? [];
    for (const { to } of needed) visit(to, [...way, path]);
    settled.add(path);
  }
  for (const { path } of sources) visit(path, []);
  return found;
};

export const length: Rule = (sources) =>
  sources.flatMap(({ path, lines }) =>
    lines.length > 300 ? [`src/${path}:301 — has ${lines.length} lines`] : [],
  );

export const opening: Rule = (sources) =>
  sources.flatMap(({ path, lines }) => {
    const first = lines[0]?.startsWith('#!') === true ? lines[1] : lines[0];
    return first?.startsWith('// ') === true
      ? []
      : [`src/${path}:1 — does not open with its place in the way`];
  });

/** An import that leads nowhere would make the other rules blind. */
export const targets: Rule = (sources) => {
  const paths = new Set(sources.map(({ path }) => path));
  return eachImport(sources, (_, { to, isOurs }) =>
    !isOurs || paths.has(to) || !/\.[jt]s$/u.test(to) || to.startsWith('..') || to.endsWith('.d.ts')
      ? undefined
      : `there is no src/${to}`,
  );
};

function eachImport(
  sources: readonly Source[],
  broken: (source: Source, imported: Import) => string | undefined,
): readonly string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((imported) => {
      const what = broken(source, imported);
      return what === undefined ? [] : [`src/${source.path}:${imported.line} — ${what}`];
    }),
  );
}

/** The folder, or for what stands in src/ itself the file when it has a floor, else the top. */
function roomOf(path: string): string {
  const [first = '', ...rest] = path.split('/');
  return rest.length > 0 || FLOORS.some((floor) => floor.includes(first)) ? first : 'top';
}

function floorOf(room: string): number {
  const floor = FLOORS.findIndex((rooms) => rooms.includes(room));
  return floor === -1 ? TOP : floor;
}

// A document for people: its references become numbers with a list of sources, and what states something without one is marked.
import { cite, refsOf, type CitedSource } from '../../agent/cite.ts';
import { unsourcedClaims, withMarks } from '../../agent/claims.ts';
import { findingsDisagree, type Finding } from '../../agent/disagreement.ts';
import type { ToolContext } from '../../agent/tool.ts';

export interface Sourced {
  readonly markdown: string;
  /** What the model should know of it; empty when all is in order. */
  readonly notes: readonly string[];
}

const MOST_SHOWN = 8;

/** Unchanged when it cites nothing. */
export function withSources(
  markdown: string,
  context: Pick<ToolContext, 'sourceOf' | 'wasShown' | 'findings'>,
): Sourced {
  const resolve = (ref: string): Omit<CitedSource, 'number'> | undefined =>
    context.sourceOf(ref) ?? (context.wasShown(`[${ref}]`) ? { label: ref } : undefined);
  const { sources, unseen } = cite(markdown, resolve);
  if (sources.length === 0 && unseen.length === 0) return { markdown, notes: [] };
  const isChinese = (markdown.match(/\p{Script=Han}/gu) ?? []).length > markdown.length / 5;
  const isResearch = sources.some(({ readAt }) => readAt !== undefined);
  const claims = isResearch ? unsourcedClaims(markdown) : [];
  const disagree = contradictions(markdown, context.findings?.() ?? [], isChinese);
  const marked = cite(
    `${withMarks(markdown, claims, isChinese ? '_（无来源）_' : '_(no source)_')}${disagree}`,
    resolve,
  );
  const list = marked.sources.map((source) => toLine(source, isChinese));
  return {
    markdown: `${marked.markdown.trimEnd()}\n\n## ${isChinese ? '来源' : 'Sources'}\n\n${list.join('\n')}\n`,
    notes: [
      ...(unseen.length === 0
        ? []
        : [`References that were never shown to you were left out: ${[...new Set(unseen)].join(', ')}.`]),
      ...(claims.length === 0
        ? []
        : [
            `${claims.length} sentences state something and name no source; they are marked in it: ${claims
              .slice(0, MOST_SHOWN)
              .map(({ text }) => JSON.stringify(text.slice(0, 160)))
              .join(', ')}.`,
          ]),
    ],
  };
}

/** What was noted from the sources that it cites, and does not fit together: whatever the text says of it. */
function contradictions(markdown: string, findings: readonly Finding[], isChinese: boolean): string {
  const cited = new Set(refsOf(markdown));
  const found = findingsDisagree(findings).filter(({ sides }) =>
    sides.some(({ ref }) => ref !== undefined && cited.has(ref)),
  );
  if (found.length === 0) return '';
  const lines = found.flatMap(({ of, sides }) => [
    `- **${of}**`,
    ...sides.map(
      ({ value, quote = '', ref = '' }) => `  - ${value}: “${quote.replaceAll(/\s+/gu, ' ')}” [${ref}]`,
    ),
  ]);
  return `\n\n## ${isChinese ? '来源说法不一' : 'Sources disagree'}\n\n${lines.join('\n')}\n`;
}

function toLine({ number, label, url, readAt, isOnlyFound }: CitedSource, isChinese: boolean): string {
  const name = label.replaceAll(/[[\]]/gu, '');
  const named = url === undefined ? name : `[${name}](${url.replaceAll(')', '%29')})`;
  const at = readAt === undefined ? '' : `${readAt.slice(0, 16).replace('T', ' ')} UTC`;
  const when = at === '' ? [] : [isChinese ? `读取于 ${at}` : `read ${at}`];
  const found = isOnlyFound === true ? [isChinese ? '仅为搜索结果' : 'found by a search, not read'] : [];
  return `${number}. ${[named, ...when, ...found].join(' · ')}`;
}

// Turns the references in the model's words into numbered links, and drops those it never saw: pure.

export interface CitedSource {
  /** The number that stands in the text, from 1. */
  readonly number: number;
  readonly label: string;
  readonly url?: string;
  /** Of what changes: when it was read, in ISO 8601. */
  readonly readAt?: string;
  /** Under which it is kept as it was read. */
  readonly capture?: { readonly taskId: string; readonly id: string };
  /** A search found it, and nobody read it. */
  readonly isOnlyFound?: boolean;
}

const GROUP = /\[((?:[mfw]:[^\][\s]+)(?:[,;]\s*(?:[mfw]:[^\][\s]+))*)\]/gu;

export interface Cited {
  readonly markdown: string;
  readonly sources: readonly CitedSource[];
  /** References that nothing shown to the model carries. */
  readonly unseen: readonly string[];
}

/** `resolve` knows what a person sees of a reference, and is undefined for one that was never shown to the model. */
export function cite(
  markdown: string,
  resolve: (ref: string) => Omit<CitedSource, 'number'> | undefined,
): Cited {
  const numbers = new Map<string, CitedSource>();
  const unseen: string[] = [];
  const text = markdown.replace(GROUP, (_, group: string) =>
    refsIn(group)
      .map((ref) => {
        const known = numbers.get(ref);
        if (known !== undefined) return `[${known.number}]`;
        const found = resolve(ref);
        if (found === undefined) {
          unseen.push(ref);
          return '';
        }
        const source = { number: numbers.size + 1, ...found };
        numbers.set(ref, source);
        return `[${source.number}]`;
      })
      .join(''),
  );
  return {
    markdown: text.replaceAll(/ +([.,;:!?])/gu, '$1').replaceAll(/(\[\d+\])(?:\s*\1)+/gu, '$1'),
    sources: [...numbers.values()],
    unseen,
  };
}

export function refsOf(markdown: string): readonly string[] {
  return [...new Set([...markdown.matchAll(GROUP)].flatMap(([, group]) => refsIn(group ?? '')))];
}

function refsIn(group: string): readonly string[] {
  return group.split(/[,;]\s*(?=[mfw]:)/u);
}

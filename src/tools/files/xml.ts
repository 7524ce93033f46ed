// Walks XML as it is written: nothing it declares is expanded, so that it cannot grow.
import { Parser } from 'htmlparser2';

export interface XmlWalker {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Names come as written, with their prefix: `a:t`. */
export function walkXml(bytes: Uint8Array, { open, close, text }: XmlWalker): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open?.(name, attributes),
      onclosetag: (name) => close?.(name),
      ontext: (data) => text?.(data),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(new TextDecoder().decode(bytes));
}

/** The attributes of every element of this name, wherever it stands. */
export function elementsOf(bytes: Uint8Array, name: string): readonly Readonly<Record<string, string>>[] {
  const found: Readonly<Record<string, string>>[] = [];
  walkXml(bytes, {
    open: (opened, attributes) => {
      if (opened === name || opened.endsWith(`:${name}`)) found.push(attributes);
    },
  });
  return found;
}

// Cuts long Markdown into parts that each stand alone: between paragraphs, and never through a table's head.
import { inParts } from './pieces.ts';

/** Contract: every word of `markdown` is in exactly one part, save the fences and table heads that are repeated. */
export function splitMarkdown(markdown: string, chars: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const block of toBlocks(markdown).flatMap((block) => cutBlock(block, chars))) {
    if (part !== '' && part.length + 2 + block.length > chars) {
      parts.push(part);
      part = '';
    }
    part = part === '' ? block : `${part}\n\n${block}`;
  }
  if (part.trim() !== '') parts.push(part);
  return parts;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Paragraphs, lists, tables, and fenced code with its fences. */
function toBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | undefined;
  const close = () => {
    if (lines.length > 0) blocks.push(lines.join('\n'));
    lines = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const mark = FENCE.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) {
      close();
      fence = mark;
      lines.push(line);
    } else if (fence !== undefined) {
      lines.push(line);
      if (mark?.startsWith(fence) === true) {
        fence = undefined;
        close();
      }
    } else if (line.trim() === '') close();
    else lines.push(line);
  }
  close();
  return blocks;
}

function cutBlock(block: string, chars: number): string[] {
  if (block.length <= chars) return [block];
  const lines = block.split('\n');
  const [first = '', second = ''] = lines;
  const fence = FENCE.exec(first)?.[1];
  if (fence !== undefined && first.length < chars / 4) {
    const isClosed = lines.length > 1 && (lines.at(-1) ?? '').trimStart().startsWith(fence);
    return framed(lines.slice(1, isClosed ? -1 : undefined), { head: [first], foot: [fence], chars });
  }
  const isTable = first.includes('|') && /^[\s|:-]+$/.test(second) && second.includes('-');
  if (isTable && first.length + second.length < chars / 4) {
    return framed(lines.slice(2), { head: [first, second], foot: [], chars });
  }
  return inParts(block, chars);
}

interface Frame {
  readonly head: readonly string[];
  readonly foot: readonly string[];
  readonly chars: number;
}

/** The lines in as many frames as they need, each with the same head and foot. */
function framed(lines: readonly string[], { head, foot, chars }: Frame): string[] {
  const room = chars - [...head, ...foot].join('\n').length - 2;
  const frames: string[][] = [[]];
  let used = 0;
  for (const line of lines.flatMap((line) => (line.length > room ? inParts(line, room) : [line]))) {
    if (used > 0 && used + line.length + 1 > room) {
      frames.push([]);
      used = 0;
    }
    frames.at(-1)?.push(line);
    used += line.length + 1;
  }
  return frames.map((frame) => [...head, ...frame, ...foot].join('\n'));
}

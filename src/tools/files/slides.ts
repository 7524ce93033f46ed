// Slides: each with its text in reading order, its tables and the speaker's notes.
import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { unread, type DocumentPage, type DocumentRead } from './document.ts';
import { picturesIn, withPictures } from './pictures-in.ts';
import { elementsOf, walkXml } from './xml.ts';

const PRESENTATION = 'ppt/presentation.xml';

export function readPptx(archive: Archive): DocumentRead {
  const order = orderOf(archive);
  if (order.length === 0) return unread('empty', 'It has no slides.');
  const pages = order.map((path, index): DocumentPage => {
    const slide = archive.read(path);
    const notesPath = related(archive, path).find(({ type }) => type.endsWith('/notesSlide'))?.target;
    const notes = notesPath === undefined ? undefined : archive.read(notesPath);
    const text = slide === undefined ? '' : textOf(slide);
    const said = notes === undefined ? '' : textOf(notes, true);
    return { place: `slide ${index + 1}`, text: said === '' ? text : `${text}\n\nNotes: ${said}`.trim() };
  });
  const slideOf = new Map(
    order.toReversed().flatMap((path, at) =>
      related(archive, path)
        .filter(({ type }) => type.endsWith('/image'))
        .map(({ target }) => [target, order.length - at] as const),
    ),
  );
  const pictures = picturesIn(archive, /^ppt\/media\//u, (path) => {
    const slide = slideOf.get(path);
    return slide === undefined ? undefined : `on slide ${slide}`;
  });
  return withPictures(pages, pictures, 'Its slides have no text.');
}

/** As they are shown, which need not be as they are numbered. */
function orderOf(archive: Archive): readonly string[] {
  const presentation = archive.read(PRESENTATION);
  if (presentation === undefined) return [];
  const byId = new Map(related(archive, PRESENTATION).map(({ id, target }) => [id, target]));
  return elementsOf(presentation, 'p:sldId').flatMap((slide) => {
    const path = byId.get(slide['r:id'] ?? '');
    return path === undefined ? [] : [path];
  });
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

function related(archive: Archive, path: string): readonly Relation[] {
  const folder = posix.dirname(path);
  const bytes = archive.read(`${folder}/_rels/${posix.basename(path)}.rels`);
  if (bytes === undefined) return [];
  return elementsOf(bytes, 'Relationship').map((relation) => {
    const target = relation['Target'] ?? '';
    return {
      id: relation['Id'] ?? '',
      type: relation['Type'] ?? '',
      target: target.startsWith('/') ? target.slice(1) : posix.normalize(`${folder}/${target}`),
    };
  });
}

/** Paragraphs as lines, the cells of a row beside each other. Numbers and dates of the page itself are left out of notes. */
function textOf(bytes: Uint8Array, isNotes = false): string {
  const lines: string[] = [];
  let line = '';
  let cells: string[] | undefined;
  let isText = false;
  let isField = false;
  walkXml(bytes, {
    open: (name) => {
      if (name === 'a:tr') cells = [];
      else if (name === 'a:t') isText = true;
      else if (name === 'a:fld') isField = true;
      else if (name === 'a:br') line += '\n';
      else if (name === 'a:tab') line += '\t';
    },
    text: (text) => {
      if (isText && !(isNotes && isField)) line += text;
    },
    close: (name) => {
      if (name === 'a:t') isText = false;
      else if (name === 'a:fld') isField = false;
      else if (name === 'a:p' && cells === undefined) {
        if (line.trim() !== '') lines.push(line.trim());
        line = '';
      } else if (name === 'a:p') line += ' ';
      else if (name === 'a:tc') {
        cells?.push(line.trim());
        line = '';
      } else if (name === 'a:tr') {
        lines.push(`| ${(cells ?? []).join(' | ')} |`);
        cells = undefined;
      }
    },
  });
  return lines.join('\n');
}

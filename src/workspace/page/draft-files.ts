// Files that go out with the message being written: chosen, pasted or dropped, stored at once, sent with it.
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageFile } from '../page-wire.ts';
import { usePage } from './context.ts';
import type { Area } from './offer.ts';
import { fileSize } from './time.ts';

export type FilesOfDraft = ReturnType<typeof useDraftFiles>;

export function useDraftFiles(area: Area) {
  const { api, attempt } = usePage();
  const [stored, setStored] = useState<readonly PageFile[]>([]);
  const [pending, setPending] = useState(0);
  const [isOver, setOver] = useState(false);

  const add = (chosen: readonly File[]): void => {
    for (const file of chosen) {
      setPending((count) => count + 1);
      void attempt(async () => {
        const kept = await api.upload(file);
        setStored((before) => [...before, kept]);
      }).finally(() => setPending((count) => count - 1));
    }
  };
  useDrop(area, { add, setOver });
  return {
    stored,
    isOver,
    pending,
    isBusy: pending > 0,
    choose: (event: Event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      add([...(event.target.files ?? [])]);
      event.target.value = '';
    },
    paste: (event: ClipboardEvent) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      if (pasted.length === 0) return;
      event.preventDefault();
      add(pasted);
    },
    drop: (id: string) => setStored((before) => before.filter((file) => file.id !== id)),
    clear: () => setStored([]),
  };
}

interface DropDeps {
  readonly add: (files: readonly File[]) => void;
  readonly setOver: (isOver: boolean) => void;
}

/** A file may be dropped anywhere on the column of its composer. */
function useDrop(area: Area, { add, setOver }: DropDeps): void {
  useEffect(() => {
    const column = area.current?.closest<HTMLElement>('main, aside');
    if (column === null || column === undefined) return undefined;
    const ending = new AbortController();
    const on = (kind: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void): void =>
      column.addEventListener(kind, act, { signal: ending.signal });
    on('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    });
    on('dragleave', () => setOver(false));
    on('drop', (event) => {
      const dropped = [...(event.dataTransfer?.files ?? [])];
      if (dropped.length === 0) return;
      event.preventDefault();
      setOver(false);
      add(dropped);
    });
    return () => ending.abort();
  }, []);
}

export function DraftFiles({ files }: { files: FilesOfDraft }) {
  const { api } = usePage();
  if (files.stored.length === 0 && !files.isBusy) return null;
  return html`<ul class="draft-files" aria-label="Files to send">
    ${files.stored.map(
      (file) =>
        html`<li key=${file.id}>
          ${file.mimetype.startsWith('image/') && html`<img src=${api.fileUrl(file.id)} alt="" />`}
          <span class="file-words"><b>${file.name}</b><small>${fileSize(file.size)}</small></span>
          <button
            type="button"
            class="icon-button"
            aria-label=${`Remove ${file.name}`}
            onClick=${() => files.drop(file.id)}
          >
            ✕
          </button>
        </li>`,
    )}
    ${files.isBusy && html`<li class="muted" role="status">Uploading ${files.pending === 1 ? 'a file' : `${files.pending} files`}…</li>`}
  </ul>`;
}

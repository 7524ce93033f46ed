// Files that go out with the message being written: chosen, pasted or dropped, stored at once, sent with it.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageFile } from '../page-wire.ts';
import { usePage } from './context.ts';
import { fileSize } from './time.ts';

export type FilesOfDraft = ReturnType<typeof useDraftFiles>;

export function useDraftFiles() {
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
  const dropTarget = {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      if ((event.dataTransfer?.files.length ?? 0) === 0) return;
      event.preventDefault();
      setOver(false);
      add([...(event.dataTransfer?.files ?? [])]);
    },
  };
  return {
    stored,
    isOver,
    pending,
    isBusy: pending > 0,
    dropTarget,
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

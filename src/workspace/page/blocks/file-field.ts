// The files of a form: uploaded as soon as they are chosen, named in the form when it is sent.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { isJson, listOf, numberOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { usePage } from '../context.ts';
import { fileSize } from '../time.ts';
import { useHost } from './host.ts';
import type { Element } from './host.ts';

export function FileField({ block, element }: Element) {
  const { api } = usePage();
  const { valueOf, keep, describedBy } = useHost();
  const files = listOf(valueOf({ block, element }), 'files').filter(isJson);
  const { upload, pending, trouble } = useUpload(element, (more) =>
    keep({ block, element }, { files: [...files, ...more] }),
  );
  const types = listOf(element, 'filetypes').filter((one) => typeof one === 'string');
  const most = numberOf(element, 'max_files') ?? 10;
  const drop = (id: string): void =>
    keep({ block, element }, { files: files.filter((file) => textOf(file, 'id') !== id) });
  return html`<div class="file-field" data-action-id=${textOf(element, 'action_id')}>
    ${
      files.length > 0 &&
      html`<ul class="draft-files" aria-label="Files to send">
        ${files.map(
          (file) =>
            html`<li key=${textOf(file, 'id')}>
              ${textOf(file, 'mimetype').startsWith('image/') && html`<img src=${api.fileUrl(textOf(file, 'id'))} alt="" />`}
              <span class="file-words"
                ><b>${textOf(file, 'name')}</b><small>${fileSize(numberOf(file, 'size') ?? 0)}</small></span
              >
              <button
                type="button"
                class="icon-button"
                aria-label=${`Remove ${textOf(file, 'name')}`}
                onClick=${() => drop(textOf(file, 'id'))}
              >
                ✕
              </button>
            </li>`,
        )}
      </ul>`
    }
    <label class=${`button file-choose ${files.length >= most ? 'is-full' : ''}`}>
      <input
        type="file"
        class="visually-hidden"
        aria-label=${wordsOf(block, 'label') || 'Add files'}
        aria-describedby=${describedBy(block)}
        multiple=${most > 1}
        disabled=${files.length >= most}
        accept=${types.map((type) => `.${type}`).join(',')}
        onChange=${upload}
      />
      ${pending ? 'Uploading…' : files.length === 0 ? 'Add files' : 'Add another'}
    </label>
    ${trouble !== '' && html`<p class="failure" role="alert">${trouble}</p>`}
  </div>`;
}

function useUpload(element: Json, add: (files: readonly Json[]) => void) {
  const { api } = usePage();
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState('');
  const upload = async (event: Event): Promise<void> => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const chosen = [...(event.target.files ?? [])].slice(0, numberOf(element, 'max_files') ?? 10);
    setPending(true);
    setTrouble('');
    try {
      const stored = await Promise.all(chosen.map((file) => api.upload(file)));
      add(stored.map((file) => ({ ...file })));
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : 'The file did not arrive.');
    }
    setPending(false);
  };
  return { upload, pending, trouble };
}

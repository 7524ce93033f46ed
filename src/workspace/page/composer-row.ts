// What stands under the text one writes: files, the mention of the app, where it goes, and the way to send it.
import { html } from 'htm/preact';
import type { FilesOfDraft } from './draft-files.ts';
import { usePage } from './context.ts';

interface RowProps {
  readonly testId: string;
  readonly files: FilesOfDraft;
  /** Undefined where the app need not be mentioned, or is. */
  readonly mention: (() => void) | undefined;
  /** Undefined outside of threads. */
  readonly broadcast: boolean | undefined;
  readonly setBroadcast: (broadcast: boolean) => void;
  readonly canSend: boolean;
}

const CLIP = 'M14.5 9.3l-5 5a3.1 3.1 0 0 1-4.4-4.4l6-6a2.1 2.1 0 0 1 3 3l-5.9 5.9a1 1 0 0 1-1.5-1.5l5-5';
const PLANE = 'M3.2 3.6 17 10 3.2 16.4l1.5-5.4L11 10l-6.3-1z';

export function ComposerRow({ testId, files, mention, broadcast, setBroadcast, canSend }: RowProps) {
  const { home } = usePage();
  return html`<div class="composer-row">
    <${FileButton} testId=${testId} files=${files} />
    ${mention !== undefined && html`<button type="button" class="mention-app" onClick=${mention}>@${home.app.displayName}</button>`}
    ${
      broadcast !== undefined &&
      html`<label class="broadcast">
        <input type="checkbox" checked=${broadcast} onChange=${() => setBroadcast(!broadcast)} /> Also in the
        channel
      </label>`
    }
    <span class="composer-keys" aria-hidden="true"
      ><kbd>Enter</kbd> sends · <kbd>Shift</kbd> <kbd>Enter</kbd> new line</span
    >
    <button
      type="submit"
      class="send"
      aria-label="Send"
      title="Send"
      data-testid=${`${testId}-send`}
      disabled=${!canSend}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="currentColor">
        <path d=${PLANE} />
      </svg>
    </button>
  </div>`;
}

function FileButton({ testId, files }: { testId: string; files: FilesOfDraft }) {
  return html`<label class="tool file-button" title="Attach a file">
    <input
      type="file"
      multiple
      class="visually-hidden"
      aria-label="Attach a file"
      data-testid=${`${testId}-file`}
      onChange=${files.choose}
    />
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" class="stroked">
      <path d=${CLIP} />
    </svg>
  </label>`;
}

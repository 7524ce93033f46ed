// Puts something on the clipboard, and says that it did.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { usePage } from './context.ts';

const SAID_MS = 1500;

export function CopyButton({ label, value }: { label: string; value: unknown }) {
  const { attempt } = usePage();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const isDone = await attempt(() => navigator.clipboard.writeText(JSON.stringify(value, null, 2)));
    setCopied(isDone);
    setTimeout(() => setCopied(false), SAID_MS);
  };
  return html`<button
    type="button"
    class="button button-small"
    title="As JSON"
    aria-live="polite"
    onClick=${() => void copy()}
  >
    ${isCopied ? 'Copied' : label}
  </button>`;
}

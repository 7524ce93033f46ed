// A panel that the app's developer hands in, for the open channel: its parts as one bar, and each to be read.
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import type { Panel, PanelPart } from '../panels.ts';
import { openChannel, shownLabel, usePage } from './context.ts';

export function PanelView({ id }: { id: string }) {
  const page = usePage();
  const channel = openChannel(page);
  const { panel, problem, look } = useLook(id, channel?.id);
  const [chosen, choose] = useState<string>();
  const part = panel?.parts.find(({ label }) => label === chosen);
  if (channel === undefined) return html`<p class="muted entries-none">Open a channel to look at it.</p>`;
  if (panel === undefined) return html`<p class="muted entries-none">${problem ?? 'Looking…'}</p>`;
  const all = panel.parts.reduce((sum, { amount }) => sum + amount, 0);
  return html`<div class=${`inspector-columns panel-columns ${part === undefined ? '' : 'has-entry'}`}>
    <div class="panel" data-testid=${`panel-${id}`}>
      <header class="panel-head">
        <h3>${shownLabel(channel, page)}</h3>
        <span class="muted">${count(all)} ${panel.unit}</span>
        <span class="inspector-space"></span>
        <button type="button" class="button button-small" onClick=${look}>Look again</button>
      </header>
      <${StackedBar} parts=${panel.parts} all=${all} unit=${panel.unit} />
      <ul class="panel-parts" aria-label="Parts">
        ${panel.parts.map(
          (one, index) =>
            html`<li key=${one.label}>
              <${PartLine}
                part=${one}
                tone=${index % TONES}
                share=${one.amount / Math.max(all, 1)}
                isChosen=${one.label === chosen}
                choose=${() => choose(one.label === chosen ? undefined : one.label)}
              />
            </li>`,
        )}
      </ul>
      ${panel.share !== undefined && html`<${Share} value=${panel.share.value} text=${panel.share.text} />`}
      ${panel.lines.map((line) => html`<p key=${line} class="muted">${line}</p>`)}
      ${problem !== undefined && html`<p role="alert">${problem}</p>`}
    </div>
    ${part !== undefined && html`<${PartText} part=${part} close=${() => choose(undefined)} />`}
  </div>`;
}

/** As many as there are colours, `--tone-0` and on. */
const TONES = 6;

function useLook(id: string, channel: string | undefined) {
  const { api } = usePage();
  const [looks, setLooks] = useState(0);
  const [seen, setSeen] = useState<{ readonly of: string; readonly panel: Panel }>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (channel === undefined) return undefined;
    let isGone = false;
    api.panel({ id, channel }).then(
      (panel) => {
        if (isGone) return;
        setSeen({ of: channel, panel });
        setProblem(undefined);
      },
      (error: unknown) => !isGone && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isGone = true;
    };
  }, [api, id, channel, looks]);
  // What was seen of another channel is not shown as if it were of this one.
  return {
    panel: seen?.of === channel ? seen?.panel : undefined,
    problem,
    look: () => setLooks(looks + 1),
  };
}

function StackedBar({ parts, all, unit }: { parts: readonly PanelPart[]; all: number; unit: string }) {
  const said = parts.map(({ label, amount }) => `${label} ${count(amount)}`).join(', ');
  return html`<div class="panel-bar" role="img" aria-label=${`${count(all)} ${unit}: ${said}`}>
    ${parts.map(
      ({ label, amount }, index) =>
        amount > 0 &&
        html`<span
          key=${label}
          style=${`flex-grow:${amount};background:var(--tone-${index % TONES})`}
          title=${`${label}: ${count(amount)} ${unit}`}
        ></span>`,
    )}
  </div>`;
}

interface PartLineProps {
  readonly part: PanelPart;
  readonly tone: number;
  readonly share: number;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function PartLine({ part, tone, share, isChosen, choose }: PartLineProps) {
  return html`<button
    type="button"
    class="panel-part"
    aria-expanded=${isChosen}
    disabled=${part.text === ''}
    data-testid=${`part-${part.label}`}
    onClick=${choose}
  >
    <i class="panel-swatch" style=${`background:var(--tone-${tone})`}></i>
    <b>${part.label}</b>
    <span class="muted panel-note">${part.note}</span>
    <span class="panel-amount">${count(part.amount)}</span>
    <span class="muted panel-amount">${Math.round(100 * share)} %</span>
  </button>`;
}

function Share({ value, text }: { value: number; text: string }) {
  return html`<div class="panel-share">
    <div class="panel-gauge"><span style=${`width:${(100 * value).toFixed(1)}%`}></span></div>
    <p>${text}</p>
  </div>`;
}

function PartText({ part, close }: { part: PanelPart; close: () => void }) {
  return html`<div class="entry-details" aria-label=${part.label} role="region" data-testid="part-text">
    <header>
      <b>${part.label}</b>
      <span class="inspector-space"></span>
      <button type="button" class="icon-button" aria-label="Close the part" onClick=${close}>✕</button>
    </header>
    <pre tabindex="0" class="json panel-text">${shortened(part.text)}</pre>
  </div>`;
}

const SHOWN_CHARS = 12_000;

/** The beginning and the end: the newest messages stand last. */
function shortened(text: string): string {
  if (text.length <= 2 * SHOWN_CHARS) return text;
  const left = text.length - 2 * SHOWN_CHARS;
  return `${text.slice(0, SHOWN_CHARS)}\n\n… ${count(left)} characters …\n\n${text.slice(-SHOWN_CHARS)}`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

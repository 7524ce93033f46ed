// The plan card: what is being done, step by step, and how each step stands.
import { html } from 'htm/preact';
import { objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { safeUrl } from '../safe-url.ts';
import { Link, Plain } from '../text.ts';
import { RichText } from './rich-text.ts';

const WORDS: Readonly<Record<string, string>> = {
  pending: 'to do',
  in_progress: 'in progress',
  complete: 'done',
  error: 'failed',
};

export function Plan({ block }: { block: Json }) {
  const tasks = objectsOf(block, 'tasks');
  const done = tasks.filter((task) => textOf(task, 'status') === 'complete').length;
  return html`<section class="plan" aria-label=${`Plan: ${wordsOf(block, 'title')}`} data-testid="plan">
    <header class="plan-head">
      <b><${Plain} text=${wordsOf(block, 'title')} /></b>
      <span class="muted">${done} of ${tasks.length}</span>
    </header>
    <div
      class="plan-bar"
      role="progressbar"
      aria-label="Steps done"
      aria-valuemin="0"
      aria-valuemax=${tasks.length}
      aria-valuenow=${done}
    >
      <span style=${`width:${tasks.length === 0 ? 0 : (done / tasks.length) * 100}%`}></span>
    </div>
    <ol class="tasks">
      ${tasks.map((task, index) => html`<${TaskCard} key=${textOf(task, 'task_id') || index} task=${task} />`)}
    </ol>
  </section>`;
}

export function TaskCard({ task }: { task: Json }) {
  const status = textOf(task, 'status') || 'pending';
  const details = objectOf(task, 'details');
  const output = objectOf(task, 'output');
  const sources = objectsOf(task, 'sources');
  return html`<li class="task" data-testid="plan-task" data-status=${status}>
    <${TaskIcon} status=${status} />
    <div class="task-words">
      <span class="task-title"
        ><${Plain} text=${wordsOf(task, 'title')} /><span class="visually-hidden">
          (${WORDS[status] ?? status})</span
        ></span
      >
      ${details !== undefined && html`<div class="task-details"><${RichText} block=${details} /></div>`}
      ${output !== undefined && html`<div class="task-output"><${RichText} block=${output} /></div>`}
      ${
        sources.length > 0 &&
        html`<ul class="task-sources" aria-label="Sources">
          ${sources.map(sourceView)}
        </ul>`
      }
    </div>
  </li>`;
}

function sourceView(source: Json) {
  const url = safeUrl(textOf(source, 'url'));
  const words = wordsOf(source, 'text') || textOf(source, 'url');
  return html`<li>${url === undefined ? words : html`<${Link} url=${url}>${words}<//>`}</li>`;
}

const MARKS: Readonly<Record<string, string>> = {
  complete: 'M5.5 10.3l3 3 6-6.6',
  error: 'M7 7l6 6M13 7l-6 6',
};

function TaskIcon({ status }: { status: string }) {
  if (status === 'in_progress') return html`<span class="task-icon spinner" aria-hidden="true"></span>`;
  return html`<span class="task-icon" aria-hidden="true">
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <circle class="task-ring" cx="10" cy="10" r="8" stroke-width="1.6" />
      <path d=${MARKS[status] ?? ''} />
    </svg>
  </span>`;
}

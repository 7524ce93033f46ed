// The app's steps for Slack's workflows, each to be run with inputs of one's own.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageApp } from '../page-wire.ts';
import { usePage } from './context.ts';

export function StepsPanel() {
  const { home } = usePage();
  return html`<div class="faults">
    ${home.app.functions.map((step) => html`<${Step} key=${step.callback_id} step=${step} />`)}
  </div>`;
}

function Step({ step }: { step: PageApp['functions'][number] }) {
  const { api, attempt } = usePage();
  const [inputs, setInputs] = useState<Readonly<Record<string, string>>>({});
  const [execution, setExecution] = useState('');
  const run = (): void =>
    void attempt(async () => {
      const started = await api.runFunction({ callback_id: step.callback_id, inputs });
      setExecution(started.execution);
    });
  return html`<form
    class="fault-group"
    aria-label=${step.title}
    onSubmit=${(event: Event) => {
      event.preventDefault();
      run();
    }}
  >
    <h3>${step.title} <small class="muted">${step.callback_id}</small></h3>
    ${step.inputs.map(
      ({ name, type, isRequired }) =>
        html`<label key=${name} class="step-input"
          ><span>${name} <small class="muted">${type}</small></span>
          <input
            class="field"
            required=${isRequired}
            value=${inputs[name] ?? ''}
            onInput=${(event: Event) => event.target instanceof HTMLInputElement && setInputs({ ...inputs, [name]: event.target.value })}
          />
        </label>`,
    )}
    <div class="fault-row">
      <button type="submit" class="button button-small button-primary">Run the step</button>
      ${execution !== '' && html`<small class="muted" role="status">Started ${execution}</small>`}
    </div>
  </form>`;
}

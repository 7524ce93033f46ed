// What shall go wrong between the workspace and the app, and what is still to come of it.
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import type { Fault } from '../page-wire.ts';
import { usePage } from './context.ts';
import { faultWords, METHODS } from './fault-words.ts';

const LOOK_MS = 2000;

export function FaultsPanel() {
  const { api, state, tell, attempt } = usePage();
  const { faults } = state;
  useEffect(() => {
    // Sockets come and go and events are acknowledged without anyone telling the page.
    const look = (): void =>
      void api.faults().then(
        (now) => tell({ type: 'faults_changed', faults: now }),
        () => undefined, // The next look may find the workspace again.
      );
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [api]);
  const cause = (fault: Fault): void =>
    void attempt(async () => tell({ type: 'faults_changed', faults: await api.fault(fault) }));
  const waiting = faults?.waiting ?? [];
  return html`<div class="faults">
    <${MethodFaults} cause=${cause} />
    <${EventFaults} cause=${cause} />
    <${SocketFaults}
      cause=${cause}
      sockets=${faults?.sockets ?? 0}
      transport=${faults?.transport ?? 'socket'}
    />
    <section class="fault-group" aria-label="Waiting to happen">
      <h3>Still to happen</h3>
      ${
        waiting.length === 0
          ? html`<p class="muted">Nothing: all goes well until you ask otherwise.</p>`
          : html`<ul class="fault-list" data-testid="faults-waiting">
              ${waiting.map((fault, index) => html`<li key=${index}>${faultWords(fault)}</li>`)}
            </ul>`
      }
      ${(faults?.pendingEvents ?? 0) > 0 && html`<p class="muted">${faults?.pendingEvents} events not acknowledged yet</p>`}
      <div class="fault-row">
        <button
          type="button"
          class="button button-small"
          data-testid="faults-clear"
          onClick=${() => cause({ kind: 'clear' })}
        >
          All well again
        </button>
        <label class="check"
          ><input
            type="checkbox"
            checked=${faults?.hasLimits !== false}
            onChange=${() => cause({ kind: 'limits', on: faults?.hasLimits === false })}
          />
          Slack's rate limits</label
        >
      </div>
    </section>
  </div>`;
}

type Cause = (fault: Fault) => void;

function MethodFaults({ cause }: { cause: Cause }) {
  const [method, setMethod] = useState('chat.postMessage');
  const [error, setError] = useState('internal_error');
  const [seconds, setSeconds] = useState(30);
  const [delay, setDelay] = useState(2000);
  return html`<section class="fault-group" aria-label="The app's calls">
    <h3>The app's next call of</h3>
    <input
      class="field"
      list="fault-methods"
      aria-label="Method"
      data-testid="fault-method"
      value=${method}
      onInput=${(event: Event) => event.target instanceof HTMLInputElement && setMethod(event.target.value)}
    />
    <datalist id="fault-methods">
      ${METHODS.map((one) => html`<option key=${one} value=${one}></option>`)}
    </datalist>
    <${FaultRow} label="Lose the reply" hint="but do it" run=${() => cause({ kind: 'lose-reply', method })} />
    <${FaultRow} label="HTTP 500" hint="once" run=${() => cause({ kind: 'fail', method, status: 500 })} />
    <${FaultRow} label="Fail with" run=${() => cause({ kind: 'fail', method, error })}>
      <input
        class="field field-inline"
        aria-label="Error"
        value=${error}
        onInput=${(event: Event) => event.target instanceof HTMLInputElement && setError(event.target.value)}
      />
    <//>
    <${FaultRow} label="429" hint="seconds" run=${() => cause({ kind: 'rate-limit', method, seconds })}>
      <${NumberInput} label="Seconds of 429" value=${seconds} set=${setSeconds} />
    <//>
    <${FaultRow} label="Slow by" hint="ms, until 0" run=${() => cause({ kind: 'delay', method, ms: delay })}>
      <${NumberInput} label="Milliseconds" value=${delay} set=${setDelay} />
    <//>
  </section>`;
}

function EventFaults({ cause }: { cause: Cause }) {
  const [late, setLate] = useState(5000);
  const [many, setMany] = useState(2);
  return html`<section class="fault-group" aria-label="Events to the app">
    <h3>The next event</h3>
    <${FaultRow} label="Send twice" run=${() => cause({ kind: 'deliver-twice' })} />
    <${FaultRow} label="Late by" hint="ms" run=${() => cause({ kind: 'deliver-late', ms: late })}>
      <${NumberInput} label="Milliseconds late" value=${late} set=${setLate} />
    <//>
    <${FaultRow}
      label="Out of order"
      hint="last first"
      run=${() => cause({ kind: 'deliver-reversed', events: many })}
    >
      <${NumberInput} label="How many events" value=${many} set=${setMany} />
    <//>
    <h3>The app itself</h3>
    <${FaultRow} label="Revoke its tokens" run=${() => cause({ kind: 'revoke-tokens' })} />
    <${FaultRow} label="Uninstall it" run=${() => cause({ kind: 'uninstall' })} />
  </section>`;
}

const REASONS = [
  ['refresh_requested', 'Disconnect: refresh'],
  ['warning', 'Disconnect: warning'],
  ['link_disabled', 'Disconnect: link disabled'],
  ['too_many_websockets', 'Disconnect: too many sockets'],
] as const;

function SocketFaults({ cause, sockets, transport }: { cause: Cause; sockets: number; transport: string }) {
  const words =
    transport === 'http'
      ? 'Events go over HTTP'
      : sockets === 1
        ? '1 socket is open'
        : `${sockets} sockets are open`;
  return html`<section class="fault-group" aria-label="Connection">
    <h3>The connection <small class="muted">${words}</small></h3>
    ${REASONS.map(([reason, label]) => html`<${FaultRow} key=${reason} label=${label} run=${() => cause({ kind: 'disconnect', reason })} />`)}
    <${FaultRow} label="Cut without a word" run=${() => cause({ kind: 'cut-sockets' })} />
    <${FaultRow} label="Half open" hint="connected, and deaf" run=${() => cause({ kind: 'deaf-sockets' })} />
  </section>`;
}

interface RowProps {
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
  readonly children?: unknown;
}

function FaultRow({ label, hint = '', run, children }: RowProps) {
  return html`<div class="fault-row">
    <button type="button" class="button button-small" data-testid=${`fault-${label}`} onClick=${run}>
      ${label}
    </button>
    ${children} ${hint !== '' && html`<small class="muted">${hint}</small>`}
  </div>`;
}

function NumberInput({ label, value, set }: { label: string; value: number; set: (value: number) => void }) {
  return html`<input
    class="field field-number"
    type="number"
    min="0"
    aria-label=${label}
    value=${value}
    onInput=${(event: Event) => event.target instanceof HTMLInputElement && set(event.target.valueAsNumber || 0)}
  />`;
}

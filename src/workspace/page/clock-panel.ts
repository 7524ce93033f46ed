// The workspace's clock: what it shows, and how to make it later, to see what is due then.
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from './context.ts';
import { fromZoned, tomorrowAt, toZoned } from './time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS: readonly (readonly [string, number])[] = [
  ['+10 minutes', 10 * MINUTE_MS],
  ['+1 hour', HOUR_MS],
  ['+1 day', DAY_MS],
  ['+1 week', 7 * DAY_MS],
];

export function ClockPanel() {
  const { api, home, state, tell, attempt } = usePage();
  const nowMs = useTicking(state.nowMs);
  const offset = state.faults?.clockOffsetMs ?? 0;
  const zone = home.me.tz;
  const [wanted, setWanted] = useState(() => toZoned(state.nowMs + HOUR_MS, zone));
  const move = (ms: number): void =>
    void attempt(async () =>
      tell({ type: 'faults_changed', faults: await api.fault({ kind: 'move-clock', ms: Math.round(ms) }) }),
    );
  return html`<div class="clock">
    <${Face} nowMs=${nowMs} offset=${offset} zone=${zone} />
    <div class="clock-steps" role="group" aria-label="Move the clock">
      ${STEPS.map(([label, ms]) => html`<button key=${label} type="button" class="button" onClick=${() => move(ms)}>${label}</button>`)}
      <button
        type="button"
        class="button"
        data-testid="clock-tomorrow"
        onClick=${() => move(tomorrowAt(9, nowMs, zone) - nowMs)}
      >
        09:00 tomorrow
      </button>
      <button
        type="button"
        class="button"
        data-testid="clock-back"
        disabled=${offset === 0}
        onClick=${() => move(-offset)}
      >
        Back to now
      </button>
    </div>
    <form
      class="fault-row"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        if (wanted !== '') move(fromZoned(wanted, zone) - nowMs);
      }}
    >
      <input
        class="field field-short"
        type="datetime-local"
        aria-label="Date and time to go to"
        value=${wanted}
        onInput=${(event: Event) => event.target instanceof HTMLInputElement && setWanted(event.target.value)}
      />
      <button type="submit" class="button">Go there</button>
    </form>
    <p class="muted clock-note">
      Schedules, reminders and limits of the workspace follow this clock; so does the app where it was started
      together with the workspace. An app of its own keeps its own time.
    </p>
  </div>`;
}

function Face({ nowMs, offset, zone }: { nowMs: number; offset: number; zone: string }) {
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone }).format(nowMs);
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: zone }).format(nowMs);
  return html`<p class="clock-face" data-testid="clock-now">
    <b>${time}</b>
    <span>${day} · ${zone.replaceAll('_', ' ')}</span>
    <small class="muted">${offset === 0 ? 'The same as outside' : offsetWords(offset)}</small>
  </p>`;
}

function offsetWords(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / MINUTE_MS);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [minutes % 60, 'min'],
  ].flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`]));
  return `${parts.length === 0 ? 'less than a minute' : parts.join(' ')} ${ms < 0 ? 'behind' : 'ahead of'} the time outside`;
}

/** Goes on between what the workspace tells of its clock. */
function useTicking(toldMs: number): number {
  const told = useRef({ ms: toldMs, at: Date.now() });
  if (told.current.ms !== toldMs) told.current = { ms: toldMs, at: Date.now() };
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return told.current.ms + Date.now() - told.current.at;
}

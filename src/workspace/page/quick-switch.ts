// Ctrl+K: to a channel or a person by a few letters of the name.
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageChannel, PagePerson } from '../page-wire.ts';
import { Avatar } from './avatar.ts';
import { channelLabel, isDirect, otherIn, usePage } from './context.ts';
import type { Page } from './context.ts';

interface Goal {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly person: string | undefined;
  readonly channel: string | undefined;
}

const MOST_GOALS = 9;

export function QuickSwitch({ close }: { close: () => void }) {
  const page = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const goals = goalsFor(words, page);
  const choose = (goal: Goal | undefined): void => {
    if (goal === undefined) return;
    close();
    if (goal.channel !== undefined) page.go({ channel: goal.channel });
    else void page.attempt(async () => page.go(await page.api.openDm([goal.id])));
  };
  const keyed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && goals.length > 0) setAt((at + step + goals.length) % goals.length);
    else if (event.key === 'Enter' && !event.isComposing) choose(goals[at]);
    else return;
    event.preventDefault();
  };
  return html`<dialog
    class="quick"
    ref=${dialog}
    aria-label="Go to"
    onClose=${close}
    data-testid="quick-switch"
  >
    <input
      type="text"
      class="field"
      role="combobox"
      aria-label="Channel or person"
      aria-expanded="true"
      aria-controls="quick-goals"
      aria-activedescendant=${goals.length > 0 ? `quick-${at}` : undefined}
      placeholder="Go to a channel or a person"
      autocomplete="off"
      value=${words}
      onInput=${(event: Event) => {
        if (!(event.target instanceof HTMLInputElement)) return;
        setWords(event.target.value);
        setAt(0);
      }}
      onKeyDown=${keyed}
    />
    <${Goals} goals=${goals} at=${at} choose=${choose} />
  </dialog>`;
}

interface GoalsProps {
  readonly goals: readonly Goal[];
  readonly at: number;
  readonly choose: (goal: Goal) => void;
}

function Goals({ goals, at, choose }: GoalsProps) {
  return html`<ul id="quick-goals" role="listbox" aria-label="Channels and people">
    ${goals.map(
      (goal, index) =>
        html`<li
          key=${goal.id}
          id=${`quick-${index}`}
          role="option"
          aria-selected=${index === at}
          onClick=${() => choose(goal)}
        >
          ${goal.person === undefined ? html`<span class="hash" aria-hidden="true">#</span>` : html`<${Avatar} id=${goal.person} size=${22} />`}
          <b>${goal.label}</b><small>${goal.detail}</small>
        </li>`,
    )}
    ${goals.length === 0 && html`<li class="muted" role="presentation">Nobody and nothing of this name</li>`}
  </ul>`;
}

function goalsFor(words: string, page: Page): readonly Goal[] {
  const { home, state } = page;
  const wanted = words.trim().toLowerCase().replace(/^[#@]/, '');
  const known = new Set(
    home.channels.filter(({ kind }) => kind === 'im').map((channel) => otherIn(channel, page)),
  );
  const goals = [
    ...home.channels.map((channel) => toGoal(channel, page)),
    ...home.people.filter(({ id }) => id !== home.me.id && !known.has(id)).map(fromPerson),
  ];
  return goals
    .filter(({ label, detail }) => `${label} ${detail}`.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST_GOALS);

  function rank({ label, channel }: Goal): number {
    const isUnread = channel !== undefined && (state.unread[channel] ?? 0) > 0;
    return (label.toLowerCase().startsWith(wanted) ? 0 : 2) - (isUnread ? 1 : 0);
  }
}

function toGoal(channel: PageChannel, page: Page): Goal {
  const person = channel.kind === 'im' ? otherIn(channel, page) : undefined;
  return {
    id: channel.id,
    label: channelLabel(channel, page),
    detail: isDirect(channel) ? (page.personOf(person ?? '')?.title ?? '') : channel.topic,
    person,
    channel: channel.id,
  };
}

function fromPerson({ id, displayName, realName, title }: PagePerson): Goal {
  const detail = [realName === displayName ? '' : realName, title].filter(Boolean).join(' · ');
  return { id, label: displayName, detail, person: id, channel: undefined };
}

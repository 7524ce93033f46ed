// What can be done with a channel: its topic, its name, its people, its end.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageChannel } from '../page-wire.ts';
import { AskDialog } from './ask-dialog.ts';
import type { Asked } from './ask-dialog.ts';
import { Avatar } from './avatar.ts';
import { usePage } from './context.ts';
import { Menu } from './menu.ts';

interface Entry {
  readonly label: string;
  readonly run: () => void;
}

export function ChannelMenu({ channel }: { channel: PageChannel }) {
  const [asked, ask] = useState<Asked>();
  const entries = useEntries(channel, ask);
  return html`<${Menu}
      label="Channel actions"
      testId="channel-menu"
      face=${html`<span class="icon-button" aria-hidden="true">⋮</span>`}
    >
      ${(close: () => void) =>
        entries.map(
          ({ label, run }) =>
            html`<button
              key=${label}
              type="button"
              role="menuitem"
              class="menu-item"
              onClick=${() => {
                close();
                run();
              }}
            >
              ${label}
            </button>`,
        )}
    <//>
    ${asked !== undefined && html`<${AskDialog} asked=${asked} close=${() => ask(undefined)} />`}`;
}

function useEntries(channel: PageChannel, ask: (asked: Asked) => void): readonly Entry[] {
  const { api, home, attempt } = usePage();
  const { id } = channel;
  if (channel.isArchived) return [{ label: 'Unarchive', run: () => void attempt(() => api.unarchive(id)) }];
  const isMember = channel.members.includes(home.me.id);
  if (!isMember) return [{ label: 'Join the channel', run: () => void attempt(() => api.join(id)) }];
  const editTopic = (): void =>
    ask({
      title: 'Topic of the channel',
      label: 'Topic',
      yes: 'Save',
      initial: channel.topic,
      run: (topic) => void attempt(() => api.topic({ channel: id, topic })),
    });
  const rename = (): void =>
    ask({
      title: 'Rename the channel',
      label: 'Name',
      yes: 'Rename',
      initial: channel.name,
      run: (name) => void attempt(() => api.rename({ channel: id, name })),
    });
  return [
    { label: 'Edit the topic', run: editTopic },
    { label: 'Rename', run: rename },
    { label: 'Leave', run: () => void attempt(() => api.leave(id)) },
    { label: 'Archive', run: () => void attempt(() => api.archive(id)) },
  ];
}

/** Who is there, and who might be: pressing a name that is not brings it in. */
export function Members({ channel }: { channel: PageChannel }) {
  const { api, home, personOf, attempt } = usePage();
  const everyone = [...new Set([...(channel.botIsMember ? [home.app.userId] : []), ...channel.members])];
  const others = home.people.map(({ id }) => id).filter((id) => !everyone.includes(id));
  const mayInvite = channel.kind !== 'mpim' && channel.members.includes(home.me.id) && !channel.isArchived;
  const names = everyone.map((id) => personOf(id)?.displayName ?? id).join(', ');
  const line = (id: string) =>
    html`<${Avatar} id=${id} size=${24} /><span class="menu-text"
        ><b>${personOf(id)?.displayName ?? id}</b><small>${personOf(id)?.title}</small></span
      >`;
  return html`<${Menu}
    label=${`${everyone.length} members: ${names}`}
    testId="members"
    className="menu-members"
    panelRole="group"
    face=${html`<span class="members"
      >${everyone.slice(0, 4).map((id) => html`<${Avatar} key=${id} id=${id} size=${24} />`)}<span
        >${everyone.length}</span
      ></span
    >`}
  >
    ${(close: () => void) => html`
      <ul aria-label="Members">
        ${everyone.map((id) => html`<li key=${id} class="menu-line">${line(id)}</li>`)}
      </ul>
      ${mayInvite && others.length > 0 && html`<p class="menu-title">Add to the channel</p>`}
      ${
        mayInvite &&
        others.map(
          (id) =>
            html`<button
              key=${id}
              type="button"
              class="menu-item"
              aria-label=${`Add ${personOf(id)?.displayName ?? id}`}
              onClick=${() => {
                close();
                void attempt(() => api.invite({ channel: channel.id, user: id }));
              }}
            >
              ${line(id)}<span aria-hidden="true">+</span>
            </button>`,
        )
      }
    `}
  <//>`;
}

// The one place where a workspace's things are kept. Everything that happens is a change, told to whoever listens.
import type { Clock } from '../base/clock.ts';
import { createMessageIndex } from './message-index.ts';
import type { Bot, Change, Channel, Person, PendingEvent, Session, StoredFile, Team, View } from './model.ts';

export type State = ReturnType<typeof createState>;

export function createState({ clock, team, bot }: { clock: Clock; team: Team; bot: Bot }) {
  const people = new Map<string, Person>();
  const channels = new Map<string, Channel>();
  const messages = createMessageIndex();
  const files = new Map<string, StoredFile>();
  const sessions = new Map<string, Session>();
  const views = new Map<string, View>();
  const pending = new Map<string, PendingEvent>();
  const usedTimes = new Set<string>();
  const listeners = new Set<(change: Change) => void>();

  /** Takes a change into the maps without telling anyone: for what is read back from the journal. */
  function take(change: Change): void {
    switch (change.kind) {
      case 'message_posted':
      case 'message_changed':
        usedTimes.add(change.message.ts);
        return messages.put(change.message);
      case 'message_deleted':
        return messages.drop(change.previous);
      case 'channel_changed':
      case 'channel_renamed':
      case 'member_joined':
      case 'member_left':
        channels.set(change.channel.id, change.channel);
        return;
      case 'person_put':
      case 'person_changed':
        people.set(change.person.id, change.person);
        return;
      case 'file_put':
        files.set(change.file.id, change.file);
        return;
      case 'session_changed':
        sessions.set(sessionKey(change.session.channel, change.session.threadTs), change.session);
        return;
      case 'view_put':
        views.set(change.view.id, change.view);
        return;
      case 'event_pending':
        pending.set(change.event.eventId, change.event);
        return;
      case 'event_settled':
        pending.delete(change.eventId);
        return;
      case 'ephemeral_posted':
      case 'reaction_added':
      case 'reaction_removed':
      case 'session_stopped':
      case 'home_opened':
        return; // Nothing stays of these: the message or session they are about changes beside them.
    }
  }

  /** Microseconds as Slack writes them. No two are ever the same, whatever the clock does. */
  function timestampAt(ms: number): string {
    let micros = Math.round(ms * 1000);
    while (usedTimes.has(toTs(micros))) micros += 1;
    usedTimes.add(toTs(micros));
    return toTs(micros);
  }

  function imOf(userId: string): Channel | undefined {
    return [...channels.values()].find(
      ({ kind, members }) => kind === 'im' && members.includes(userId) && members.includes(bot.userId),
    );
  }

  return {
    team,
    bot,
    take,

    commit(change: Change): void {
      take(change);
      for (const listener of listeners) listener(change);
    },
    subscribe(listener: (change: Change) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    timestampAt,
    nextTs: (): string => timestampAt(clock.now().getTime()),

    people: (): readonly Person[] => [...people.values()],
    person: (id: string): Person | undefined => people.get(id),
    channels: (): readonly Channel[] => [...channels.values()],
    channel: (id: string): Channel | undefined => channels.get(id),
    messages: messages.list,
    message: messages.get,
    replies: messages.replies,
    files: (): readonly StoredFile[] => [...files.values()],
    file: (id: string): StoredFile | undefined => files.get(id),
    sessions: (): readonly Session[] => [...sessions.values()],
    session: (channel: string, threadTs: string): Session | undefined =>
      sessions.get(sessionKey(channel, threadTs)),
    view: (id: string): View | undefined => views.get(id),
    homeOf: (userId: string): View | undefined =>
      [...views.values()].find((view) => view.type === 'home' && view.userId === userId),
    pending: (): readonly PendingEvent[] => [...pending.values()],
    imOf,

    /** All that must be written so that a later start knows what this one knows. */
    snapshot(): Change[] {
      return [
        ...[...people.values()].map((person): Change => ({ kind: 'person_put', person })),
        ...[...channels.values()].map((channel): Change => ({ kind: 'channel_changed', channel })),
        ...[...files.values()].map((file): Change => ({ kind: 'file_put', file })),
        ...messages.all().map((message): Change => ({ kind: 'message_posted', message })),
        ...[...sessions.values()].map((session): Change => ({ kind: 'session_changed', session })),
        ...[...views.values()].map((view): Change => ({ kind: 'view_put', view })),
        ...[...pending.values()].map((event): Change => ({ kind: 'event_pending', event })),
      ];
    },
  };
}

const sessionKey = (channel: string, threadTs: string): string => `${channel} ${threadTs}`;

const toTs = (micros: number): string =>
  `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;

// Where the things of a workspace lie, and how a change changes them.
import { createMessageIndex } from './message-index.ts';
import type { Change, Channel, PendingEvent, Person, Session, StoredFile, View } from './model.ts';

export type Shelves = ReturnType<typeof createShelves>;

export function createShelves() {
  return {
    people: new Map<string, Person>(),
    channels: new Map<string, Channel>(),
    messages: createMessageIndex(),
    files: new Map<string, StoredFile>(),
    sessions: new Map<string, Session>(),
    views: new Map<string, View>(),
    pending: new Map<string, PendingEvent>(),
    usedTimes: new Set<string>(),
  };
}

/** Takes a change into the shelves without telling anyone: for what is read back from the journal. */
export function takeChange(shelves: Shelves, change: Change): void {
  const { people, channels, messages, files, sessions, views, pending, usedTimes } = shelves;
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

/** All that must be written so that a later start knows what this one knows. */
export function snapshotOf({
  people,
  channels,
  messages,
  files,
  sessions,
  views,
  pending,
}: Shelves): Change[] {
  return [
    ...[...people.values()].map((person): Change => ({ kind: 'person_put', person })),
    ...[...channels.values()].map((channel): Change => ({ kind: 'channel_changed', channel })),
    ...[...files.values()].map((file): Change => ({ kind: 'file_put', file })),
    ...messages.all().map((message): Change => ({ kind: 'message_posted', message })),
    ...[...sessions.values()].map((session): Change => ({ kind: 'session_changed', session })),
    ...[...views.values()].map((view): Change => ({ kind: 'view_put', view })),
    ...[...pending.values()].map((event): Change => ({ kind: 'event_pending', event })),
  ];
}

export const sessionKey = (channel: string, threadTs: string): string => `${channel} ${threadTs}`;

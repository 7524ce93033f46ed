// Where the things of a workspace lie, and how a change changes them.
import { createMessageIndex } from './message-index.ts';
import type {
  Change,
  Channel,
  Execution,
  PendingEvent,
  Person,
  Prompts,
  Scheduled,
  Session,
  StoredFile,
  UserGroup,
  View,
} from './model.ts';

export type Shelves = ReturnType<typeof createShelves>;

export function createShelves() {
  return {
    people: new Map<string, Person>(),
    userGroups: new Map<string, UserGroup>(),
    channels: new Map<string, Channel>(),
    messages: createMessageIndex(),
    files: new Map<string, StoredFile>(),
    sessions: new Map<string, Session>(),
    views: new Map<string, View>(),
    executions: new Map<string, Execution>(),
    prompts: new Map<string, Prompts>(),
    scheduled: new Map<string, Scheduled>(),
    pending: new Map<string, PendingEvent>(),
    usedTimes: new Set<string>(),
  };
}

/** Takes a change into the shelves without telling anyone: for what is read back from the journal. */
export function takeChange(shelves: Shelves, change: Change): void {
  const { people, userGroups, channels, messages, files, sessions, views, usedTimes } = shelves;
  const { executions, prompts, scheduled, pending } = shelves;
  switch (change.kind) {
    case 'message_posted':
    case 'message_changed':
      usedTimes.add(change.message.ts);
      return messages.put(change.message);
    case 'message_deleted':
      return messages.drop(change.previous);
    case 'channel_changed':
    case 'channel_renamed':
    case 'channel_created':
    case 'channel_archived':
    case 'channel_unarchived':
    case 'member_joined':
    case 'member_left':
      channels.set(change.channel.id, change.channel);
      return;
    case 'person_put':
    case 'person_changed':
      people.set(change.person.id, change.person);
      return;
    case 'user_group_put':
      userGroups.set(change.group.id, change.group);
      return;
    case 'file_put':
      files.set(change.file.id, change.file);
      return;
    case 'file_deleted':
      files.delete(change.file.id);
      return;
    case 'execution_put':
    case 'execution_started':
      executions.set(change.execution.id, change.execution);
      return;
    case 'prompts_set':
      prompts.set(sessionKey(change.prompts.channel, change.prompts.threadTs ?? ''), change.prompts);
      return;
    case 'scheduled':
      scheduled.set(change.scheduled.id, change.scheduled);
      return;
    case 'unscheduled':
      scheduled.delete(change.scheduled.id);
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
    case 'tokens_revoked':
    case 'app_uninstalled':
      return; // Nothing stays of these: the message or session they are about changes beside them.
  }
}

/** All that must be written so that a later start knows what this one knows. */
export function snapshotOf(shelves: Shelves): Change[] {
  const all = <Item>(shelf: ReadonlyMap<string, Item>, toChange: (item: Item) => Change): Change[] =>
    [...shelf.values()].map(toChange);
  // A modal is open in a window, and the windows go when the workspace stops.
  const homes = new Map([...shelves.views].filter(([, view]) => view.type === 'home'));
  return [
    ...all(shelves.people, (person) => ({ kind: 'person_put', person })),
    ...all(shelves.userGroups, (group) => ({ kind: 'user_group_put', group })),
    ...all(shelves.channels, (channel) => ({ kind: 'channel_changed', channel })),
    ...all(shelves.files, (file) => ({ kind: 'file_put', file })),
    ...shelves.messages.all().map((message): Change => ({ kind: 'message_posted', message })),
    ...all(shelves.sessions, (session) => ({ kind: 'session_changed', session })),
    ...all(homes, (view) => ({ kind: 'view_put', view })),
    ...all(shelves.executions, (execution) => ({ kind: 'execution_put', execution })),
    ...all(shelves.prompts, (prompts) => ({ kind: 'prompts_set', prompts })),
    ...all(shelves.scheduled, (scheduled) => ({ kind: 'scheduled', scheduled })),
    ...all(shelves.pending, (event) => ({ kind: 'event_pending', event })),
  ];
}

export const sessionKey = (channel: string, threadTs: string): string => `${channel} ${threadTs}`;

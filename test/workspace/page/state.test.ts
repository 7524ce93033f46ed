// What the page knows follows what the stream tells, in whichever order it is told.
import { expect, test } from 'vitest';
import type { Bootstrap, PageMessage } from '../../../src/workspace/page-wire.ts';
import { type Change, EMPTY, reduce, type State, threadKey } from '../../../src/workspace/page/state.ts';

const person = {
  id: 'U1',
  name: 'maya',
  realName: 'Maya',
  displayName: 'Maya',
  title: '',
  tz: 'UTC',
  isGuest: false,
  isBot: false,
};
const channel = {
  id: 'C1',
  name: 'ops',
  kind: 'channel' as const,
  topic: '',
  purpose: '',
  members: ['U1', 'U2'],
  botIsMember: true,
  isArchived: false,
};
const home: Bootstrap = {
  ok: true,
  team: { id: 'T1', name: 'T', domain: 't' },
  me: person,
  people: [person],
  userGroups: [],
  channels: [channel],
  app: {
    userId: 'U0',
    name: 'longhand',
    displayName: 'Longhand',
    hasHome: true,
    commands: [],
    shortcuts: [],
    functions: [],
  },
  sessions: [],
  prompts: [],
  modals: [],
  panels: [],
  notices: [],
  now: '2026-11-23T12:00:00Z',
};
const said = (ts: string, more: Partial<PageMessage> = {}): PageMessage => ({
  type: 'message',
  ts,
  user: 'U2',
  text: ts,
  ...more,
});
const root = said('10.0', { user: 'U1' });
const reply = said('11.0', { thread_ts: '10.0' });

function after(...changes: readonly Change[]): State {
  const opened: readonly Change[] = [
    { type: 'bootstrapped', home },
    { type: 'timeline_loaded', channel: 'C1', isOlder: false, hasMore: false, messages: [root] },
    { type: 'thread_loaded', channel: 'C1', ts: '10.0', messages: [root] },
  ];
  return [...opened, ...changes].reduce(reduce, EMPTY);
}
const posted = (message: PageMessage): Change => ({ type: 'message_posted', channel: 'C1', message });
const rootWithReply = said('10.0', {
  user: 'U1',
  thread_ts: '10.0',
  reply_count: 1,
  reply_users: ['U2'],
  latest_reply: '11.0',
});
const rootChanged: Change = { type: 'message_changed', channel: 'C1', message: rootWithReply };

test('a reply is counted once, whether its root was told before it or after it', () => {
  for (const changes of [[posted(reply)], [posted(reply), rootChanged], [rootChanged, posted(reply)]]) {
    const state = after(...changes);
    expect(state.timelines['C1']?.messages.map(({ ts, reply_count: count }) => [ts, count])).toEqual([
      ['10.0', 1],
    ]);
    expect(state.threads[threadKey('C1', '10.0')]?.map(({ ts }) => ts)).toEqual(['10.0', '11.0']);
  }
});

test('a message told twice stands there once', () => {
  const state = after(posted(said('12.0')), posted(said('12.0')));
  expect(state.timelines['C1']?.messages.map(({ ts }) => ts)).toEqual(['10.0', '12.0']);
});

test('only what others say outside of threads is unread, until it is seen', () => {
  const state = after(posted(said('12.0')), posted(said('13.0', { user: 'U1' })), posted(reply));
  expect(state.unread['C1']).toBe(1);
  expect(reduce(state, { type: 'seen', channel: 'C1' }).unread['C1']).toBe(0);
});

test('a reply that is also sent to the channel stands in both places', () => {
  const state = after(posted({ ...reply, subtype: 'thread_broadcast' }));
  expect(state.timelines['C1']?.messages.map(({ ts }) => ts)).toEqual(['10.0', '11.0']);
  expect(state.threads[threadKey('C1', '10.0')]).toHaveLength(2);
});

test('a deleted message is gone from the channel and from its thread', () => {
  const state = after(posted({ ...reply, subtype: 'thread_broadcast' }), {
    type: 'message_deleted',
    channel: 'C1',
    ts: '11.0',
  });
  expect(state.timelines['C1']?.messages).toHaveLength(1);
  expect(state.threads[threadKey('C1', '10.0')]).toHaveLength(1);
});

test('older messages come before those that are there', () => {
  const state = after({
    type: 'timeline_loaded',
    channel: 'C1',
    isOlder: true,
    hasMore: true,
    messages: [said('8.0'), said('9.0')],
  });
  expect(state.timelines['C1']?.messages.map(({ ts }) => ts)).toEqual(['8.0', '9.0', '10.0']);
  expect(state.timelines['C1']?.hasMore).toBe(true);
});

test('a private channel one is not in stays unseen, a public one appears', () => {
  const secret = { ...channel, id: 'G1', name: 'secret', kind: 'group' as const, members: ['U2'] };
  const open = { ...channel, id: 'C2', name: 'new', members: ['U2'] };
  const state = after(
    { type: 'channel_changed', channel: secret },
    { type: 'channel_changed', channel: open },
  );
  expect(state.home?.channels.map(({ name }) => name)).toEqual(['ops', 'new']);
});

const modal = {
  id: 'V1',
  type: 'modal' as const,
  callback_id: 'request',
  blocks: [],
  hash: '1',
  root_view_id: 'V1',
  previous_view_id: null,
};

test('modals come and go by the stream, and are there again after a reload', () => {
  const open = after({ type: 'modals_changed', modals: [modal] });
  expect(open.modals.map(({ id }) => id)).toEqual(['V1']);
  const reloaded = reduce(open, { type: 'bootstrapped', home: { ...home, modals: [modal] } });
  expect(reloaded.modals.map(({ id }) => id)).toEqual(['V1']);
  expect(reduce(reloaded, { type: 'modals_changed', modals: [] }).modals).toEqual([]);
});

test('a private channel one has left is gone, a person who is renamed is called so everywhere', () => {
  const secret = { ...channel, id: 'G1', name: 'secret', kind: 'group' as const, members: ['U1'] };
  const joined = after({ type: 'channel_changed', channel: secret });
  expect(joined.home?.channels.map(({ id }) => id)).toContain('G1');
  const left = reduce(joined, { type: 'channel_changed', channel: { ...secret, members: [] } });
  expect(left.home?.channels.map(({ id }) => id)).not.toContain('G1');

  const renamed = reduce(left, { type: 'person_changed', person: { ...person, displayName: 'Maya L.' } });
  expect(renamed.home?.me.displayName).toBe('Maya L.');
  expect(renamed.home?.people.map(({ displayName }) => displayName)).toEqual(['Maya L.']);
});

// Slack's message events become what was said, and nothing Slack sends can break that.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toSaid } from '../../src/slack/to-said.ts';

const self = { teamId: 'T1', botUserId: 'UBOT', botId: 'B1', url: 'https://a.slack.com/' };
const event = (fields: object) => ({ type: 'message', channel: 'C1', ts: '1732001234.000200', ...fields });
const maya = { user: 'UMAYA', text: 'Hello &amp; <@UBOT>' };

test('a message is what was typed, with its escapes, mentions and thread', () => {
  expect(
    toSaid(event({ ...maya, thread_ts: '1732000000.000100', blocks: richTextWith('UJON') }), self),
  ).toEqual({
    kind: 'posted',
    message: {
      teamId: 'T1',
      channelId: 'C1',
      ts: '1732001234.000200',
      threadTs: '1732000000.000100',
      author: { kind: 'person', id: 'UMAYA' },
      text: 'Hello &amp; <@UBOT>',
      blocks: richTextWith('UJON'),
      mentions: ['UBOT', 'UJON'],
      files: [],
    },
  });
});

test('a message that stands alone is its own thread', () => {
  expect(toSaid(event(maya), self)).toMatchObject({ message: { threadTs: '1732001234.000200' } });
});

test('a mention, an upload, a broadcast reply, a /me and a bot’s message are all said', () => {
  const file = {
    id: 'F1',
    name: 'a.pdf',
    mimetype: 'application/pdf',
    size: 34,
    url_private_download: 'https://files.slack.com/a',
  };
  expect(toSaid({ ...event(maya), type: 'app_mention' }, self)).toMatchObject({ kind: 'posted' });
  expect(toSaid(event({ ...maya, subtype: 'file_share', files: [file] }), self)).toMatchObject({
    message: {
      files: [
        {
          id: 'F1',
          name: 'a.pdf',
          mimetype: 'application/pdf',
          bytes: 34,
          downloadUrl: 'https://files.slack.com/a',
        },
      ],
    },
  });
  expect(
    toSaid(event({ ...maya, subtype: 'thread_broadcast', thread_ts: '1.1', root: {} }), self),
  ).toMatchObject({ kind: 'posted' });
  expect(toSaid(event({ ...maya, subtype: 'me_message' }), self)).toMatchObject({ kind: 'posted' });
  expect(toSaid(event({ subtype: 'bot_message', bot_id: 'B9', text: 'Build failed' }), self)).toMatchObject({
    message: { author: { kind: 'bot', id: 'B9' } },
  });
});

test('a file that Slack hides or has deleted is known without an address', () => {
  const files = [{ id: 'F1', file_access: 'check_file_info' }, { id: 'F2', mode: 'tombstone' }, { no: 'id' }];
  expect(toSaid(event({ ...maya, subtype: 'file_share', files }), self)).toMatchObject({
    message: {
      files: [
        { id: 'F1', name: 'F1', bytes: 0 },
        { id: 'F2', name: 'F2', bytes: 0 },
      ],
    },
  });
});

test('what Longhand said is Longhand’s, by its user or by its bot id', () => {
  expect(toSaid(event({ user: 'UBOT', bot_id: 'B1', text: 'Ready.' }), self)).toMatchObject({
    message: { author: { kind: 'longhand' } },
  });
  expect(toSaid(event({ subtype: 'bot_message', bot_id: 'B1', text: 'Ready.' }), self)).toMatchObject({
    message: { author: { kind: 'longhand' } },
  });
});

test('a changed text is an edit, at the time of the edit', () => {
  const change = changed(
    { ...maya, text: 'Hello all', edited: { user: 'UMAYA', ts: '1732009000.000000' } },
    maya,
  );
  expect(toSaid(change, self)).toMatchObject({
    kind: 'edited',
    message: { text: 'Hello all', ts: '1732001234.000200' },
    editedAt: new Date(1_732_009_000_000),
  });
});

test('an edited mention is an edit of the message that is there', () => {
  const mention = {
    ...event({ ...maya, edited: { user: 'UMAYA', ts: '1732009000.000000' } }),
    type: 'app_mention',
  };
  expect(toSaid(mention, self)).toMatchObject({ kind: 'edited', message: { ts: '1732001234.000200' } });
});

test('a link preview is not an edit, and neither is our own card drawn again', () => {
  expect(toSaid(changed({ ...maya, attachments: [{ title: 'preview' }] }, maya), self)).toBeUndefined();
  const card = { user: 'UBOT', bot_id: 'B1', text: 'Plan (Working)' };
  expect(toSaid(changed({ ...card, blocks: [{ type: 'plan' }] }, card), self)).toBeUndefined();
  expect(toSaid(changed({ ...card, text: 'Plan (Done)' }, card), self)).toMatchObject({
    kind: 'edited',
    message: { author: { kind: 'longhand' } },
  });
});

test('a deletion names the message, also when it leaves a tombstone for its thread', () => {
  const ref = { teamId: 'T1', channelId: 'C1', ts: '1732001234.000200' };
  expect(
    toSaid(
      {
        type: 'message',
        subtype: 'message_deleted',
        channel: 'C1',
        ts: '1732009000.000000',
        deleted_ts: ref.ts,
      },
      self,
    ),
  ).toEqual({
    kind: 'deleted',
    ref,
    deletedAt: new Date(1_732_009_000_000),
  });
  expect(
    toSaid(
      changed({ subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.' }, maya),
      self,
    ),
  ).toMatchObject({
    kind: 'deleted',
    ref,
  });
});

test('joins, topics and subtypes we have not met are not said', () => {
  for (const subtype of [
    'channel_join',
    'channel_topic',
    'pinned_item',
    'assistant_app_thread',
    'of_the_future',
  ]) {
    expect(toSaid(event({ ...maya, subtype }), self)).toBeUndefined();
  }
});

test('a message of 40,000 characters stays whole', () => {
  const said = toSaid(event({ ...maya, text: '字'.repeat(40_000) }), self);
  expect(said?.kind === 'posted' && said.message.text.length).toBe(40_000);
});

test('nothing that JSON can say makes it throw', () => {
  const field = fc.constantFrom(
    'type',
    'subtype',
    'channel',
    'ts',
    'message',
    'previous_message',
    'user',
    'text',
    'blocks',
    'files',
    'edited',
    'deleted_ts',
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('message', 'app_mention', 'message_changed', '1732001234.000200', 'C1'),
  );
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(field, fc.oneof(value, fc.dictionary(field, value))),
  );
  fc.assert(
    fc.property(anything, (json) => void toSaid(json, self)),
    { numRuns: 1000 },
  );

  let deep: unknown = { type: 'user', user_id: 'UDEEP' };
  for (let depth = 0; depth < 5000; depth += 1) deep = { type: 'rich_text', elements: [deep] };
  expect(toSaid(event({ ...maya, blocks: [deep] }), self)).toMatchObject({ kind: 'posted' });
});

function changed(now: object, before: object) {
  const ts = '1732001234.000200';
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: 'C1',
    ts: '1732009000.000100',
    message: { type: 'message', ts, ...now },
    previous_message: { type: 'message', ts, ...before },
  };
}

function richTextWith(user: string) {
  return [
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: user }] }],
    },
  ];
}

// What may be brought from one channel to another: only what everyone who reads it there may read here.
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { mayBring, type Conversation } from '../../src/guard/audience.ts';

const SELF = 'U0SELF';
const FULL = ['U0MAYA', 'U0KENJI', 'U0LI'];
const GUEST = 'U0GUEST';

function bring(from: Conversation | undefined, to: Conversation | undefined, askerId = 'U0MAYA') {
  const conversations = new Map([
    ['FROM', from],
    ['TO', to],
  ]);
  return mayBring(
    {
      conversation: async (id) => conversations.get(id),
      fullMembers: async ({ personIds }) => new Set(personIds.filter((id) => FULL.includes(id))),
    },
    { fromChannelId: 'FROM', toChannelId: 'TO', askerId, selfId: SELF },
  );
}

function of(kind: Conversation['kind'], ...people: readonly string[]): Conversation {
  return { kind, members: new Set([SELF, ...people]) };
}

test.each<[string, boolean, Conversation | undefined, Conversation | undefined]>([
  ['from public to public, all full members', true, of('channel'), of('channel', ...FULL)],
  ['from public to where a guest reads', false, of('channel', 'U0MAYA'), of('channel', 'U0MAYA', GUEST)],
  ['to a guest who is there as well', true, of('channel', 'U0MAYA', GUEST), of('channel', 'U0MAYA', GUEST)],
  ['from private to its own people', true, of('group', ...FULL), of('im', 'U0MAYA')],
  ['from private to one more', false, of('group', 'U0MAYA'), of('group', 'U0MAYA', 'U0KENJI')],
  ['from private to public, whoever is in it today', false, of('group', ...FULL), of('channel', 'U0MAYA')],
  ['from a direct message of two others', false, of('im', 'U0LI'), of('im', 'U0MAYA')],
  ['from where Longhand is not', false, { kind: 'channel', members: new Set(FULL) }, of('channel', 'U0MAYA')],
  ['from what Slack does not tell of', false, undefined, of('im', 'U0MAYA')],
  ['to what Slack does not tell of', false, of('channel', ...FULL), undefined],
])('%s: %s', async (...[, expected, from, to]) => {
  expect(await bring(from, to)).toBe(expected);
});

test('who asks must be able to read it too, though they are no member of where it is told', async () => {
  expect(await bring(of('group', 'U0KENJI'), of('group', 'U0KENJI'), 'U0MAYA')).toBe(false);
  expect(await bring(of('channel', 'U0KENJI'), of('group', 'U0KENJI'), GUEST)).toBe(false);
});

test('whoever is where, nothing reaches anyone who could not read it', async () => {
  const kind = fc.constantFrom<Conversation['kind']>('channel', 'group', 'im', 'mpim');
  const people = fc.subarray([...FULL, GUEST]);
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(kind, people),
      fc.tuple(kind, people),
      async ([fromKind, fromPeople], [toKind, toPeople]) => {
        const isOpen = await bring(of(fromKind, ...fromPeople), of(toKind, ...toPeople));
        const readersThere = toKind === 'channel' ? [...FULL, ...toPeople] : toPeople;
        const mayRead = (id: string) =>
          fromPeople.includes(id) || (fromKind === 'channel' && FULL.includes(id));
        if (isOpen) expect(readersThere.every(mayRead)).toBe(true);
      },
    ),
  );
});

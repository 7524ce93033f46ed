// The pure parts of the developer tools, and the addresses of their places.
import { expect, test } from 'vitest';
import type { InspectorEntry } from '../../../src/workspace/page-wire.ts';
import { faultWords } from '../../../src/workspace/page/fault-words.ts';
import { fits, gistOf, put, unfolded } from '../../../src/workspace/page/inspector-entries.ts';
import { sourceNumber } from '../../../src/workspace/page/mrkdwn.ts';
import { toHash, toRoute } from '../../../src/workspace/page/route.ts';

const entry = (id: number, more: Partial<InspectorEntry> = {}): InspectorEntry => ({
  id,
  at: '2026-11-23T09:00:00Z',
  direction: 'from-app',
  kind: 'api',
  title: 'chat.postMessage',
  status: 'ok',
  ...more,
});

test('an entry that is answered takes its new form in its old place', () => {
  const waiting = [entry(1), entry(2, { status: 'waiting' }), entry(3)];
  const answered = put(waiting, entry(2, { status: 'failed', note: 'msg_too_long' }));
  expect(answered.map(({ id, status }) => [id, status])).toEqual([
    [1, 'ok'],
    [2, 'failed'],
    [3, 'ok'],
  ]);
  expect(put([entry(5)], entry(4)).map(({ id }) => id)).toEqual([4, 5]);
});

test('a filter finds words in what was sent and answered, too', () => {
  const call = entry(1, { sent: { channel: 'C1', text: 'Three offers' }, answered: { ok: true } });
  const all = { words: '', kind: 'all', isFailedOnly: false };
  expect(fits(call, { ...all, words: 'offers post' })).toBe(true);
  expect(fits(call, { ...all, words: 'offers delete' })).toBe(false);
  expect(fits(call, { ...all, kind: 'event' })).toBe(false);
  expect(fits(call, { ...all, isFailedOnly: true })).toBe(false);
  expect(fits(entry(2, { status: 'lost' }), { ...all, isFailedOnly: true })).toBe(true);
});

test('an entry says in a few words what it is about, also where a form folded it into text', () => {
  const view = JSON.stringify({ type: 'modal', title: { type: 'plain_text', text: 'Travel' } });
  expect(gistOf(entry(1, { sent: { trigger_id: '1', view } }))).toBe('Travel');
  const event = { type: 'message', channel: 'C1', text: 'Three offers' };
  expect(gistOf(entry(2, { sent: { type: 'events_api', payload: { event } } }))).toBe('Three offers');
  expect(gistOf(entry(3, { sent: { actions: [{ action_id: 'approve' }] } }))).toBe('approve');
  expect(gistOf(entry(4))).toBe('');
  expect(unfolded({ blocks: '[{"type":"divider"}]', text: '[1] is a source' })).toEqual({
    blocks: [{ type: 'divider' }],
    text: '[1] is a source',
  });
});

test('a fault says what will happen', () => {
  expect(faultWords({ kind: 'lose-reply', method: 'chat.update' })).toBe(
    'The next reply to chat.update gets lost',
  );
  expect(faultWords({ kind: 'rate-limit', method: '*', seconds: 30 })).toBe(
    'any method answers 429 for 30 s',
  );
  expect(faultWords({ kind: 'fail', method: 'x', error: 'fatal_error', times: 2 })).toBe(
    'x fails with fatal_error 2 times',
  );
});

test('each place has an address that leads back to it', () => {
  const home = { channel: 'D1', thread: undefined, focus: undefined, view: 'home' as const };
  expect(toRoute(toHash(home))).toEqual(home);
  expect(toRoute('#/gallery').view).toBe('gallery');
  expect(toRoute('#/C1/12.5/13.5')).toEqual({
    channel: 'C1',
    thread: '12.5',
    focus: '13.5',
    view: undefined,
  });
});

test('a link of nothing but a number is a source', () => {
  expect(sourceNumber('[1]')).toBe('1');
  expect(sourceNumber('\\[12\\]')).toBe('12');
  expect(sourceNumber('3')).toBe('3');
  expect(sourceNumber('2026')).toBeUndefined();
  expect(sourceNumber('offer 1')).toBeUndefined();
});

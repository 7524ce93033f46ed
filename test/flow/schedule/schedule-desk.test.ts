// What people ask of a schedule, by words and by buttons: who may, what comes of it, and what is said.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createDesk } from '../../../src/flow/schedule/schedule-desk.ts';
import type { ChangeForm } from '../../../src/flow/schedule/schedule-form.ts';
import { createScheduleForms } from '../../../src/flow/schedule/schedule-forms.ts';
import { createSchedulePorts } from '../../../src/flow/schedule/schedule-ports.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import type { GivenTerms } from '../../../src/schedule/terms.ts';
import { createVoice } from '../../../src/slack/outbox-store.ts';
import { createChangeSchedule } from '../../../src/tools/change-schedule.ts';
import { createListSchedules } from '../../../src/tools/list-schedules.ts';
import { createManageSchedule } from '../../../src/tools/manage-schedule.ts';
import { newSchedule, switchedOn } from '../../schedule/schedules.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';
import { call } from '../../tools/support/context.ts';

const Post = z.object({ key: z.string(), channel_id: z.string(), text: z.string() });

async function start(terms: Partial<GivenTerms> = {}, readers: readonly string[] = ['U1', 'U2', 'U3']) {
  const database = await testDatabase();
  const clock = testClock('2026-03-02T12:00Z'); // A Monday.
  const transact = createTransact(database);
  const stores = storesOn(database);
  const permalink = () => undefined;
  const mayRead = async ({ personId }: { personId: string }) => readers.includes(personId);
  const desk = createDesk({ transact, voice: createVoice(clock), clock, permalink, mayRead });
  const forms = createScheduleForms({ transact, clock, desk });
  const ports = createSchedulePorts({ stores, desk, clock, permalink });
  const person = { teamId: 'T1', timeZone: 'UTC', isBot: false, isGuest: false, isDeactivated: false };
  for (const [personId, name] of [
    ['U1', 'Maya'],
    ['U2', 'Kenji'],
    ['U3', 'Sofia'],
  ] as const)
    await stores.directory.savePerson({ ...person, personId, name, realName: name }, clock.now());
  for (const [channelId, name] of [
    ['C1', 'ops'],
    ['C2', 'deals'],
  ] as const)
    await stores.directory.saveChannel(
      { teamId: 'T1', channelId, name, kind: 'channel', isArchived: false },
      clock.now(),
    );
  const { id } = await switchedOn(stores, { terms: { deputyId: 'U2', ...terms } });
  await stores.schedules.moveOn(id, new Date('2026-03-03T09:00Z'));
  const change = createChangeSchedule({ schedules: ports, clock });
  const manage = createManageSchedule({ schedules: ports, clock });
  const list = createListSchedules({ schedules: ports });
  const by = (requesterId: string) => ({
    key: crypto.randomUUID(),
    task: { id: 'task', teamId: 'T1', channelId: 'C1', threadTs: '1772452800.000100', requesterId },
  });
  const clicks = { count: 0 };
  return {
    stores,
    desk,
    id,
    schedule: () => stores.schedules.find(id),
    posts: () =>
      stores.sql.rows(
        Post,
        `select key, channel_id, body ->> 'text' as text from outbox_post order by place`,
      ),
    change: (requesterId: string, input: object) => call(change, { schedule: 1, ...input }, by(requesterId)),
    manage: (requesterId: string, input: object) => call(manage, { schedule: 1, ...input }, by(requesterId)),
    list: (requesterId: string) => call(list, { schedule: 1 }, by(requesterId)),
    /** Sends the form for a change as it stands, but for some fields. */
    sends: async (personId: string, fields: Partial<ChangeForm>) => {
      const standing = await stores.schedules.find(id);
      if (standing === undefined) throw new Error('there is no schedule');
      const { terms: now, version } = standing;
      const form: ChangeForm = {
        ...now,
        days: undefined,
        time: undefined,
        at: undefined,
        channels: ['C1'],
        people: [],
        onlyIfMovedPercent: now.onlyIfMovedPercent,
        deputyId: now.deputyId,
        ...fields,
      };
      const click = { teamId: 'T1', personId, scheduleId: id, version, place: undefined };
      return forms.sent({ ...click, key: crypto.randomUUID(), what: { kind: 'change', form } });
    },
    press: (
      personId: string,
      act: 'pause' | 'resume' | 'delete' | 'to-me' | 'trial',
      changes: { key?: string; version?: number } = {},
    ) =>
      desk.clicked({
        teamId: 'T1',
        personId,
        key: `click:${(clicks.count += 1)}`,
        scheduleId: id,
        version: 1,
        act: { kind: act },
        card: undefined,
        place: { channelId: 'C1', threadTs: '1772452800.000100' },
        ...changes,
      }),
  };
}

test('a change keeps what it does not name, is a version with who made it, and what others want is a suggestion', async () => {
  const { change, schedule, list, posts } = await start({ language: 'zh' });
  const made = await change('U1', { time: '08:30', also_to: ['#deals'] });
  expect(made.text).toContain('第 2 版');
  expect(await schedule()).toMatchObject({
    version: 2,
    nextDueAt: new Date('2026-03-03T08:30Z'),
    terms: {
      when: { kind: 'cron', expression: '30 8 * * *' },
      places: [{ channelId: 'C1' }, { channelId: 'C2' }],
    },
  });
  // The deputy may as well; a third may not.
  await change('U2', { missed: 'skip', only_if_moved_percent: 10 });
  const refused = await change('U3', { goal: '别的事' });
  expect(refused).toMatchObject({ failed: true, text: expect.stringContaining('Sofia 建议') });
  expect(await posts()).toMatchObject([
    { channel_id: 'U1', text: expect.stringMatching(/Sofia 建议.*修改（内容）/u) },
  ]);

  const { text } = await list('U3');
  expect(text).toContain('Version 1: made by @Maya');
  expect(text).toContain('Version 2: changed when, places by @Maya');
  expect(text).toContain('Version 3: changed missed, onlyIfMovedPercent by @Kenji');
  expect(text).toContain('a figure of the report moved by 10 % or more');
});

test('paused until, skipped, run now, handed over and deleted by words', async () => {
  const { manage, schedule, stores, id } = await start();
  await manage('U1', { action: 'pause', until: '2026-03-05T00:00' });
  expect(await schedule()).toMatchObject({ state: 'paused', pausedUntil: new Date('2026-03-05T00:00Z') });
  await manage('U1', { action: 'resume' });
  const { text } = await manage('U1', { action: 'skip_next' });
  expect(text).toContain('leaves out Tue, 3 Mar 2026, 09:00');
  expect(await schedule()).toMatchObject({ state: 'on', skipDueAt: new Date('2026-03-03T09:00Z') });

  await manage('U1', { action: 'run_now' });
  expect(await stores.occurrences.newest(id, 5)).toMatchObject([{ kind: 'now', state: 'planned' }]);

  const replayed = await manage('U1', { action: 'replay', last: 3 });
  expect(replayed.text).toContain('last due times');
  expect(await stores.tasks.wantingJob()).toHaveLength(3);

  expect((await manage('U1', { action: 'hand_over', to: 'nobody' })).failed).toBe(true);
  await manage('U1', { action: 'hand_over', to: 'Sofia' });
  expect(await schedule()).toMatchObject({ terms: { ownerId: 'U3' }, version: 2 });
  expect((await manage('U1', { action: 'delete' })).failed).toBe(true);
  await manage('U3', { action: 'delete' });
  expect(await schedule()).toMatchObject({ state: 'ended', nextDueAt: undefined, why: 'U3' });
  expect((await manage('U3', { action: 'resume' })).text).toContain('has ended already');
});

test('what came due before a change is of the version before it', async () => {
  const { change, stores, id } = await start();
  await stores.schedules.moveOn(id, new Date('2026-03-02T09:00Z')); // Nobody has ticked since.
  await change('U1', { time: '08:30' });
  expect(await stores.occurrences.newest(id, 5)).toMatchObject([
    { dueAt: new Date('2026-03-02T09:00Z'), state: 'planned' },
  ]);
});

test('a button does what its words do, once however often it is delivered, and a list is made without a model', async () => {
  const { press, schedule, posts, desk, stores, change } = await start();
  await press('U1', 'pause', { key: 'click:same' });
  await press('U1', 'resume');
  await press('U1', 'pause', { key: 'click:same' });
  expect(await schedule()).toMatchObject({ state: 'on' });
  await press('U3', 'delete');
  expect(await schedule()).toMatchObject({ state: 'on' });
  expect((await posts()).map(({ text }) => text)).toEqual([
    expect.stringContaining('Report 1 is paused, by Maya'),
    expect.stringContaining('Report 1 goes on, by Maya: next on Tue, 3 Mar 2026, 09:00'),
    expect.stringContaining('Sofia suggests'),
    expect.stringContaining('Sofia suggests'),
  ]);

  const asked = { teamId: 'T1', channelId: 'C1', threadTs: '1772452801.000100', ts: '1772452801.000100' };
  await desk.list(stores, { ...asked, personId: 'U3', isDirect: false, language: 'zh' });
  const listed = (await posts()).at(-1)?.text;
  expect(listed).toContain('定时任务');
  expect(listed).toContain('每天 09:00');
  await change('U1', { time: '08:30', missed: 'skip' });
  await desk.list(stores, {
    ...asked,
    ts: '1772452802.000100',
    personId: 'U3',
    isDirect: false,
    language: 'zh',
    number: 1,
  });
  expect((await posts()).at(-1)?.text).toMatch(/版本[\s\S]*第 2 版[^\n]*: 时间, 错过的时间/u);
  expect(listed).toContain('立即运行 / 修改 / 跳过下一次 / 暂停… / 重放最近十次 / 移交… / 删除');
  expect((await desk.ofPerson({ teamId: 'T1', personId: 'U2' })).views).toHaveLength(1);
  expect((await desk.ofPerson({ teamId: 'T1', personId: 'U3' })).views).toHaveLength(0);
});

test('a card of an older version is not switched on by, and a dropped one says so', async () => {
  const { desk, posts, stores } = await start();
  const proposed = await desk.propose(newSchedule());
  const act = { scheduleId: proposed.id, by: 'U1', task: { channelId: 'C1', threadTs: '1.0' } };
  await desk.act({ ...act, act: { kind: 'change', terms: { goal: 'Say what is open' } } });
  const click = {
    teamId: 'T1',
    personId: 'U1',
    scheduleId: proposed.id,
    act: { kind: 'switch-on' as const },
    card: `schedule:${proposed.id}:1`,
    place: { channelId: 'C1', threadTs: '1.0' },
  };
  await desk.clicked({ ...click, key: 'old', version: 1 });
  expect(await stores.schedules.find(proposed.id)).toMatchObject({ state: 'proposed', version: 2 });
  expect((await posts()).at(-1)?.text).toContain('older version');
  await desk.clicked({ ...click, key: 'new', version: 2, card: `schedule:${proposed.id}:2` });
  expect(await stores.schedules.find(proposed.id)).toMatchObject({ state: 'on' });
  const cards = (await posts()).filter(({ key }) => key.startsWith(`schedule:${proposed.id}`));
  expect(cards[0]?.text).toContain('the card below has the new version');
  expect(cards[1]?.text).toContain('is switched on, by Maya');
});

test('what is private is told to nobody who could not read it, by no button and by no form', async () => {
  const { press, sends, manage, schedule, stores } = await start({}, ['U1']);
  const channel = { teamId: 'T1', channelId: 'C1', name: 'board', kind: 'group' as const, isArchived: false };
  await stores.directory.saveChannel(channel, new Date('2026-03-02T12:00Z'));
  // The deputy is not in that channel: nothing made from it goes to them.
  await press('U2', 'to-me');
  await press('U2', 'trial');
  expect((await manage('U1', { action: 'hand_over', to: 'Sofia' })).text).toContain('cannot read');
  expect(await stores.tasks.wantingJob()).toEqual([]);
  expect(await schedule()).toMatchObject({ version: 1, terms: { ownerId: 'U1', places: [] } });

  expect(await sends('U1', { channels: ['C1', 'C2'] })).toEqual({ channels: 'private' });
  expect(await sends('U1', { people: ['U3'] })).toEqual({ people: 'private' });
  expect(await sends('U1', { channels: ['C404'] })).toEqual({ channels: 'unknown-place' });
  expect(await sends('U1', { channels: [] })).toEqual({ channels: 'no-place' });
  expect(await sends('U1', { people: ['U1'], time: '07:45' })).toBeUndefined();
  expect(await schedule()).toMatchObject({
    version: 2,
    terms: {
      when: { expression: '45 7 * * *' },
      places: [{ channelId: 'C1' }, { channelId: 'U1' }],
    },
  });
  expect(await sends('U1', { people: ['U1'] })).toBeUndefined(); // As it stands: no version is made.
  expect(await schedule()).toMatchObject({ version: 2 });
});

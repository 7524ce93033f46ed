// The demo company holds together, on whichever day it is opened.
import { expect, test } from 'vitest';
import { Seed } from '../../../src/workspace/seed-schema.ts';
import { demoSeed } from '../../../src/workspace/seed/seed.ts';

const DAYS = ['2026-11-23T12:00:00Z', '2026-11-27T23:59:00Z', '2027-02-28T00:01:00Z', '2028-07-01T06:00:00Z'];

function seedOf(day: string): Seed {
  return Seed.parse(demoSeed(Date.parse(day)));
}

/** What was said in a channel, threads and all. */
function saidIn(seed: Seed, name: string): readonly { text: string; user: string; minutesAgo: number }[] {
  const channel = seed.channels.find((one) => one.name === name);
  return seed.messages
    .filter((message) => message.channel === channel?.id)
    .flatMap((root) => [root, ...(root.thread ?? [])]);
}

test('the seed is valid, in the past and without holes on any day', () => {
  for (const day of DAYS) {
    const seed = seedOf(day);
    const said = seed.messages.flatMap((root) => [root, ...(root.thread ?? [])]);
    expect(said.length).toBeGreaterThan(240);
    expect(said.filter(({ minutesAgo }) => minutesAgo <= 0)).toEqual([]);
    const written = [...said.map(({ text }) => text), ...seed.files.map(({ text }) => text ?? '')];
    expect(written.filter((text) => /\{(?:d|w|iso|zh):/.test(text))).toEqual([]);
  }
});

test('nobody speaks where they are not, and no answer comes before its question', () => {
  const seed = seedOf(DAYS[0] ?? '');
  for (const root of seed.messages) {
    const members = seed.channels.find(({ id }) => id === root.channel)?.members ?? [];
    let before = root.minutesAgo;
    for (const said of [root, ...(root.thread ?? [])]) {
      expect(members).toContain(said.user);
      expect(said.minutesAgo).toBeLessThanOrEqual(before);
      before = said.minutesAgo;
    }
  }
});

test('the ban on contacting the vendors names a Friday that is still to come', () => {
  for (const day of DAYS) {
    const ban = saidIn(seedOf(day), 'procurement').find(({ text }) =>
      text.includes('do not contact the vendors'),
    );
    expect(ban?.text).toMatch(/before Friday \d/);
  }
});

test('exactly one CRM offer keeps the cap, the place of the data and the term', () => {
  const seed = seedOf(DAYS[0] ?? '');
  const talk = saidIn(seed, 'procurement')
    .map(({ text }) => text)
    .join('\n');
  const numberAfter = (pattern: RegExp): number => Number(pattern.exec(talk)?.[1]?.replace(',', ''));
  const cap = numberAfter(/€([\d,]+) at most for the first year/);
  const lindenhof = 12 * 12 * numberAfter(/12 seats at €(\d+) per seat/) + numberAfter(/data import: €(\d+)/);
  const brightdesk = 12 * 12 * numberAfter(/€(\d+) instead of €49/) + numberAfter(/plus the €([\d,]+)\?/);
  expect(lindenhof).toBe(numberAfter(/first year: \*€([\d,]+)\*/));
  expect(lindenhof).toBeLessThanOrEqual(cap);
  expect(brightdesk).toBeGreaterThan(cap);
  const kontora = seed.files.find(({ key }) => key === 'offer-kontora')?.text ?? '';
  expect(kontora).toContain('us-east-1');
});

test('the weekly numbers in the table are those of the weekly messages', () => {
  const seed = seedOf(DAYS[0] ?? '');
  const table = seed.files.find(({ key }) => key === 'weekly-cn')?.text ?? '';
  const weeks = saidIn(seed, 'sales-cn').flatMap(({ text }) => {
    const found = /周报（第 (\d) 周）：新签 (\d+) 家，出货 (\d+) 套，续约率 (\d+)%/.exec(text);
    return found === null ? [] : [found.slice(1)];
  });
  expect(weeks).toHaveLength(6);
  for (const [week, hotels, kits, renewed] of weeks.filter(([week]) => week !== '6'))
    expect(table).toMatch(new RegExp(`第${week}周\t[\\d-]+\t${hotels}\t${kits}\t${renewed}%`));
  expect(table).not.toContain('第6周');
});

test('two people and two files share a name, for whoever must ask which', () => {
  const seed = seedOf(DAYS[0] ?? '');
  expect(seed.people.filter(({ realName }) => realName.startsWith('Alex '))).toHaveLength(2);
  expect(seed.files.filter(({ name }) => name === 'plan.md')).toHaveLength(2);
});

// What the schedule tools need of the rooms below: names become ids, and who may see and change what is held by code.
import type { ToolTask } from '../../agent/tool.ts';
import type { Clock } from '../../base/clock.ts';
import type { Channel } from '../../history/directory-store.ts';
import { readableText, standsIn } from '../../history/render.ts';
import { momentInWords } from '../../schedule/times.ts';
import { changesIn, type Place, type Terms } from '../../schedule/terms.ts';
import type { Schedule } from '../../schedule/store.ts';
import type { ToolDeps } from '../../tools/index.ts';
import type { Desk } from './schedule-desk.ts';
import { fullView } from './schedule-view.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores } from '../stores.ts';

interface PortDeps {
  readonly stores: Stores;
  readonly desk: Desk;
  readonly clock: Clock;
  permalink(channelId: string, ts: string): string | undefined;
}

export function createSchedulePorts({ stores, desk, clock, permalink }: PortDeps): ToolDeps['schedules'] {
  /** What is of another channel is named there, or by its owner. */
  async function numbered(task: ToolTask, number: number): Promise<Schedule | undefined> {
    const schedule = await stores.schedules.numbered(task.teamId, number);
    if (schedule === undefined) return undefined;
    const isHere = schedule.channelId === task.channelId;
    return isHere || schedule.terms.ownerId === task.requesterId ? schedule : undefined;
  }

  async function personCalled({ teamId }: ToolTask, written: string): Promise<string | undefined> {
    const wanted = written
      .trim()
      .replace(/^<@|>$/gu, '')
      .replace(/^@/u, '')
      .toLowerCase();
    const people = (await stores.directory.people(teamId)).filter(
      ({ isBot, isDeactivated }) => !isBot && !isDeactivated,
    );
    const called = people.filter(
      ({ personId, name, realName }) =>
        personId.toLowerCase() === wanted ||
        name.toLowerCase() === wanted ||
        realName.toLowerCase() === wanted ||
        realName.toLowerCase().split(/\s+/u).includes(wanted),
    );
    return called.length === 1 ? called[0]?.personId : undefined;
  }

  async function channelCalled({ teamId }: ToolTask, written: string): Promise<Channel | undefined> {
    const wanted = written
      .trim()
      .replace(/^<#|(?:\|[^>]*)?>$/gu, '')
      .replace(/^#/u, '')
      .toLowerCase();
    return (await stores.directory.channels(teamId)).find(
      ({ channelId, name }) => channelId.toLowerCase() === wanted || name.toLowerCase() === wanted,
    );
  }

  async function act(task: ToolTask, scheduleId: string, wish: Parameters<Desk['act']>[0]['act']) {
    const { acted, said } = await desk.act({ scheduleId, by: task.requesterId, act: wish, task });
    return { said, isDone: acted.kind === 'done' };
  }

  return {
    find: (id) => stores.schedules.find(id),
    propose: (schedule) => desk.propose(schedule),
    numbered,
    personCalled,
    change: (task, scheduleId, terms) => act(task, scheduleId, { kind: 'change', terms }),
    manage: (task, scheduleId, wish) => act(task, scheduleId, wish),
    resolve: (task, wish) => resolve(task, wish, { stores, personCalled, channelCalled }),

    describe: async (task, number) => {
      const one = number === undefined ? undefined : await numbered(task, number);
      const found =
        number === undefined ? await stores.schedules.inChannel(task) : one === undefined ? [] : [one];
      const { names } = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.requesterId });
      return Promise.all(
        found.map(async (schedule) => {
          const view = await fullView(stores, schedule, {
            language: 'en',
            now: clock.now(),
            acts: [],
            permalink,
          });
          const lines = view.lines.map(
            ({ name, items }) => `${name}: ${items.map(({ text }) => text).join('; ')}`,
          );
          const versions = number === undefined ? [] : await versionLines(stores, schedule);
          const text = [`Schedule ${view.number}. Goal: ${view.goal}`, ...lines, ...versions].join('\n');
          return readableText(text, names);
        }),
      );
    },
  };
}

interface Naming {
  readonly stores: Stores;
  personCalled(task: ToolTask, written: string): Promise<string | undefined>;
  channelCalled(task: ToolTask, written: string): Promise<Channel | undefined>;
}

type Resolve = ToolDeps['schedules']['resolve'];

async function resolve(
  task: ToolTask,
  { to, onlyIfChangedIn, deputy, constraints }: Parameters<Resolve>[1],
  naming: Naming,
): ReturnType<Resolve> {
  const terms: Partial<Terms> = {};
  try {
    if (to !== undefined) terms.places = await inOrder(to, (written) => placeCalled(task, written, naming));
    if (onlyIfChangedIn !== undefined)
      terms.onlyIfChangedIn = await inOrder(onlyIfChangedIn, (written) => watchable(task, written, naming));
    if (deputy !== undefined) {
      const deputyId = await naming.personCalled(task, deputy);
      if (deputyId === undefined) throw new NotResolved(`"${deputy}" is nobody I know here.`);
      terms.deputyId = deputyId;
    }
    if (constraints !== undefined) {
      for (const quote of constraints) await mustStand(task, quote, naming);
      terms.constraints = constraints.map(({ message, words }) => ({ message, words }));
    }
    return { kind: 'resolved', terms };
  } catch (error) {
    if (error instanceof NotResolved) return { kind: 'not-resolved', reason: error.message };
    throw error;
  }
}

/** What was written names nothing; the message says so to whoever wrote it. */
class NotResolved extends Error {}

async function inOrder<Item>(
  written: readonly string[],
  read: (written: string) => Promise<Item>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (const one of written) items.push(await read(one));
  return items;
}

/** What is private stays among those who could read it: the channel itself, and whoever agreed the schedule there. */
async function placeCalled(task: ToolTask, written: string, naming: Naming): Promise<Place> {
  const plain = written.trim().toLowerCase();
  if (/^(?:me|myself|dm|direct message|我|私信(?:我|给我)?)$/u.test(plain))
    return { channelId: task.requesterId };
  if (/^(?:this|the|same)? ?thread$|^(?:这个?|本)?(?:消息列|话题|帖子)$/u.test(plain))
    return { channelId: task.channelId, threadTs: task.threadTs };
  if (/^(?:this|the)? ?channel$|^(?:这个?|本)?频道$/u.test(plain)) return { channelId: task.channelId };
  const channel = await naming.channelCalled(task, written);
  if (channel?.channelId === task.channelId) return { channelId: task.channelId };
  const personId = channel === undefined ? await naming.personCalled(task, written) : undefined;
  if (personId === task.requesterId) return { channelId: personId };
  if (channel === undefined && personId === undefined)
    throw new NotResolved(`"${written}" is no channel or person I know.`);
  if (channel?.isArchived === true) throw new NotResolved(`#${channel.name} is archived.`);
  const here = await naming.stores.directory.channel(task);
  if (here?.kind !== 'channel')
    throw new NotResolved(
      `This channel is private: what it says does not go to ${written}. It can go here, to a thread here, or to the person who asks.`,
    );
  return { channelId: channel?.channelId ?? personId ?? task.channelId };
}

/** Whether something was said in a private channel is nothing that others may be told. */
async function watchable(task: ToolTask, written: string, naming: Naming): Promise<string> {
  const isHere = /^(?:here|this channel|本频道|这个频道|这里)$/iu.test(written.trim());
  const channel = isHere ? undefined : await naming.channelCalled(task, written);
  if (isHere || channel?.channelId === task.channelId) return task.channelId;
  if (channel === undefined) throw new NotResolved(`"${written}" is no channel I know.`);
  if (channel.kind !== 'channel') throw new NotResolved(`#${channel.name} is private.`);
  return channel.channelId;
}

async function mustStand(
  task: ToolTask,
  { message, words }: { message: string; words: string },
  { stores }: Naming,
): Promise<void> {
  const said = await stores.history.find({ ...task, ts: message });
  const { names } = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.requesterId });
  if (said === undefined || !standsIn(words, said, names))
    throw new NotResolved(`"${words}" does not stand in [m:${message}]. Copy the words as they stand.`);
}

/** Who changed what, the first one first. */
async function versionLines(stores: Stores, { id, terms }: Schedule): Promise<readonly string[]> {
  const versions = await stores.schedules.versions(id);
  return versions.map(({ version, changedBy, changedAt, terms: then }, index) => {
    const before = versions[index - 1]?.terms;
    const changes = before === undefined ? 'made' : `changed ${changesIn(before, then).join(', ')}`;
    const at = momentInWords(changedAt, { timeZone: terms.timeZone, language: 'en' });
    return `Version ${version}: ${changes} by <@${changedBy}>, ${at}`;
  });
}

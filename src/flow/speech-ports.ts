// What tools may say, and to whom: the place is looked up in Slack at that moment, and what is said goes through the outbox.
import type { Clock } from '../base/clock.ts';
import { mayBring, type Memberships } from '../guard/audience.ts';
import type { Channel, Person } from '../history/directory-store.ts';
import type { ToolTask } from '../agent/tool.ts';
import type { PeopleBook } from '../tools/find-people.ts';
import type { SlackActs } from '../tools/slack-acts.ts';
import type { Said, Speech, SpeechPlace } from '../tools/post-message.ts';
import type { Stores, Transact } from './stores.ts';
import type { Voice } from './words.ts';

export interface SpeechDeps {
  readonly transact: Transact;
  readonly stores: Stores;
  readonly voice: Voice;
  readonly clock: Clock;
  readonly memberships: Memberships;
  readonly selfId: () => string;
  permalink(channelId: string, ts: string): string | undefined;
  /** What became of a post: slack/ keeps it. */
  sentState(key: string): Promise<{ channelId: string; ts?: string; refusedFor?: string } | undefined>;
}

const LOOKS = 40;
const LOOK_MS = 250;

export function createSpeech(deps: SpeechDeps): Speech {
  const { transact, voice, clock, permalink } = deps;

  async function look(key: string): Promise<Said> {
    const state = await deps.sentState(postKey(key));
    if (state === undefined) return { kind: 'never' };
    if (state.refusedFor !== undefined) return { kind: 'refused', reason: state.refusedFor };
    if (state.ts === undefined) return { kind: 'on-its-way' };
    const url = permalink(state.channelId, state.ts);
    return { kind: 'sent', ts: state.ts, ...(url === undefined ? {} : { url }) };
  }

  return {
    look,
    find: (task, to) => findPlace(task, to, deps),

    say: async ({ key, task, place, markdown, signal }) => {
      await transact(async (stores) => {
        const asked = await stores.tasks.find(task.id);
        const asker = await stores.directory.person({ teamId: task.teamId, personId: task.requesterId });
        await voice.say(stores.sql, {
          key: postKey(key),
          channelId: place.channelId,
          ...(place.threadTs === undefined ? {} : { threadTs: place.threadTs }),
          language: asked?.language ?? 'en',
          words: {
            kind: 'message',
            markdown,
            // Whoever reads it elsewhere should know on whose behalf it is said.
            ...(place.threadTs === undefined ? { onBehalfOf: asker?.realName ?? task.requesterId } : {}),
            taskNumber: asked?.number ?? 0,
          },
        });
      });
      for (let looks = 0; looks < LOOKS && !signal.aborted; looks += 1) {
        const said = await look(key);
        if (said.kind !== 'on-its-way') return said;
        await clock.sleep(LOOK_MS, signal);
      }
      return { kind: 'on-its-way' };
    },
  };
}

function postKey(key: string): string {
  return `post:${key}`;
}

async function findPlace(task: ToolTask, to: string | undefined, deps: SpeechDeps): Promise<SpeechPlace> {
  if (to === undefined)
    return { kind: 'there', channelId: task.channelId, threadTs: task.threadTs, label: 'this thread' };
  const { directory } = deps.stores;
  const named = to
    .trim()
    .replaceAll(/^<?[@#]|\|.*$|>$/gu, '')
    .toLowerCase();
  // A private channel is there only for whoever is in it: not even its name is told.
  const channels: Channel[] = [];
  for (const channel of await directory.channels(task.teamId)) {
    if (channel.kind === 'im' || !isCalled([channel.channelId, channel.name], named)) continue;
    const there =
      channel.kind === 'channel' ? undefined : await deps.memberships.conversation(channel.channelId);
    if (channel.kind === 'channel' || there?.members.has(task.requesterId) === true) channels.push(channel);
  }
  const people = (await directory.people(task.teamId)).filter((person) =>
    isCalled([person.personId, person.name, person.realName], named),
  );
  const labels = [
    ...channels.map(({ name }) => `#${name}`),
    ...people.map(({ realName, personId }) => `${realName} (${personId})`),
  ];
  if (labels.length > 1) return { kind: 'many', labels: labels.slice(0, 10) };
  const [channel] = channels;
  const [person] = people;
  if (channel !== undefined) return toChannel(task, channel, deps);
  if (person !== undefined) return toPerson(task, person, deps);
  return closed(`Longhand knows neither a channel nor a person called "${to}".`);
}

function isCalled(names: readonly string[], wanted: string): boolean {
  return names.some((name) => name.toLowerCase() === wanted);
}

async function toChannel(
  task: ToolTask,
  { channelId, name }: Channel,
  deps: SpeechDeps,
): Promise<SpeechPlace> {
  if (channelId === task.channelId) return { kind: 'there', channelId, label: `#${name}` };
  const there = await deps.memberships.conversation(channelId);
  if (there === undefined || !there.members.has(deps.selfId())) return closed(`Longhand is not in #${name}.`);
  if (!there.members.has(task.requesterId))
    return closed(`The person who asked is not in #${name}: nothing is said there for them.`);
  const isOpen = await mayBring(deps.memberships, {
    fromChannelId: task.channelId,
    toChannelId: channelId,
    askerId: task.requesterId,
    selfId: deps.selfId(),
  });
  return isOpen
    ? { kind: 'there', channelId, label: `#${name}` }
    : closed(
        `Not everyone in #${name} may read this channel, so nothing of it is said there. People can say it themselves.`,
      );
}

async function toPerson(task: ToolTask, person: Person, deps: SpeechDeps): Promise<SpeechPlace> {
  const { personId, realName } = person;
  if (personId === deps.selfId()) return closed('That is Longhand itself.');
  if (person.isBot) return closed(`${realName} is an app.`);
  if (person.isDeactivated) return closed(`${realName}'s account is closed.`);
  if (person.isGuest) return closed(`${realName} is a guest, whom Slack keeps away from apps like this one.`);
  const here = await deps.memberships.conversation(task.channelId);
  if (
    here?.members.has(personId) !== true &&
    !(here?.kind === 'channel' && (await isFull(task, personId, deps)))
  )
    return closed(`${realName} may not read this channel, so nothing of it is told them. Invite them first.`);
  // Slack takes a person for the direct message with them.
  return { kind: 'there', channelId: personId, label: realName };
}

async function isFull(
  { channelId }: ToolTask,
  personId: string,
  { memberships }: SpeechDeps,
): Promise<boolean> {
  return (await memberships.fullMembers({ channelId, personIds: [personId] })).has(personId);
}

function closed(reason: string): SpeechPlace {
  return { kind: 'closed', reason };
}

export function createPeopleBook({
  stores,
  memberships,
  acts,
}: Pick<SpeechDeps, 'stores' | 'memberships'> & {
  readonly acts: Pick<SlackActs, 'userGroups'>;
}): PeopleBook {
  return {
    groups: async ({ teamId }) => {
      const groups = await acts.userGroups();
      const people = await stores.directory.people(teamId);
      const names = new Map(people.map(({ personId, realName }) => [personId, `${realName} (${personId})`]));
      return groups?.map(({ personIds, ...group }) => ({
        ...group,
        people: personIds.map((id) => names.get(id) ?? id),
      }));
    },

    look: async ({ teamId, channelId }) => {
      const here = (await memberships.conversation(channelId))?.members ?? new Set<string>();
      const people = await stores.directory.people(teamId);
      return {
        people: people.map((person) => ({
          id: person.personId,
          name: person.name,
          realName: person.realName,
          timeZone: person.timeZone,
          isHere: here.has(person.personId),
          ...noteOf(person),
        })),
        // Whoever reads the answer may know of public channels; a private one is not even named.
        channels: (await stores.directory.channels(teamId))
          .filter(({ kind }) => kind === 'channel')
          .map(({ channelId: id, name, isArchived }) => ({
            id,
            name,
            ...(isArchived ? { note: 'archived' } : {}),
          })),
      };
    },
  };
}

function noteOf({ isBot, isDeactivated, isGuest }: Person): { note?: string } {
  if (isDeactivated) return { note: 'account closed' };
  if (isBot) return { note: 'an app' };
  return isGuest ? { note: 'guest' } : {};
}

// The one place where a workspace's things are kept. Everything that happens is a change, told to whoever listens.
import type { Clock } from '../base/clock.ts';
import type {
  Bot,
  Change,
  Channel,
  Execution,
  PendingEvent,
  Person,
  Prompts,
  Scheduled,
  Session,
  StoredFile,
  Team,
  UserGroup,
  View,
} from './model.ts';
import { createShelves, sessionKey, snapshotOf, takeChange } from './shelves.ts';

export type State = ReturnType<typeof createState>;

export function createState({ clock, team, bot }: { clock: Clock; team: Team; bot: Bot }) {
  const shelves = createShelves();
  const { people, userGroups, channels, messages, files, sessions, views, usedTimes } = shelves;
  const { executions, prompts, scheduled, pending } = shelves;
  const listeners = new Set<(change: Change) => void>();
  const take = (change: Change): void => takeChange(shelves, change);

  /** Microseconds as Slack writes them. No two are ever the same, whatever the clock does. */
  function timestampAt(ms: number): string {
    let micros = Math.round(ms * 1000);
    while (usedTimes.has(toTs(micros))) micros += 1;
    usedTimes.add(toTs(micros));
    return toTs(micros);
  }

  function imOf(userId: string): Channel | undefined {
    return [...channels.values()].find(
      ({ kind, members }) => kind === 'im' && members.includes(userId) && members.includes(bot.userId),
    );
  }

  return {
    team,
    bot,
    /** Changes without telling anyone. */
    take,

    commit(change: Change): void {
      take(change);
      for (const listener of listeners) listener(change);
    },
    subscribe(listener: (change: Change) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    timestampAt,
    nowMs: (): number => clock.now().getTime(),
    nextTs: (): string => timestampAt(clock.now().getTime()),

    people: (): readonly Person[] => [...people.values()],
    person: (id: string): Person | undefined => people.get(id),
    /** The bot whose id this is, the app under trial or another. */
    botPerson: (botId: string): Person | undefined =>
      [...people.values()].find((person) => person.isBot && (person.botId ?? bot.botId) === botId),
    userGroups: (): readonly UserGroup[] => [...userGroups.values()],
    userGroup: (id: string): UserGroup | undefined => userGroups.get(id),
    channels: (): readonly Channel[] => [...channels.values()],
    channel: (id: string): Channel | undefined => channels.get(id),
    messages: messages.list,
    message: messages.get,
    replies: messages.replies,
    files: (): readonly StoredFile[] => [...files.values()],
    file: (id: string): StoredFile | undefined => files.get(id),
    sessions: (): readonly Session[] => [...sessions.values()],
    session: (channel: string, threadTs: string): Session | undefined =>
      sessions.get(sessionKey(channel, threadTs)),
    view: (id: string): View | undefined => views.get(id),
    homeOf: (userId: string): View | undefined =>
      [...views.values()].find((view) => view.type === 'home' && view.userId === userId),
    viewByExternalId: (externalId: string): View | undefined =>
      [...views.values()].find(({ body }) => externalId !== '' && body['external_id'] === externalId),
    executions: (): readonly Execution[] => [...executions.values()],
    execution: (id: string): Execution | undefined => executions.get(id),
    prompts: (): readonly Prompts[] => [...prompts.values()],
    scheduled: (): readonly Scheduled[] => [...scheduled.values()],
    pending: (): readonly PendingEvent[] => [...pending.values()],
    imOf,

    /** All that must be written so that a later start knows what this one knows. */
    snapshot: (): Change[] => snapshotOf(shelves),
  };
}

const toTs = (micros: number): string =>
  `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;

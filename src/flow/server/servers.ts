// Servers of tools in a channel: asked for in words, decided by an owner of the channel by button, shown to everybody.
import { toReason } from '../../base/errors.ts';
import { newId } from '../../base/id.ts';
import type { GuardedFetch } from '../../guard/egress-fetch.ts';
import { createToolPinStore } from '../../guard/tool-pin-store.ts';
import { createToolServerStore, type Place, type ToolServer } from '../../guard/tool-server-store.ts';
import type { Message } from '../../history/message.ts';
import { changedOf, offeredOf } from '../../tools/mcp/pinned.ts';
import { SERVER_NAME, toPlaced, type PlacedServer } from '../../tools/mcp/servers.ts';
import { languageOf } from '../meant.ts';
import { ownersOf } from '../owners.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Language } from '../words.ts';
import { cardOf, tellServer, type CardDeps } from './server-card.ts';
import { SERVER_SENTENCES } from './server-sentences.ts';
import { shownRow, viewsOf, type Shown } from './server-view.ts';
import { serverWishIn, type ServerWish } from './server-wish.ts';
import type { ServerAct, ServersWords } from './server-words.ts';

export interface ServersDeps extends CardDeps {
  readonly transact: Transact;
  readonly now: () => Date;
  /** Those of the settings that are there. */
  configuredIn(place: Place): readonly PlacedServer[];
  readonly guard: Pick<GuardedFetch, 'check' | 'isTrusted'>;
  /** Connects in the background, and keeps and tells what it found. */
  lookSoon(placed: PlacedServer): void;
}

export interface ServerClick {
  readonly serverId: string;
  readonly act: ServerAct;
  readonly stamp: string;
  /** The post whose button it was, and where that stands. */
  readonly card: string;
  readonly place: { readonly channelId: string; readonly threadTs: string };
  readonly personId: string;
}

export interface Servers {
  /** Part of the caller's transaction; false when the message is about something else. */
  hear(stores: Stores, message: Message): Promise<boolean>;
  clicked(click: ServerClick): Promise<void>;
}

interface Notice {
  readonly key: string;
  readonly channelId: string;
  readonly threadTs: string;
  readonly language: Language;
  readonly text: string;
}

const LIST = 'servers:';
/** Whoever confirms an address reads all of it. */
const URL_CHARS = 400;

export function createServers(deps: ServersDeps): Servers {
  const { transact, voice, now, canSignIn } = deps;

  interface Said {
    readonly message: Message;
    readonly language: Language;
    readonly personId: string;
  }

  async function hear(stores: Stores, message: Message): Promise<boolean> {
    const wish = serverWishIn(message.text);
    if (wish === undefined || message.author.kind !== 'person') return false;
    const said = { message, language: languageOf(message.text), personId: message.author.id };
    const text = await carryOut(stores, wish, said);
    if (text === undefined) return false;
    const { channelId, threadTs, ts } = message;
    const key = `server-said:${channelId}:${ts}`;
    if (text !== '') await notice(stores, { key, channelId, threadTs, language: said.language, text });
    return true;
  }

  /** What is answered; empty when a card stands there already, undefined when it was not meant for this. */
  async function carryOut(stores: Stores, wish: ServerWish, said: Said): Promise<string | undefined> {
    const { message, language } = said;
    const say = SERVER_SENTENCES;
    switch (wish.kind) {
      case 'list':
        await tellList(stores, message, { card: `${LIST}${message.channelId}:${message.ts}`, language });
        return '';
      case 'connect-otherwise':
        return say.otherwise[language](wish.how);
      case 'connect':
        return (await refusal(stores, said)) ?? ask(stores, wish, said);
      case 'disconnect': {
        const server = await named(stores, wish.name, message);
        if (server === undefined) return wish.isSure ? say.noSuch[language](wish.name) : undefined;
        return (await refusal(stores, said)) ?? disconnect(stores, server, said);
      }
      case 'effect': {
        const server = await named(stores, wish.name, message);
        if (server === undefined) return undefined;
        return (await refusal(stores, said)) ?? setEffects(stores, wish, { server, language });
      }
    }
  }

  async function refusal(stores: Stores, { message, language, personId }: Said): Promise<string | undefined> {
    const owners = await ownersOf(stores, { ...message, personId });
    return owners.includes(personId) ? undefined : SERVER_SENTENCES.notAnOwner[language](owners);
  }

  async function ask(
    stores: Stores,
    { url, name }: { url: string; name: string },
    { message, language, personId }: Said,
  ): Promise<string> {
    const say = SERVER_SENTENCES;
    try {
      const address = deps.guard.check(url);
      if (address.protocol !== 'https:' && !deps.guard.isTrusted(address)) return say.notHttps[language]();
    } catch (error) {
      return say.refused[language](toReason(error));
    }
    if (url.length > URL_CHARS) return say.tooLong[language](URL_CHARS);
    if (!SERVER_NAME.test(name)) return say.badName[language](name);
    const isTaken =
      (await named(stores, name, message)) !== undefined ||
      deps.configuredIn(message).some((one) => one.name.toLowerCase() === name.toLowerCase());
    if (isTaken) return say.taken[language](name);
    const { teamId, channelId, threadTs } = message;
    const id = newId();
    const asked = { id, teamId, channelId, threadTs, name, url, language, askedBy: personId, askedAt: now() };
    await createToolServerStore(stores.sql).ask(asked);
    await tellServer(stores, { id }, deps);
    return '';
  }

  async function disconnect(
    stores: Stores,
    server: ToolServer,
    { language, personId }: Said,
  ): Promise<string> {
    await letGo(stores, server.id, personId);
    await tellServer(stores, { id: server.id }, deps);
    return SERVER_SENTENCES.disconnected[language](server.name);
  }

  async function letGo({ sql }: Stores, id: string, by: string): Promise<void> {
    const servers = createToolServerStore(sql);
    const decided = { from: 'connected', to: 'disconnected', by, at: now() } as const;
    if (await servers.decide(id, decided)) await servers.clear(id);
  }

  async function setEffects(
    stores: Stores,
    { tools, effect }: Extract<ServerWish, { kind: 'effect' }>,
    { server, language }: { server: ToolServer; language: Language },
  ): Promise<string | undefined> {
    const pinned = await createToolPinStore(stores.sql).ofServers([server.id]);
    const there = offeredOf(toPlaced(server).server, pinned).map(({ name }) => name);
    const unknown = tools.filter((tool) => !there.includes(tool));
    if (unknown.length === tools.length && tools.length > 1) return undefined;
    if (unknown.length > 0) return SERVER_SENTENCES.noTool[language](server.name, unknown, there);
    const effects = Object.fromEntries(tools.map((tool) => [tool, effect]));
    await createToolServerStore(stores.sql).setEffects(server.id, effects);
    await tellServer(stores, { id: server.id }, deps);
    return SERVER_SENTENCES.counted[language](server.name, tools, effect);
  }

  async function named({ sql }: Stores, name: string, place: Place): Promise<ToolServer | undefined> {
    const connected = await createToolServerStore(sql).connectedIn(place);
    return connected.find((one) => one.name.toLowerCase() === name.toLowerCase());
  }

  function notice({ sql }: Stores, { key, text, ...where }: Notice): Promise<void> {
    return voice.say(sql, { key, ...where, words: { kind: 'notice', tone: 'info', text } });
  }

  async function tellList(
    stores: Stores,
    place: Place & { readonly threadTs: string },
    { card, language }: { card: string; language: Language },
  ): Promise<void> {
    const shown: Shown[] = [
      ...deps.configuredIn(place).map((placed) => ({ placed })),
      ...(await createToolServerStore(stores.sql).connectedIn(place)).map(shownRow),
    ];
    const views = await viewsOf(stores, { shown, canSignIn });
    const title = SERVER_SENTENCES.list[language](views.length);
    await show(stores, { ...place, language }, { card, title, views, owners: [] });
  }

  function show(
    { sql }: Stores,
    { channelId, threadTs, language }: { channelId: string; threadTs: string; language: Language },
    words: Omit<ServersWords, 'kind'>,
  ): Promise<void> {
    return voice.say(sql, {
      key: words.card,
      channelId,
      threadTs,
      language,
      words: { kind: 'servers', ...words },
    });
  }

  async function clicked(click: ServerClick): Promise<void> {
    const connected = await transact(async (stores) => {
      const servers = createToolServerStore(stores.sql);
      const row = await servers.find(click.serverId);
      if (row === undefined) return undefined; // A button of another database.
      const owners = await ownersOf(stores, { ...row, personId: click.personId });
      const refused = owners.includes(click.personId)
        ? await act(stores, row, click)
        : SERVER_SENTENCES.notAnOwner[row.language](owners);
      if (refused === undefined) await tellAgain(stores, row, click);
      else {
        const key = `server-refused:${row.id}:${click.act}:${click.personId}`;
        await notice(stores, { key, ...click.place, language: row.language, text: refused });
      }
      return click.act === 'connect' ? await servers.find(row.id) : undefined;
    });
    // Slack waits three seconds for a click: what the look comes to is told by whoever looked.
    if (connected?.state === 'connected') deps.lookSoon(toPlaced(connected));
  }

  /** What is in the way of it, if anything is. */
  async function act(
    stores: Stores,
    row: ToolServer,
    { act: wanted, stamp, personId }: ServerClick,
  ): Promise<string | undefined> {
    const servers = createToolServerStore(stores.sql);
    const by = { by: personId, at: now() };
    switch (wanted) {
      case 'connect': {
        const isConnected = await servers.decide(row.id, { from: 'asked', to: 'connected', ...by });
        return isConnected || row.state !== 'asked'
          ? undefined
          : SERVER_SENTENCES.taken[row.language](row.name);
      }
      case 'decline':
        await servers.decide(row.id, { from: 'asked', to: 'declined', ...by });
        return undefined;
      case 'disconnect':
        await letGo(stores, row.id, personId);
        return undefined;
      case 'accept': {
        const [view] = await viewsOf(stores, { shown: [shownRow(row)], canSignIn });
        // It has changed once more since that was shown: then that is shown first.
        if (view === undefined || view.stamp !== stamp) return undefined;
        const pins = createToolPinStore(stores.sql);
        const changed = changedOf(await pins.ofServers([row.id])).map(({ sha256 }) => sha256);
        await pins.accept(row.id, now(), changed);
        return undefined;
      }
    }
  }

  /** Wherever the button stood, and on the server's own card. */
  async function tellAgain(stores: Stores, row: ToolServer, { card, place, act: wanted }: ServerClick) {
    const isConnecting = wanted === 'connect' && row.state === 'asked';
    await tellServer(stores, { id: row.id, isConnecting }, deps);
    if (card.startsWith(LIST))
      await tellList(stores, { teamId: row.teamId, ...place }, { card, language: row.language });
    else if (card !== cardOf(row.id)) await tellServer(stores, { id: row.id, card }, deps);
  }

  return { hear, clicked };
}

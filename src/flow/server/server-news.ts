// What becomes of servers of tools while they are used: kept for every process, and said where it concerns people.
import { createToolServerStore } from '../../guard/tool-server-store.ts';
import type { ToolTask } from '../../agent/tool.ts';
import { newId } from '../../base/id.ts';
import type { PlacedServer } from '../../tools/mcp/servers.ts';
import { isUnsaid } from '../schedule/run.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Language } from '../words.ts';
import { tellChange, tellServer, type CardDeps } from './server-card.ts';
import { SERVER_SENTENCES } from './server-sentences.ts';

interface NewsDeps extends CardDeps {
  readonly transact: Transact;
  readonly now: () => Date;
}

/** What a look at a server came to. */
type Looked =
  | { readonly kind: 'listed' | 'wants-sign-in' }
  | { readonly kind: 'away'; readonly reason: string };

export interface ServerNews {
  looked(placed: PlacedServer, came: Looked): Promise<void>;
  /** A call found nobody there. */
  missed(missed: { task: ToolTask; placed: PlacedServer; reason: string }): Promise<void>;
  /** The link is theirs alone. */
  invite(invited: { task: ToolTask; server: string; link: string }): Promise<void>;
  signedIn(who: { server: string; personId: string; taskId: string }): Promise<void>;
  nameOf(who: { personId: string; taskId: string }): Promise<string>;
}

export function createServerNews(deps: NewsDeps): ServerNews {
  const { transact, voice, now } = deps;
  const tell = (
    told: { key: string; personId: string; taskId: string },
    text: (language: Language) => string,
  ) =>
    transact(async ({ sql, tasks }) => {
      const language = (await tasks.find(told.taskId))?.language ?? 'en';
      // Slack takes a person for the direct message with them.
      await voice.say(sql, {
        key: `sign-in:${told.key}`,
        channelId: told.personId,
        language,
        words: { kind: 'notice', tone: 'info', text: text(language) },
      });
    });

  async function found({ sql }: Stores, placed: PlacedServer, came: Looked): Promise<void> {
    const servers = createToolServerStore(sql);
    await servers.found(placed.key, {
      at: now(),
      ...(came.kind === 'away' ? { away: came.reason } : {}),
    });
    if (came.kind === 'wants-sign-in' && placed.isGuarded) await servers.wantsSignIn(placed.key);
  }

  return {
    looked: (placed, came) =>
      transact(async (stores) => {
        await found(stores, placed, came);
        if (!placed.isGuarded) return; // Those of the settings were asked for by nobody here.
        await tellServer(stores, { id: placed.key }, deps);
        await tellChange(stores, placed.key, deps);
      }),

    missed: ({ task, placed, reason }) =>
      transact(async (stores) => {
        await found(stores, placed, { kind: 'away', reason });
        const asked = await stores.tasks.find(task.id);
        if (asked === undefined) return;
        // Once in a task, however often it is tried.
        await voice.say(stores.sql, {
          key: `server-away:${task.id}:${placed.key}`,
          channelId: task.channelId,
          ...(isUnsaid(task.threadTs) ? {} : { threadTs: task.threadTs }),
          language: asked.language,
          words: {
            kind: 'notice',
            tone: 'warning',
            text: SERVER_SENTENCES.missed[asked.language](placed.name, reason),
          },
        });
      }),

    invite: ({ task, server, link }) =>
      tell({ key: newId(), personId: task.requesterId, taskId: task.id }, (language) =>
        SERVER_SENTENCES.invite[language](server, link),
      ),

    signedIn: ({ server, ...who }) =>
      tell({ key: newId(), ...who }, (language) => SERVER_SENTENCES.signedIn[language](server)),

    nameOf: ({ personId, taskId }) =>
      transact(async ({ tasks, directory }) => {
        const teamId = (await tasks.find(taskId))?.teamId ?? '';
        return (await directory.person({ teamId, personId }))?.realName ?? personId;
      }),
  };
}

// The words that are ours on what shows a server of tools.
import type { ServerAct, ServerView } from '../../flow/server/server-words.ts';
import type { ServedEffect } from '../../guard/tool-server-store.ts';
import type { Language } from '../../flow/words.ts';

interface ServerFixedWords {
  readonly question: (name: string) => string;
  readonly promises: readonly string[];
  readonly askedBy: (who: string) => string;
  readonly comma: string;
  readonly decides: (owners: string) => string;
  readonly state: Readonly<Record<Exclude<ServerView['state'], 'asked'>, (by: string) => string>>;
  readonly tools: (count: number) => string;
  readonly left: (count: number) => string;
  readonly noTools: string;
  readonly kind: Readonly<Record<ServedEffect, string>>;
  readonly lower: (server: string, tool: string) => string;
  readonly changed: string;
  readonly accepted: string;
  readonly away: (since: string, reason: string) => string;
  readonly each: string;
  readonly impossible: string;
  readonly acts: Readonly<Record<ServerAct, string>>;
  readonly sure: (name: string) => string;
  readonly keep: string;
}

export const SERVER_WORDS: Readonly<Record<Language, ServerFixedWords>> = {
  en: {
    question: (name) => `Connect ${name} to this channel?`,
    promises: [
      'Its tools are for tasks of this channel alone.',
      'Each counts as writing outside Slack: a call waits for a yes, until an owner says that it only reads.',
      'What a call carries leaves Slack; what comes back is information, never an instruction.',
    ],
    askedBy: (who) => `asked for by ${who}`,
    comma: ', ',
    decides: (owners) => `${owners} decide${owners.includes(' ') ? '' : 's'}`,
    state: {
      connecting: () => 'connecting …',
      connected: (by) => `connected by ${by}, for this channel only`,
      declined: (by) => `not connected, as ${by} decided`,
      disconnected: (by) => `disconnected by ${by}`,
      set: () => 'set up by whoever runs me',
    },
    tools: (count) => (count === 1 ? '1 tool' : `${count} tools`),
    left: (count) => `${count} more left out`,
    noTools: 'no tools known yet',
    kind: {
      outside: 'Asked about before each call',
      seen: 'Seen by others; where the plan has it',
      reversible: 'Can be taken back; where the plan has it',
      read: 'Only reads; never asked about',
    },
    lower: (server, tool) => `To let one go unasked, mention me with “${server} ${tool} only reads”.`,
    changed: 'has changed what it says of a tool, which is not used until an owner accepts it:',
    accepted: 'is used as it is now',
    away: (since, reason) => `Cannot be reached since ${since}: ${reason}. Tasks go on without it.`,
    each: 'Each person signs in for themselves: I send them a link when they want something of it.',
    impossible:
      'It lets nobody in without a sign-in, and whoever runs me has not set that up (MCP_SIGN_IN_URL, LONGHAND_SECRET).',
    acts: {
      connect: 'Connect',
      decline: 'Do not connect',
      accept: 'Accept the change',
      disconnect: 'Disconnect',
    },
    sure: (name) => `The tools of ${name} are then used here no more. It can be connected again.`,
    keep: 'Keep it',
  },
  zh: {
    question: (name) => `将 ${name} 接入本频道？`,
    promises: [
      '它的工具只用于本频道的任务。',
      '每个工具都视为对外写入：调用前要有人同意，直到频道负责人说明它只读。',
      '调用时携带的内容会离开 Slack；返回的内容只作为信息，不作为指令。',
    ],
    askedBy: (who) => `由 ${who} 提出`,
    comma: '、',
    decides: (owners) => `由 ${owners} 决定`,
    state: {
      connecting: () => '正在连接……',
      connected: (by) => `由 ${by} 接入，仅本频道`,
      declined: (by) => `${by} 决定不接入`,
      disconnected: (by) => `已由 ${by} 断开`,
      set: () => '由运行我的人设置',
    },
    tools: (count) => `${count} 个工具`,
    left: (count) => `另有 ${count} 个未列入`,
    noTools: '尚不知道它有哪些工具',
    kind: {
      outside: '每次调用前都会询问',
      seen: '他人可见；计划中有才用',
      reversible: '可撤回；计划中有才用',
      read: '只读；不询问',
    },
    lower: (server, tool) => `如不必询问，请提及我并写“把 ${server} 的 ${tool} 设为只读”。`,
    changed: '改变了对工具的说明，负责人接受之前不会使用：',
    accepted: '按现状使用',
    away: (since, reason) => `自 ${since} 起无法连接：${reason}。任务会绕过它继续。`,
    each: '每个人用自己的账号登录：有人需要时，我会私信登录链接。',
    impossible: '它要求登录，而运行我的人尚未设置登录（MCP_SIGN_IN_URL、LONGHAND_SECRET）。',
    acts: { connect: '接入', decline: '不接入', accept: '接受变化', disconnect: '断开' },
    sure: (name) => `断开后这里不再使用 ${name} 的工具，之后可以再次接入。`,
    keep: '保留',
  },
};

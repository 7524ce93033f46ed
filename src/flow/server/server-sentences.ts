// What is said of servers of tools, in both languages.
import type { ServedEffect } from '../../guard/tool-server-store.ts';
import type { Language } from '../words.ts';

type Sentence<Said extends readonly unknown[]> = Readonly<Record<Language, (...said: Said) => string>>;

export const SERVER_SENTENCES: {
  readonly invite: Sentence<[server: string, link: string]>;
  readonly signedIn: Sentence<[server: string]>;
  readonly missed: Sentence<[server: string, reason: string]>;
  readonly list: Sentence<[count: number]>;
  readonly notAnOwner: Sentence<[owners: readonly string[]]>;
  readonly otherwise: Sentence<[how: 'program' | 'no-address' | 'key']>;
  readonly notHttps: Sentence<[]>;
  readonly refused: Sentence<[reason: string]>;
  readonly tooLong: Sentence<[chars: number]>;
  readonly badName: Sentence<[name: string]>;
  readonly taken: Sentence<[name: string]>;
  readonly noSuch: Sentence<[name: string]>;
  readonly noTool: Sentence<[server: string, unknown: readonly string[], there: readonly string[]]>;
  readonly disconnected: Sentence<[name: string]>;
  readonly counted: Sentence<[server: string, tools: readonly string[], effect: ServedEffect]>;
} = {
  invite: {
    en: (server, link) =>
      `To use ${server} for you, I need you to sign in there. The link is yours alone and holds for 15 minutes: ${link}`,
    zh: (server, link) =>
      `要以你的身份使用 ${server}，需要你先登录。此链接仅供你本人使用，15 分钟内有效：${link}`,
  },
  signedIn: {
    en: (server) => `You are signed in at ${server}. Write in the thread to go on.`,
    zh: (server) => `你已登录 ${server}。请在消息列中回复，我会继续。`,
  },
  missed: {
    en: (server, reason) => `${server} cannot be reached (${reason}). I go on without it where I can.`,
    zh: (server, reason) => `无法连接 ${server}（${reason}）。能不用它的部分我会继续。`,
  },
  list: {
    en: (count) =>
      count === 0
        ? 'No MCP server is connected here. An owner of this channel connects one with "connect the MCP server https://… as NAME".'
        : count === 1
          ? 'One MCP server is connected here'
          : `${count} MCP servers are connected here`,
    zh: (count) =>
      count === 0
        ? '这里没有连接 MCP 服务器。频道负责人可以说“连接 MCP 服务器 https://… 名为 NAME”。'
        : `这里连接了 ${count} 个 MCP 服务器`,
  },
  notAnOwner: {
    en: (owners) =>
      owners.length === 0
        ? 'Which MCP servers are used here is decided by whoever made this channel or an admin of the workspace; I know of neither. Whoever runs me can name somebody (longhand approvals).'
        : `Which MCP servers are used here is decided by ${people(owners, 'or')}.`,
    zh: (owners) =>
      owners.length === 0
        ? '使用哪些 MCP 服务器由频道创建者或工作区管理员决定，而我不知道他们是谁。运行我的人可以指定（longhand approvals）。'
        : `这里使用哪些 MCP 服务器由 ${people(owners, '或')} 决定。`,
  },
  otherwise: {
    en: (how) =>
      ({
        program:
          'A server that is a program runs on my machine, so it is only set up by whoever runs me (MCP_SERVERS). From here I connect addresses: "connect the MCP server https://… as NAME".',
        'no-address': 'At which address? Say it as "connect the MCP server https://… as NAME".',
        key: 'Keys do not belong into a chat: please delete that message, and change the key. Connect the address alone, and people sign in for themselves; a server that takes only a key is set up by whoever runs me (MCP_SERVERS).',
      })[how],
    zh: (how) =>
      ({
        program:
          '以程序形式运行的服务器会在我的主机上执行，只能由运行我的人设置（MCP_SERVERS）。在这里我只连接网址：“连接 MCP 服务器 https://… 名为 NAME”。',
        'no-address': '网址是什么？请说“连接 MCP 服务器 https://… 名为 NAME”。',
        key: '密钥不应出现在聊天里：请删除那条消息并更换密钥。只需给出网址，每个人会自己登录；只接受密钥的服务器由运行我的人设置（MCP_SERVERS）。',
      })[how],
  },
  notHttps: {
    en: () => 'I connect only addresses that begin with https://.',
    zh: () => '我只连接以 https:// 开头的网址。',
  },
  refused: {
    en: (reason) => `I do not connect that: ${reason}`,
    zh: (reason) => `这个网址我不连接：${reason}`,
  },
  tooLong: {
    en: (chars) =>
      `I connect no address of more than ${chars} characters: nobody reads it before they confirm it.`,
    zh: (chars) => `超过 ${chars} 个字符的网址我不连接：确认前没有人会读完它。`,
  },
  badName: {
    en: (name) =>
      `"${name}" cannot be its name: letters, digits and hyphens, a letter first, 31 at most. Say it with "as NAME".`,
    zh: (name) =>
      `“${name}”不能作为名称：请用字母、数字和连字符，以字母开头，不超过 31 个字符。请加上“名为 NAME”。`,
  },
  taken: {
    en: (name) =>
      `There is a server called ${name} here already. Disconnect that first, or choose another name.`,
    zh: (name) => `这里已有名为 ${name} 的服务器。请先断开它，或换一个名称。`,
  },
  noSuch: {
    en: (name) => `No server called ${name} was connected in this channel.`,
    zh: (name) => `本频道没有连接名为 ${name} 的服务器。`,
  },
  noTool: {
    en: (server, unknown, there) =>
      `${server} has no tool ${unknown.join(', ')}. It has: ${there.join(', ') || 'none yet'}.`,
    zh: (server, unknown, there) =>
      `${server} 没有工具 ${unknown.join('、')}。现有：${there.join('、') || '暂无'}。`,
  },
  disconnected: {
    en: (name) => `${name} is disconnected: its tools are used here no more.`,
    zh: (name) => `已断开 ${name}：这里不再使用它的工具。`,
  },
  counted: {
    en: (server, tools, effect) => `From now on ${tools.join(', ')} of ${server} ${COUNTED.en[effect]}.`,
    zh: (server, tools, effect) => `从现在起，${server} 的 ${tools.join('、')} ${COUNTED.zh[effect]}。`,
  },
};

const COUNTED: Readonly<Record<Language, Readonly<Record<ServedEffect, string>>>> = {
  en: {
    read: 'counts as reading: it is called without asking',
    reversible: 'counts as something that can be taken back: it is called where the agreed plan has it',
    seen: 'counts as seen by others: it is called where the agreed plan has it',
    outside: 'counts as writing outside Slack: each call waits for a yes',
  },
  zh: {
    read: '视为只读：调用前不再询问',
    reversible: '视为可撤回：在已同意的计划中直接调用',
    seen: '视为他人可见：在已同意的计划中直接调用',
    outside: '视为对外写入：每次调用都需要同意',
  },
};

function people(ids: readonly string[], or: string): string {
  return ids
    .slice(0, MOST_NAMED)
    .map((id) => `<@${id}>`)
    .join(` ${or} `);
}

const MOST_NAMED = 4;

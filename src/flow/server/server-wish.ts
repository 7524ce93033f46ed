// "Connect the MCP server … as linear": what people want of servers of tools, by their plain words alone: pure.
import { wordsOf } from '../../agent/heard-as.ts';
import type { ServedEffect } from '../../guard/tool-server-store.ts';

export type ServerWish =
  | { readonly kind: 'connect'; readonly url: string; readonly name: string }
  /** It names a program, no address, or a key that has no place in a chat. */
  | { readonly kind: 'connect-otherwise'; readonly how: 'program' | 'no-address' | 'key' }
  | { readonly kind: 'disconnect'; readonly name: string; readonly isSure: boolean }
  | {
      readonly kind: 'effect';
      readonly name: string;
      readonly tools: readonly string[];
      readonly effect: ServedEffect;
    }
  | { readonly kind: 'list' };

const END = String.raw`[\s.!?。！？]*$`;
const PLEASE = String.raw`^(?:(?:please|can you|could you|请|麻烦)\s*)?`;
const CONNECT_EN = new RegExp(
  String.raw`${PLEASE}(?:connect|add|attach)(?:\s+(?:to|with))?\s+(?<rest>.+?)${END}`,
  'iu',
);
const CONNECT_ZH = new RegExp(
  String.raw`${PLEASE}(?:把\s*(?<put>.+?)\s*)?(?:连接|接入|添加|连上)(?:上|到)?\s*(?<rest>.*?)${END}`,
  'iu',
);
const ADDRESS = /https?:\/\/[^\s"'“”‘’`，。；、）)]+/iu;
const NAMED =
  /(?:\b(?:as|named|called)\b|名为|叫做|叫|命名为|作为|为)\s*["'“‘`]?(?<name>[\p{L}\d-]+)["'”’`]?/iu;
/** What may stand around an address and a name and means nothing more. */
const AROUND =
  /\b(?:the|an?|our|this|that|new|mcp|servers?|of tools|at|address|here|in|to|channel|tools?)\b|MCP|服务器|工具|地址|到|本频道|这个频道|这里|的|是|[\s"'“”‘’`:：,，]/giu;
const KEYS = /\b(?:api.?keys?|keys?|tokens?|secrets?|bearer|passwords?|headers?)\b|密钥|令牌|口令|密码/iu;
const PROGRAM = /\b(?:npx|uvx|node|docker|python3?|stdio|command|program)\b|命令|程序|`[^`]+\s[^`]+`/iu;
const NAME = String.raw`["'“‘\x60]?(?<name>[a-z][a-z0-9-]{0,30})["'”’\x60]?`;

const DISCONNECT = new RegExp(
  String.raw`${PLEASE}(?:(?:disconnect|unplug)(?:\s+from)?|remove(?=.*\bmcp\b)|断开|移除(?=.*mcp))\s*(?:the\s+|与|和)?(?<sure>mcp\s*(?:server|服务器)?\s*)?${NAME}(?:\s*(?<after>mcp\s*(?:server|服务器)?|的连接|服务器))?(?:\s+(?:from\s+)?(?:here|(?:this|the)\s+channel))?${END}`,
  'iu',
);
const LIST =
  /^(?:please\s+)?(?:(?:which|what)\s+(?:mcp\s+)?servers?(?:\s+of\s+tools)?\s+(?:are|is)\s+(?:connected|there)(?:\s+(?:here|in\s+this\s+channel))?|which\s+mcp\s+servers(?:\s+do\s+(?:we|you)\s+have)?|(?:(?:list|show)(?:\s+me)?\s+)?(?:(?:all|the|our|connected)\s+)*mcp\s+servers(?:\s+(?:here|of\s+this\s+channel))?)[\s.!?]*$|^(?:请)?(?:这里|本频道|这个频道|现在|目前|已经)*(?:都)?(?:(?:连接|接入|连)了?(?:哪些|什么)\s*(?:MCP\s*)?服务器|(?:列出|查看|显示)?(?:所有|已连接|本频道|的)*\s*MCP\s*服务器(?:列表|有哪些)?|有(?:哪些|什么)\s*MCP\s*服务器)[\s。！？.!?]*$/iu;

const TOOLS = String.raw`(?<tools>[\w./:-]+(?:\s*(?:,|，|、|\band\b|和|及)\s*[\w./:-]+)*)`;
const EFFECTS: readonly (readonly [ServedEffect, string])[] = [
  ['read', String.raw`reads?|reading|read[\s-]only|only\s+reads?|只读|读取|仅读取`],
  [
    'reversible',
    String.raw`reversible|undoable|(?:something\s+)?that\s+can\s+be\s+taken\s+back|可撤回|可撤销`,
  ],
  ['seen', String.raw`seen(?:\s+by\s+others)?|他人可见|别人可见`],
  ['outside', String.raw`outside|(?:external\s+)?writes?|writing|external|对外写入|对外|写入`],
];
const KINDS = EFFECTS.map(([, words]) => words).join('|');
const EFFECT = [
  new RegExp(
    String.raw`${PLEASE}(?:let|set|count|treat|lower|raise|mark)\s+(?:the\s+)?(?:tools?\s+)?${NAME}(?:'s|’s|:|\.|\/)?\s*(?:tools?\s+)?${TOOLS}\s+(?:(?:to|as|be|count\s+as)\s+)?(?<kind>${KINDS})${END}`,
    'iu',
  ),
  new RegExp(
    String.raw`${PLEASE}(?:in\s+)?${NAME}(?:'s|’s|:|,|\.|\/)?\s*${TOOLS}\s+(?:(?:is|are|counts?\s+as)\s+)?(?<kind>only\s+reads?|${KINDS})${END}`,
    'iu',
  ),
  new RegExp(
    String.raw`${PLEASE}(?:把|将)\s*${NAME}\s*(?:的|:|：|\/)?\s*(?:工具\s*)?${TOOLS}\s*(?:设为|设成|视为|改为|当作|算作)\s*(?<kind>${KINDS})${END}`,
    'iu',
  ),
];

/** Undefined when a message is about something else, or about more than that. */
export function serverWishIn(text: string): ServerWish | undefined {
  const words = wordsOf(withoutLinks(text));
  if (LIST.test(words)) return { kind: 'list' };
  return connectIn(words) ?? disconnectIn(words) ?? effectIn(words);
}

/** As people typed it: Slack puts addresses in angle brackets. */
function withoutLinks(text: string): string {
  return text
    .replaceAll(/<(https?:\/\/[^>|]+)(?:\|[^>]*)?>/giu, '$1')
    .replaceAll(/&(amp|lt|gt);/gu, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}

function connectIn(words: string): ServerWish | undefined {
  const groups = CONNECT_EN.exec(words)?.groups ?? CONNECT_ZH.exec(words)?.groups;
  if (groups === undefined) return undefined;
  const wanted = [groups['put'], groups['rest']].filter((part) => part !== undefined).join(' ');
  if (!/mcp/iu.test(wanted)) return undefined;
  const address = ADDRESS.exec(wanted)?.[0].replace(/[.,!?;:]+$/u, '');
  const beside = address === undefined ? wanted : wanted.replace(address, ' ');
  const named = NAMED.exec(beside)?.groups?.['name'];
  const left = beside.replace(NAMED, ' ').replaceAll(AROUND, ' ').replaceAll(/\s+/gu, ' ').trim();
  const isAboutServer = address !== undefined || /mcp\s*(?:servers?|服务器)/iu.test(wanted);
  if ((isAboutServer && KEYS.test(beside)) || (address !== undefined && holdsKey(address)))
    return { kind: 'connect-otherwise', how: 'key' };
  if (address === undefined) {
    if (PROGRAM.test(wanted)) return { kind: 'connect-otherwise', how: 'program' };
    return /^[\w-]{0,30}$/u.test(left) ? { kind: 'connect-otherwise', how: 'no-address' } : undefined;
  }
  if (left !== '') return undefined;
  return { kind: 'connect', url: address, name: named ?? nameFrom(address) };
}

function holdsKey(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  const names = [...url.searchParams.keys()];
  return (
    url.username !== '' ||
    url.password !== '' ||
    names.some((name) => /key|token|secret|sig|auth/iu.test(name))
  );
}

/** `mcp.linear.app` is called linear. */
function nameFrom(address: string): string {
  const parts = (URL.parse(address)?.hostname ?? '').split('.');
  const own = parts.length > 1 ? parts.slice(0, -1) : parts;
  const [name = 'server'] = own.filter((part) => !/^(?:mcp|api|www|com|co|github)$/u.test(part)).slice(-1);
  return /^[a-z]/iu.test(name) ? name : `server-${name}`;
}

function disconnectIn(words: string): ServerWish | undefined {
  const { name, sure, after } = DISCONNECT.exec(words)?.groups ?? {};
  return name === undefined
    ? undefined
    : { kind: 'disconnect', name, isSure: sure !== undefined || after !== undefined };
}

function effectIn(words: string): ServerWish | undefined {
  const groups = EFFECT.map((pattern) => pattern.exec(words)?.groups).find((found) => found !== undefined);
  const { name, tools, kind = '' } = groups ?? {};
  const effect = EFFECTS.find(([, words]) => new RegExp(`^(?:only\\s+)?(?:${words})$`, 'iu').test(kind))?.[0];
  if (name === undefined || tools === undefined || effect === undefined) return undefined;
  return { kind: 'effect', name, tools: tools.split(/\s*(?:,|，|、|\band\b|和|及)\s*/u), effect };
}

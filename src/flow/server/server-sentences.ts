// What is said of servers of tools, in both languages.
import type { Language } from '../words.ts';

type Sentence<Said extends readonly unknown[]> = Readonly<Record<Language, (...said: Said) => string>>;

export const SERVER_SENTENCES: {
  readonly invite: Sentence<[server: string, link: string]>;
  readonly signedIn: Sentence<[server: string]>;
  readonly missed: Sentence<[server: string, reason: string]>;
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
};

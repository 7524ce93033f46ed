// What people read in a direct message about signing in at a server of tools.
import type { Language } from './words.ts';

type Sentence<Said extends readonly unknown[]> = Readonly<Record<Language, (...said: Said) => string>>;

export const SIGN_IN_SENTENCES: {
  readonly invite: Sentence<[server: string, link: string]>;
  readonly signedIn: Sentence<[server: string]>;
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
};

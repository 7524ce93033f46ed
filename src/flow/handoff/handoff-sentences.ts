// What code says to people about handoffs, in both languages. Names come as Slack's mentions.
import type { HandoffRole } from '../../task/handoff.ts';
import type { Unreachable } from './handoff-reach.ts';
import type { Language } from '../words.ts';

type Sentence<Arguments extends readonly unknown[]> = Record<Language, (...values: Arguments) => string>;

/** What a sentence may need of a handoff; not each uses all of it. */
export interface About {
  readonly n: number;
  /** Who has it. */
  readonly who: string;
  /** Who gave it, or is told in their place. */
  readonly giver: string;
  readonly due: string;
  readonly words: string;
}

export const HANDOFF_SENTENCES = {
  nothing: {
    en: () =>
      'I cannot tell what to hand over. Say it in the thread of what you mean, or name it: “hand the vendor check to @…”.',
    zh: () => '我不清楚要交接什么。请在对应的消息列中说，或直接写明：“把报价核对交给 @…”。',
  },
  nobodyCalled: {
    en: (name: string, near: readonly string[]) =>
      `I know nobody here called “${name}”, so nothing was handed over.${near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`} Say it again, and choose them from the list that Slack shows after the @.`,
    zh: (name: string, near: readonly string[]) =>
      `这里没有叫“${name}”的人，所以没有转交。${near.length === 0 ? '' : `你是指${near.join('或')}吗？`}请重新说一次，并在输入 @ 后从列表中选择。`,
  },
  notYourTask: {
    en: (owner: string) => `This is ${owner}'s task, so only they can hand it on.`,
    zh: (owner: string) => `这是 ${owner} 的任务，只有其本人可以转交。`,
  },
  offered: {
    en: (n: number, who: string, giver: string) =>
      `${who}, ${giver} hands this to you (handoff ${n}): the card is above.`,
    zh: (n: number, who: string, giver: string) =>
      `${who}，${giver} 把这件事交给你（交接 ${n}），卡片在上方。`,
  },
  accepted: {
    en: ({ n, who, giver, due }: About) =>
      `${giver}, ${who} took handoff ${n}${due === '' ? '' : `, due ${due}`}.`,
    zh: ({ n, who, giver, due }: About) =>
      `${giver}，${who} 已接受交接 ${n}${due === '' ? '' : `，期限 ${due}`}。`,
  },
  declined: {
    en: ({ n, who, giver, words }: About) =>
      `${giver}, ${who} declined handoff ${n}${words === '' ? '.' : `: ${words}`}`,
    zh: ({ n, who, giver, words }: About) =>
      `${giver}，${who} 婉拒了交接 ${n}${words === '' ? '。' : `：${words}`}`,
  },
  countered: {
    en: ({ n, who, giver, words }: About) =>
      `${giver}, ${who} would take handoff ${n} otherwise: ${words}\nAgree on the card above, or say “agreed” or “keep it” here.`,
    zh: ({ n, who, giver, words }: About) =>
      `${giver}，${who} 对交接 ${n} 提出不同条件：${words}\n可在上方卡片上同意，或在此回复“同意”或“按原来的”。`,
  },
  agreed: {
    en: ({ n, who, giver, due }: About) =>
      `${who}, ${giver} agreed to your terms for handoff ${n}; it is yours${due === '' ? '' : `, due ${due}`}.`,
    zh: ({ n, who, giver, due }: About) =>
      `${who}，${giver} 同意了你对交接 ${n} 的条件，现在由你负责${due === '' ? '' : `，期限 ${due}`}。`,
  },
  insisted: {
    en: (n: number, who: string, giver: string) =>
      `${who}, ${giver} would like to keep handoff ${n} as it was. Accept or decline it on the card.`,
    zh: (n: number, who: string, giver: string) =>
      `${who}，${giver} 希望交接 ${n} 保持原样。请在卡片上接受或婉拒。`,
  },
  returned: {
    en: ({ n, who, giver, words }: About) =>
      `${giver}, ${who} returned handoff ${n}${words === '' ? '.' : `: ${words}`}`,
    zh: ({ n, who, giver, words }: About) =>
      `${giver}，${who} 已交回交接 ${n}${words === '' ? '。' : `：${words}`}`,
  },
  withdrawn: {
    en: (n: number, who: string, giver: string) =>
      `${who}, ${giver} took handoff ${n} back. There is nothing more to do.`,
    zh: (n: number, who: string, giver: string) => `${who}，${giver} 收回了交接 ${n}，无需再处理。`,
  },
  accountEnded: {
    en: () => 'the account has ended',
    zh: () => '账号已停用',
  },
  receiverGone: {
    en: ({ n, who, giver }: About) =>
      `${giver}, the account of ${who} has ended, so nobody has handoff ${n}. Hand it to somebody else: “hand this to @…”.`,
    zh: ({ n, who, giver }: About) =>
      `${giver}，${who} 的账号已停用，交接 ${n} 现在无人负责。可改交他人：“把这个交给 @…”。`,
  },
  giverGone: {
    en: (n: number, who: string, giver: string) =>
      `${who}, the account of ${giver} has ended. Handoff ${n} stays with you as it was: return it here when it is done, or decline it.`,
    zh: (n: number, who: string, giver: string) =>
      `${who}，${giver} 的账号已停用。交接 ${n} 仍按原样由你负责：完成后在此交回，或婉拒。`,
  },
  yoursNow: {
    en: (n: number, heir: string, giver: string) =>
      `${heir}, the account of ${giver} has ended. They named you for handoff ${n}, so it is yours to decide on now.`,
    zh: (n: number, heir: string, giver: string) =>
      `${heir}，${giver} 的账号已停用。对方曾为交接 ${n} 指定你，现在由你决定。`,
  },
  placeArchived: {
    en: (channel: string) => `${channel} was archived`,
    zh: (channel: string) => `${channel} 已归档`,
  },
  endedWithPlace: {
    en: (n: number, why: string) => `Handoff ${n} has ended: ${why}. Nobody need do anything more for it.`,
    zh: (n: number, why: string) => `交接 ${n} 已结束：${why}，无需再处理。`,
  },
  wordsDeleted: {
    en: (n: number, who: string) =>
      `${who}, the message that handoff ${n} was about was deleted, so it is taken back. There is nothing more to do.`,
    zh: (n: number, who: string) => `${who}，交接 ${n} 所依据的消息已被删除，因此已收回，无需再处理。`,
  },
  handedOver: {
    en: (n: number) => `Handed over (handoff ${n}).`,
    zh: (n: number) => `已交接（交接 ${n}）。`,
  },
  withWhom: {
    en: (n: number, who: string) => `With ${who} (handoff ${n})`,
    zh: (n: number, who: string) => `在 ${who} 手上（交接 ${n}）`,
  },
  stillOutside: {
    en: (who: string) =>
      `${who} still cannot read this channel. Invite them first, or hand it over without quotes.`,
    zh: (who: string) => `${who} 仍无法阅读此频道。请先邀请，或选择不含引用地交接。`,
  },
  changed: {
    en: (n: number) =>
      `Handoff ${n} has changed since that card was drawn; nothing was taken. Look at the card once more.`,
    zh: (n: number) => `交接 ${n} 在卡片显示之后已有变化，此次操作未生效，请再看一下卡片。`,
  },
  over: {
    en: (n: number) => `Handoff ${n} has already ended.`,
    zh: (n: number) => `交接 ${n} 已经结束。`,
  },
  notNow: {
    en: (n: number) => `That means nothing for handoff ${n} as it stands now.`,
    zh: (n: number) => `以交接 ${n} 目前的状态，无法这样操作。`,
  },
  whichOne: {
    en: (numbers: string) =>
      `You have several handoffs open (${numbers}). Answer on the card of the one you mean, or name it: “accept #3”.`,
    zh: (numbers: string) => `你有多项交接（${numbers}）。请在对应的卡片上操作，或写明编号，例如“接受 #3”。`,
  },
  unconfirmed: {
    en: (n: number, giver: string) =>
      `${giver}, handoff ${n} has not gone out: the card above still waits for your yes.`,
    zh: (n: number, giver: string) => `${giver}，交接 ${n} 尚未发出：上方卡片仍在等你确认。`,
  },
  unanswered: {
    en: (n: number, who: string) =>
      `${who}, handoff ${n} still waits for your answer: accept, decline, or suggest other terms.`,
    zh: (n: number, who: string) => `${who}，交接 ${n} 还在等你答复：接受、婉拒，或提出其他条件。`,
  },
  undecided: {
    en: (n: number, giver: string, who: string) =>
      `${giver}, ${who} still waits for your word on handoff ${n}.`,
    zh: (n: number, giver: string, who: string) => `${giver}，${who} 还在等你对交接 ${n} 的决定。`,
  },
  dueSoon: {
    en: (n: number, who: string, due: string) => `${who}, handoff ${n} is due ${due}.`,
    zh: (n: number, who: string, due: string) => `${who}，交接 ${n} 将于 ${due} 到期。`,
  },
  overdue: {
    en: (n: number, who: string, due: string) =>
      `${who}, handoff ${n} was due ${due}. Return it, or suggest another date.`,
    zh: (n: number, who: string, due: string) =>
      `${who}，交接 ${n} 已于 ${due} 到期。请交回，或提出新的期限。`,
  },
  escalated: {
    en: ({ n, giver: told, who, due }: About) =>
      `${told}, handoff ${n} is late: ${who} has it, and it was due ${due}.`,
    zh: ({ n, giver: told, who, due }: About) =>
      `${told}，交接 ${n} 已逾期：目前由 ${who} 负责，期限为 ${due}。`,
  },
} satisfies Record<string, Sentence<never[]> | Sentence<never>>;

const UNREACHABLE: Record<Unreachable, Record<Language, (who: string) => string>> = {
  nobody: {
    en: (who) => `I do not find ${who} here, so nothing was handed over.`,
    zh: (who) => `这里找不到 ${who}，因此没有交接。`,
  },
  yourself: {
    en: () => 'That is yourself: it is on your plate already, so nothing was handed over.',
    zh: () => '那是你自己：事情已经在你手上，因此没有交接。',
  },
  longhand: {
    en: () =>
      'To hand something to me, mention me with what you want, or use “Hand off to Longhand” on the message.',
    zh: () => '要交给我，请提及我并写明需求，或在消息上使用“Hand off to Longhand”。',
  },
  bot: {
    en: (who) => `${who} is an app and cannot answer a handoff, so nothing was handed over.`,
    zh: (who) => `${who} 是应用，无法回应交接，因此没有交接。`,
  },
  guest: {
    en: (who) =>
      `${who} is a guest here, and Slack keeps guests away from apps like me; nothing was handed over.`,
    zh: (who) => `${who} 是访客，Slack 不允许访客使用我这类应用，因此没有交接。`,
  },
  deactivated: {
    en: (who) => `The account of ${who} is deactivated, so nothing was handed over.`,
    zh: (who) => `${who} 的账号已停用，因此没有交接。`,
  },
  'not-in-there': {
    en: (who) => `I am not in ${who}, so nothing was handed over. Invite me there and say it again.`,
    zh: (who) => `我不在 ${who} 中，因此没有交接。请先邀请我，再说一次。`,
  },
  'giver-not-in-there': {
    en: (who) => `You are not in ${who}, so nothing was handed over. Join it and say it again.`,
    zh: (who) => `你不在 ${who} 中，因此没有交接。请先加入，再说一次。`,
  },
};

export function unreachableText(why: Unreachable, who: string, language: Language): string {
  return UNREACHABLE[why][language](who);
}

const NOT_YOURS: Record<HandoffRole, Record<Language, (who: string, number: number) => string>> = {
  receiver: {
    en: (who, n) => `Handoff ${n} is ${who}'s to answer.`,
    zh: (who, n) => `交接 ${n} 应由 ${who} 答复。`,
  },
  giver: {
    en: (who, n) => `Handoff ${n} is ${who}'s to decide on.`,
    zh: (who, n) => `交接 ${n} 应由 ${who} 决定。`,
  },
};

export function notYoursText(
  side: HandoffRole,
  who: string,
  { number, language }: { number: number; language: Language },
): string {
  return NOT_YOURS[side][language](who, number);
}

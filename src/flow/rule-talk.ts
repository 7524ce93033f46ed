// A channel's rules in its own thread: shown, added, changed and dropped by words, answered by code.
import { wordsOf } from '../agent/heard-as.ts';
import { createRuleStore, type ChannelRule } from '../history/constraint-store.ts';
import { findRules } from '../history/constraint.ts';
import { sentAtOf, type Message } from '../history/message.ts';
import { readableText, toLocalTime, type RenderOptions } from '../history/render.ts';
import { languageOf } from './meant.ts';
import { ruleSentences } from './rule-sentences.ts';
import { renderOptionsFor } from './situation.ts';
import type { Stores } from './stores.ts';
import type { Language, Voice } from './words.ts';

export type RuleWish =
  | { readonly kind: 'list' }
  /** The message is a rule itself; recording it has kept it already. */
  | { readonly kind: 'add' }
  | { readonly kind: 'drop'; readonly number: number }
  | { readonly kind: 'change'; readonly number: number; readonly words: string };

const LIST =
  /^(?:(?:please )?(?:list|show)(?: me)?(?: (?:all|the|our|channel))* |what are (?:the|our) )?rules(?: of (?:this|the) channel)?[.!?]?$|^(?:列出|查看|显示)?(?:所有|本|这个)?(?:频道)?的?规则(?:列表)?(?:是什么|有哪些)?[。！？]?$/iu;
const DROP =
  /^(?:please )?(?:drop|remove|delete|forget) rule (?:no\.? ?|#)?(\d{1,6})[.!]?$|^rule (\d{1,6}) (?:holds no longer|no longer holds)[.!]?$|^(?:请)?(?:删除|去掉|取消|作废)规则\s*(\d{1,6})[。！]?$/iu;
const CHANGE =
  /^(?:please )?(?:change|edit|replace) rule (?:no\.? ?|#)?(\d{1,6}) ?(?:to|with|by)?\s*[:：]\s*(\S.{3,279})$|^(?:请)?(?:修改|更改)规则\s*(\d{1,6})\s*(?:为)?\s*[:：]\s*(\S.{3,279})$/iu;
const ADD = /^(?:(?:new|add(?: a)?) )?rule\s*[:：]|^(?:新|添加|新增)?规则\s*[:：]/iu;
const MOST_SHOWN = 30;
/** Ids as people typed them; a rule begins where a mention ends. */
const AS_TYPED = { person: () => undefined, channel: () => undefined };

/** Undefined when a message is about something else, or about more than a rule. */
export function ruleWishIn(text: string): RuleWish | undefined {
  const words = wordsOf(text);
  if (LIST.test(words)) return { kind: 'list' };
  const dropped = DROP.exec(words)
    ?.slice(1)
    .find((number) => number !== undefined);
  if (dropped !== undefined) return { kind: 'drop', number: Number(dropped) };
  const [number, others] = (CHANGE.exec(words) ?? []).slice(1).filter((part) => part !== undefined);
  if (number !== undefined && others !== undefined)
    return { kind: 'change', number: Number(number), words: others };
  const [rule, ...more] = ADD.test(words) ? findRules(words, AS_TYPED) : [];
  return rule !== undefined && more.length === 0 && rule.words.length >= words.length - 1
    ? { kind: 'add' }
    : undefined;
}

/** Part of the caller's transaction: the change and the word of it stand together. */
export async function answerRuleWish(
  stores: Stores,
  { message, wish, voice }: { message: Message; wish: RuleWish; voice: Voice },
): Promise<void> {
  const language = languageOf(message.text);
  const personId = message.author.kind === 'person' ? message.author.id : '';
  const options = await renderOptionsFor(stores, { teamId: message.teamId, personId });
  await voice.say(stores.sql, {
    key: `rules:${message.channelId}:${message.ts}`,
    channelId: message.channelId,
    threadTs: message.threadTs,
    language,
    words: {
      kind: 'notice',
      tone: 'info',
      text: await carryOut(stores, { message, wish, personId, language, options }),
    },
  });
}

interface Carrying {
  readonly message: Message;
  readonly wish: RuleWish;
  readonly personId: string;
  readonly language: Language;
  readonly options: RenderOptions;
}

async function carryOut(stores: Stores, carrying: Carrying): Promise<string> {
  const { message, wish, personId, language, options } = carrying;
  const says = ruleSentences(language);
  const rules = createRuleStore(stores.sql);
  const holding = await rules.active(message, MOST_SHOWN);
  const shown = (words: string): string => readableText(words, options.names);
  switch (wish.kind) {
    case 'list':
      return toList(holding, carrying);
    case 'add': {
      const kept = holding.findLast(({ ts }) => ts === message.ts);
      return kept === undefined ? toList(holding, carrying) : says.kept(kept.number, shown(kept.words));
    }
    case 'drop': {
      const [rule] = (await rules.all(message)).filter(({ number }) => number === wish.number);
      const isDropped = await rules.drop(message, { number: wish.number, by: personId });
      if (!isDropped || rule === undefined)
        return `${says.noSuch(wish.number)}\n${toList(holding, carrying)}`;
      return says.dropped(wish.number, shown(rule.words));
    }
    case 'change': {
      const { number, words } = wish;
      const made = await rules.replace(message, { number, words, by: personId });
      if (made === undefined) return `${says.noSuch(number)}\n${toList(holding, carrying)}`;
      return says.changed(number, made, shown(words));
    }
  }
}

function toList(rules: readonly ChannelRule[], { language, options }: Carrying): string {
  const says = ruleSentences(language);
  if (rules.length === 0) return `${says.none} ${says.how}`;
  return [
    says.heading(rules.length),
    ...rules.map(({ number, kind, words, ts, saidBy }) => {
      const who = saidBy === undefined ? 'Longhand' : (options.names.person(saidBy) ?? saidBy);
      const day = toLocalTime(sentAtOf(ts), options.timeZone).slice(0, 10);
      const what = kind === 'decision' ? says.decided : says.rule;
      return `${number}. ${what}: "${readableText(words, options.names)}" (${who}, ${day})`;
    }),
    says.how,
  ].join('\n');
}

// The words of a card that are ours: what it is, where a line comes from, and what stands on its buttons.
import type { FormColumn } from '../../agent/reading/form.ts';
import type { Language } from '../../flow/words.ts';

export interface CardWords {
  readonly questions: (count: number) => string;
  readonly challenge: string;
  readonly stop: string;
  readonly hold: string;
  readonly mayLift: (names: readonly string[]) => string;
  readonly startsAt: (time: string) => string;
  /** On a card that nobody answered, and of its task in one line. */
  readonly resting: string;
  readonly rests: string;
  readonly doInstead: string;
  readonly allow: string;
  readonly ask: (name: string) => string;
  readonly goNow: string;
  readonly understood: string;
  readonly evidence: string;
  readonly betterWay: string;
  readonly saidHere: string;
  readonly lookedUp: string;
  readonly assumed: string;
  readonly source: string;
  readonly choose: string;
  readonly replyHere: string;
  readonly useDefaults: string;
  readonly doAnyway: string;
  readonly lacks: string;
  readonly doWhatCanBe: string;
  readonly handOver: string;
  readonly form: {
    readonly column: string;
    readonly asks: string;
    readonly types: Readonly<Record<Exclude<FormColumn['type'], 'choice'>, string>>;
    readonly oneOf: (choices: readonly string[]) => string;
  };
}

export const CARD_WORDS: Record<Language, CardWords> = {
  en: {
    questions: (count) => (count === 1 ? 'One question before I start' : 'A few questions before I start'),
    challenge: 'Something here does not fit',
    stop: 'I may not do this as it stands',
    hold: 'As you said, I wait for this',
    mayLift: (names) => `${names.join(' or ')} can allow it, with the button or in this thread.`,
    startsAt: (time) => `It can be taken back: without an answer I start on my defaults (${time}).`,
    resting:
      'Nobody answered, so this rests: nothing happens and nothing is spent. It wakes with an answer, here or by a button; “stop” ends it.',
    rests: 'Rests until somebody answers',
    doInstead: 'Do that instead',
    allow: 'Allow it',
    ask: (name) => `Ask ${name}`,
    goNow: 'Go ahead now',
    understood: 'What I understood',
    evidence: 'What I found',
    betterWay: 'I would rather',
    saidHere: 'said here',
    lookedUp: 'looked up',
    assumed: 'my assumption',
    source: 'source',
    choose: 'Choose one',
    replyHere: 'Answer in this thread, in your own words.',
    useDefaults: 'Use your defaults and go',
    doAnyway: 'Do it anyway',
    lacks: 'A part of this needs a person',
    doWhatCanBe: 'Do what you can',
    handOver: 'For the rest say “hand this to @…”: I pass it on with what was said, and keep after it.',
    form: {
      column: 'Column',
      asks: 'What is asked, and what an answer is',
      types: { text: 'a text', number: 'a number', date: 'a date', yes_no: 'yes or no' },
      oneOf: (choices) => `one of: ${choices.join(' · ')}`,
    },
  },
  zh: {
    questions: (count) => (count === 1 ? '开始前有一个问题' : '开始前有几个问题'),
    challenge: '这里有些地方对不上',
    stop: '目前我不能这么做',
    hold: '按你说的，我先等着',
    mayLift: (names) => `${names.join('、')} 可以准许，点按钮或在此消息列中说都行。`,
    startsAt: (time) => `这件事可以撤回：没有回复的话，我会按默认方案开始（${time}）。`,
    resting: '没有人回复，此任务已休眠：不做任何事，也不产生费用。在此回复或点按钮即可唤醒；说“停”可结束。',
    rests: '休眠中，有人回复即继续',
    doInstead: '就按建议做',
    allow: '准许',
    ask: (name) => `询问 ${name}`,
    goNow: '现在开始',
    understood: '我的理解',
    evidence: '我查到的情况',
    betterWay: '我的建议',
    saidHere: '原话',
    lookedUp: '已查证',
    assumed: '我的假设',
    source: '来源',
    choose: '请选择',
    replyHere: '请直接在此消息列中回复。',
    useDefaults: '按你的默认方案开始',
    doAnyway: '仍然照做',
    lacks: '其中一部分需要由人来做',
    doWhatCanBe: '只做能做的部分',
    handOver: '其余部分可说“把这个交给 @…”：我会连同已有的说明一起转交，并持续跟进。',
    form: {
      column: '列',
      asks: '问题与答案类型',
      types: { text: '文字', number: '数字', date: '日期', yes_no: '是或否' },
      oneOf: (choices) => `任选其一：${choices.join(' · ')}`,
    },
  },
};

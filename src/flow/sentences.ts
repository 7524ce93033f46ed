// The sentences that code says to people in a thread, in both languages.
import type { Language } from './words.ts';

type Sentence<Arguments extends readonly unknown[]> = Record<Language, (...values: Arguments) => string>;

interface OnRecord {
  readonly as: 'message' | 'constraint' | 'decision';
  readonly who: string;
  readonly day: string;
  readonly words: string;
}

interface WentOver {
  readonly how: 'override' | 'lift';
  readonly who: string;
  readonly day: string;
}

export const SENTENCES = {
  chartTakenBack: {
    en: () => 'A chart stood here; it was taken back.',
    zh: () => '此处原有一张图表，已撤回。',
  },
  notTheOwner: {
    en: (who: string, owner: string, choice: string) =>
      `${who} suggests: ${choice}. ${owner} decides, since it is their task.`,
    zh: (who: string, owner: string, choice: string) =>
      `${who} 建议：${choice}。这是 ${owner} 的任务，由其决定。`,
  },
  modelBusy: {
    en: (reason: string, at: string) =>
      `The model cannot be reached (${reason}). Nothing is lost; I try again at ${at}.`,
    zh: (reason: string, at: string) => `暂时无法连接模型（${reason}）。进度已保存，${at} 会再试。`,
  },
  modelBack: {
    en: () => 'The model was away for a while; it answers again, and I went on.',
    zh: () => '模型曾短暂不可用，现已恢复，我继续处理了。',
  },
  modelGone: {
    en: (reason: string) =>
      `The model could not be reached for a long time (${reason}). What was done is kept; say "go on" here when it is back.`,
    zh: (reason: string) => `长时间无法连接模型（${reason}）。进度已保存；恢复后在此说“继续”即可。`,
  },
  modelNonsense: {
    en: (times: number) =>
      `The model gave ${times} answers in a row that could not be used, so I stopped. What was done is kept; say "go on" to try again, or ask whoever runs me to check the model (longhand doctor).`,
    zh: (times: number) =>
      `模型连续 ${times} 次返回无法使用的内容，我已停止。进度已保存；可说“继续”重试，或请管理员检查模型（longhand doctor）。`,
  },
  modelRefused: {
    en: (reason: string) =>
      `The model refuses to go on with this: ${reason}. What was done is kept; say it differently here, and I try again.`,
    zh: (reason: string) => `模型拒绝继续：${reason}。进度已保存；换个说法，我再试。`,
  },
  modelRejected: {
    en: (reason: string) =>
      `The model's server does not take my requests: ${reason}. Whoever runs me can see why with "longhand doctor"; what was done is kept.`,
    zh: (reason: string) =>
      `模型服务器不接受我的请求：${reason}。管理员可运行 “longhand doctor” 查看原因；进度已保存。`,
  },
  tooLong: {
    en: () =>
      'This task has grown larger than the model can read at once, even shortened. What was done is kept; ask for a part of it in a new thread.',
    zh: () => '任务内容已超出模型一次可读的范围。进度已保存；请在新话题中提出其中一部分。',
  },
  budgetNear: {
    en: (used: string, limit: string, whose: string) =>
      `${used} of ${limit} are used, the budget ${whose}. When it is used up I stop and ask.`,
    zh: (used: string, limit: string, whose: string) =>
      `已用 ${used}，${whose}的预算为 ${limit}。用完后我会停下来询问。`,
  },
  budgetTitle: { en: () => 'The budget of this task is used up', zh: () => '此任务的预算已用完' },
  budgetUsed: {
    en: (used: string, limit: string) => `Used: ${used} of ${limit}`,
    zh: (used: string, limit: string) => `已用 ${used}，预算 ${limit}`,
  },
  stepsDone: {
    en: (done: number, all: number) => `Done so far: ${done} of ${all} steps`,
    zh: (done: number, all: number) => `目前完成 ${done}/${all} 步`,
  },
  budgetQuestion: { en: () => 'How shall I go on?', zh: () => '接下来怎么做？' },
  budgetMore: { en: (limit: string) => `Use ${limit} more`, zh: (limit: string) => `再用 ${limit}` },
  budgetFinish: { en: () => 'Finish with what there is', zh: () => '用现有结果收尾' },
  budgetStop: { en: () => 'Stop here', zh: () => '到此为止' },
  startQuestion: { en: () => 'Shall I read them under this form?', zh: () => '就用这张表来读吗？' },
  start: { en: () => 'Start', zh: () => '开始' },
  change: { en: () => 'Change', zh: () => '修改' },
  changeHow: {
    en: () =>
      'Say here what should be different: which columns to add, drop or ask otherwise, or which documents to leave out. I show you the form again before I start.',
    zh: () =>
      '请在这里说明要改什么：增加、去掉或改问哪些列，或者不读哪些文档。开始之前我会再给你看一次表格。',
  },
  budgetSpent: {
    en: (used: string, limit: string, whose: string) =>
      `The budget ${whose} is used up (${used} of ${limit}), so I stopped. What was done is kept; say "go on" here later, when less than that was used in the last 24 hours, or ask whoever runs me to raise it (BUDGETS).`,
    zh: (used: string, limit: string, whose: string) =>
      `${whose}的预算已用完（已用 ${used}，上限 ${limit}），我已停止。进度已保存；过一段时间在此说“继续”，或请管理员调高 BUDGETS。`,
  },
  tooManyTurns: {
    en: (turns: number) =>
      `After ${turns} turns this is still not done, so I stopped. What was done is kept; say "go on" here, or narrow the goal.`,
    zh: (turns: number) => `已进行 ${turns} 轮仍未完成，我已停止。进度已保存；可说“继续”，或缩小目标。`,
  },
  crashed: {
    en: (reason: string) =>
      `Something of mine broke, several times: ${reason}. What was done is kept; whoever runs me finds it in the log. Say "go on" to try again.`,
    zh: (reason: string) => `我这边多次出错：${reason}。进度已保存，日志中有详情。说“继续”可重试。`,
  },
  refused: {
    en: (reason: string) =>
      `I cannot do this: ${reason}.\nIf somebody here can, say “hand this to @…”: I pass it on with what was said, and keep after it.`,
    zh: (reason: string) =>
      `这件事我做不了：${reason}。\n如果这里有人能做，请说“把这个交给 @…”：我会连同已有的说明一起转交，并持续跟进。`,
  },
  answeredInWords: { en: () => 'Answered in the thread.', zh: () => '已在话题中回答。' },
  goalChanged: {
    en: () => 'The goal was edited, so this is open no more.',
    zh: () => '目标已修改，此卡片不再有效。',
  },
  reminder: {
    en: (who: string) =>
      `${who}, the card above still waits for you. Nothing happens until you answer, here or on the card; after another working day it rests.`,
    zh: (who: string) =>
      `${who}，上方的卡片还在等你回答。在你回答之前不会有任何操作；再过一个工作日它会休眠。`,
  },
  wentOver: {
    en: ({ how, who, day }: WentOver) =>
      how === 'override' ? `${who} on ${day}: do it anyway` : `${who} on ${day}: allowed`,
    zh: ({ how, who, day }: WentOver) =>
      how === 'override' ? `${who}（${day}）：仍然执行` : `${who}（${day}）：已准许`,
  },
  resting: {
    en: () => 'Rests: nobody answered the card. An answer wakes it.',
    zh: () => '休眠中：卡片无人回复，回复即可唤醒。',
  },
  approvalTitle: { en: () => 'Before I do this', zh: () => '执行前需要确认' },
  approvalQuestion: {
    en: () => 'Shall I do exactly this, once?',
    zh: () => '是否按以上内容执行一次？',
  },
  approve: { en: () => 'Approve', zh: () => '同意' },
  decline: { en: () => 'Do not do it', zh: () => '不要执行' },
  unknownTitle: {
    en: () => 'I don’t know whether this happened',
    zh: () => '无法确定这件事是否已经发生',
  },
  unknownQuestion: {
    en: () => 'The answer was lost, and I could not find out. Please look: did it happen?',
    zh: () => '对方的答复丢失，我无法查证。请帮忙确认：是否已经发生？',
  },
  itHappened: { en: () => 'It happened', zh: () => '已经发生' },
  itDidNot: { en: () => 'It did not', zh: () => '没有发生' },
  undone: {
    en: (what: string, who: string) => `Taken back, as ${who} asked: ${what}.`,
    zh: (what: string, who: string) => `已按 ${who} 的要求撤销：${what}。`,
  },
  notUndone: {
    en: (what: string, reason: string) => `This could not be taken back: ${what}. ${reason}`,
    zh: (what: string, reason: string) => `未能撤销：${what}。${reason}`,
  },
  undo: { en: (what: string) => `Undo: ${what}`, zh: (what: string) => `撤销：${what}` },
  cardStopped: { en: () => 'Stopped.', zh: () => '已停止。' },
  defaults: { en: () => 'Your defaults', zh: () => '使用你的默认值' },
  override: { en: () => 'Do it anyway', zh: () => '仍然执行' },
  whatCanBe: { en: () => 'What can be done', zh: () => '只做能做的部分' },
  instead: { en: () => 'The better way', zh: () => '按建议做' },
  startedOnDefaults: {
    en: () => 'Nobody answered, so I started on my defaults, as announced',
    zh: () => '没有人回复，我已按之前说明的默认方案开始',
  },
  askKnower: {
    en: (who: string, owner: string, words: string) =>
      `${who}, you would know: ${words} Say it here; ${owner} decides, since it is their task.`,
    zh: (who: string, owner: string, words: string) =>
      `${who}，这件事你最清楚：${words} 请在这里说一声；这是 ${owner} 的任务，由其决定。`,
  },
  askDecider: {
    en: (who: string, owner: string, words: string) =>
      `${who}, ${owner} wants something that goes against this. ${words} Say it here; ${owner} has the card.`,
    zh: (who: string, owner: string, words: string) =>
      `${who}，${owner} 想做的事与此不符。${words} 请在这里说一声；卡片在 ${owner} 那里。`,
  },
  askingLevel: {
    en: (level: 'more' | 'usual' | 'less') =>
      ({
        more: 'In this channel I ask also about what can be taken back. Say “ask us as usual” to undo it.',
        usual:
          'In this channel I ask where a wrong guess would be seen by others or could not be taken back.',
        less: 'In this channel I ask only where many people are reached or it cannot be taken back. Say “ask us as usual” to undo it.',
      })[level],
    zh: (level: 'more' | 'usual' | 'less') =>
      ({
        more: '在这个频道里，可以撤回的事我也会先问。说“照常问”即可恢复。',
        usual: '在这个频道里，猜错会被别人看到或无法撤回时，我才会问。',
        less: '在这个频道里，只有影响到很多人或无法撤回时我才会问。说“照常问”即可恢复。',
      })[level],
  },
  startsOnDefaults: {
    en: (minutes: number | undefined) =>
      minutes === undefined
        ? 'Without an answer I do not start.'
        : `What can be taken back I start on my defaults when nobody answers for ${minutes} minutes; the card says when.`,
    zh: (minutes: number | undefined) =>
      minutes === undefined
        ? '没有回复我不会开始。'
        : `可以撤回的事，${minutes} 分钟没人回复我就按默认方案开始；卡片上会写明时间。`,
  },
  remembered: {
    en: (about: string) =>
      `Noted: I will not ask you about ${about} here again. Delete your message to undo it.`,
    zh: (about: string) => `记下了：在这里不再问你“${about}”。删除你那条消息即可恢复。`,
  },
  go: { en: () => 'Go ahead now', zh: () => '现在开始' },
  allow: { en: () => 'Allow it', zh: () => '准许' },
  consult: { en: (who: string) => `Ask ${who}`, zh: (who: string) => `询问 ${who}` },
  consulted: {
    en: (who: string, owner: string, words: string) =>
      `${who}, ${owner} asks for your word. ${words} If it may be done, press “Allow it” on the card above or say so here; if it may not, say why.`,
    zh: (who: string, owner: string, words: string) =>
      `${who}，${owner} 想请你定夺。${words} 如果可以做，请点上方卡片的“准许”或在这里说一声；如果不可以，请说明原因。`,
  },
  lift: { en: (who: string) => `Allowed by ${who}`, zh: (who: string) => `${who} 已准许` },
  barred: {
    en: (why: 'secret' | 'private' | 'approval' | 'identity', about: string) =>
      ({
        secret: `I do not pass on secrets: “${about}”.`,
        private: `“${about}” is private to other people, so I do not pass it on.`,
        approval: 'You say that this was approved. I looked, and found no approval of it here.',
        identity: `Only ${about} can speak as ${about}, from their own account.`,
      })[why],
    zh: (why: 'secret' | 'private' | 'approval' | 'identity', about: string) =>
      ({
        secret: `我不会转发机密信息：“${about}”。`,
        private: `“${about}”属于他人的隐私，我不会转发。`,
        approval: '你说这件事已经批准。我查过了，这里没有找到相应的批准。',
        identity: `只有 ${about} 本人能用自己的账号代表 ${about} 说话。`,
      })[why],
  },
  onRecord: {
    en: ({ as, who, day, words }: OnRecord) =>
      as === 'message'
        ? `On ${day} ${who} wrote: “${words}”`
        : `On ${day} ${who} ${as === 'decision' ? 'decided' : 'made it a rule'}: “${words}” — does this replace it?`,
    zh: ({ as, who, day, words }: OnRecord) =>
      as === 'message'
        ? `${day} ${who} 写道：“${words}”`
        : `${day} ${who} ${as === 'decision' ? '决定' : '定下规则'}：“${words}”——这次要改变它吗？`,
  },
  whichValue: {
    en: (name: string) => `What should “${name}” be?`,
    zh: (name: string) => `“${name}”应该是什么？`,
  },
  whichChannel: {
    en: (name: string) => `I see no channel #${name}. Which one do you mean?`,
    zh: (name: string) => `我找不到频道 #${name}。你指的是哪一个？`,
  },
  isItSo: { en: (claim: string) => `Is it so? ${claim}`, zh: (claim: string) => `情况是这样吗？${claim}` },
  yes: { en: () => 'Yes', zh: () => '是' },
  no: { en: () => 'No', zh: () => '不是' },
  thinking: { en: () => 'Thinking', zh: () => '思考中' },
} satisfies Record<string, Sentence<never[]> | Sentence<never>>;

// The words that are ours on a handoff's card, forms and lists.
import type { Language } from '../../flow/words.ts';
import type { HandoffState } from '../../task/handoff.ts';

export interface HandoffFixedWords {
  readonly title: (number: number) => string;
  readonly state: Readonly<Record<HandoffState, string>>;
  readonly overdue: string;
  readonly due: string;
  readonly noDue: string;
  readonly escalate: string;
  readonly from: string;
  readonly done: string;
  readonly left: string;
  readonly questions: string;
  readonly constraints: string;
  readonly files: string;
  readonly changes: string;
  readonly withheld: (count: number) => string;
  readonly away: (who: string, status: string) => string;
  readonly outside: (who: string) => string;
  readonly ownIdea: (who: string) => string;
  readonly noTool: (who: string) => string;
  readonly chooseAnother: string;
  readonly counter: (who: string) => string;
  readonly reason: string;
  readonly evidence: string;
  readonly onTheirCard: (who: string) => string;
  readonly accept: string;
  readonly decline: string;
  readonly giveBack: string;
  readonly suggest: string;
  readonly return: string;
  readonly takeBack: string;
  readonly agree: string;
  readonly insist: string;
  readonly confirm: string;
  readonly confirmAnyway: string;
  readonly checkAgain: string;
  readonly confirmBare: string;
  readonly leaveIt: string;
  readonly form: Readonly<
    Record<'decline' | 'counter' | 'return', { title: string; label: string; hint: string }>
  >;
  /** Instead of a form that came too late. */
  readonly late: (say: string) => string;
  readonly sayInstead: Readonly<Record<'decline' | 'counter' | 'return', string>>;
  readonly dueLabel: string;
  readonly send: string;
  readonly cancel: string;
  readonly plate: Readonly<Record<'receiver' | 'giver', { title: string; none: string }>>;
  readonly age: (days: number) => string;
  readonly by: Readonly<Record<'receiver' | 'giver', (who: string) => string>>;
  readonly elsewhere: (count: number) => string;
  readonly more: (count: number) => string;
  readonly open: string;
}

const english: HandoffFixedWords = {
  title: (number) => `Handoff ${number}`,
  state: {
    proposed: 'Not handed over yet',
    offered: 'Waiting for an answer',
    accepted: 'Accepted',
    countered: 'Other terms suggested',
    declined: 'Declined',
    returned: 'Returned',
    withdrawn: 'Taken back',
  },
  overdue: 'Overdue',
  due: 'Due',
  noDue: 'No date named',
  escalate: 'If late',
  from: 'From',
  done: 'Done so far',
  left: 'Left to do',
  questions: 'Open questions',
  constraints: 'Holding to, word for word',
  files: 'Files',
  changes: 'Agreed since',
  withheld: (count) =>
    count === 1
      ? 'One thing stays in the channel it was said in: ask to be invited there to read it.'
      : `${count} things stay in the channel they were said in: ask to be invited there to read them.`,
  away: (who, status) => `${who} seems to be away: “${status}”.`,
  outside: (who) =>
    `${who} cannot read this channel, so nothing that was said here goes out by itself. Invite them and check again, or hand it over with your own words alone.`,
  ownIdea: (who) => `Nobody named ${who}: I would hand this over, if you agree.`,
  noTool: (who) => `I have no tool for this. ${who} may be the one to do it: shall I hand it over?`,
  chooseAnother: 'To choose somebody else, leave it, and say “hand this to @…”.',
  counter: (who) => `${who} suggests`,
  reason: 'Reason',
  evidence: 'What came back',
  onTheirCard: (who) => `${who} answers on a card of their own.`,
  accept: 'Accept',
  decline: 'Decline…',
  giveBack: 'Give back…',
  suggest: 'Suggest other terms…',
  return: 'Return with the result…',
  takeBack: 'Take back',
  agree: 'Agree',
  insist: 'Keep as it was',
  confirm: 'Hand over',
  confirmAnyway: 'Hand over anyway',
  checkAgain: 'Hand over',
  confirmBare: 'Hand over without quotes',
  leaveIt: 'Leave it',
  form: {
    decline: { title: 'Decline the handoff', label: 'Why not?', hint: 'The giver reads this.' },
    counter: {
      title: 'Suggest other terms',
      label: 'What would you rather do?',
      hint: 'Another scope or another date; the giver decides.',
    },
    return: {
      title: 'Return the handoff',
      label: 'What came of it, and how can one see it?',
      hint: 'Files: answer in the thread with “done” and the files instead.',
    },
  },
  late: (say) =>
    `Slack gives me three seconds to open a form, and I was slower. Press again, or say it in the thread: “${say}”.`,
  sayInstead: {
    decline: 'decline: why',
    counter: 'counter: only the first half, by Friday',
    return: 'done: what came of it',
  },
  dueLabel: 'By when',
  send: 'Send',
  cancel: 'Cancel',
  plate: {
    receiver: { title: 'On your plate', none: 'Nothing is on your plate.' },
    giver: { title: 'What you handed off', none: 'Nothing you handed off is open.' },
  },
  age: (days) => (days === 0 ? 'since today' : days === 1 ? 'for 1 day' : `for ${days} days`),
  by: { receiver: (who) => `from ${who}`, giver: (who) => `with ${who}` },
  elsewhere: (count) => `${count} more from other channels: ask me in a direct message.`,
  more: (count) => `… and ${count} more.`,
  open: 'open',
};

const chinese: HandoffFixedWords = {
  title: (number) => `交接 ${number}`,
  state: {
    proposed: '尚未交出',
    offered: '等待答复',
    accepted: '已接受',
    countered: '对方提出其他条件',
    declined: '已婉拒',
    returned: '已交回',
    withdrawn: '已收回',
  },
  overdue: '已逾期',
  due: '期限',
  noDue: '未指定',
  escalate: '逾期时通知',
  from: '来自',
  done: '已完成',
  left: '待完成',
  questions: '未决问题',
  constraints: '必须遵守（原文）',
  files: '文件',
  changes: '后来商定',
  withheld: (count) => `有 ${count} 项内容只留在原频道中；如需阅读，请申请加入该频道。`,
  away: (who, status) => `${who} 似乎不在：“${status}”。`,
  outside: (who) =>
    `${who} 无法阅读此频道，因此这里的内容不会自动转出。请先邀请对方再交接，或只用你自己的话交接。`,
  ownIdea: (who) => `没有人指定 ${who}：如果你同意，我会把这件事交给对方。`,
  noTool: (who) => `我没有做这件事的工具。也许 ${who} 可以处理：要我转交吗？`,
  chooseAnother: '如需换人，请先搁置，再说“把这个交给 @…”。',
  counter: (who) => `${who} 的提议`,
  reason: '原因',
  evidence: '交回的结果',
  onTheirCard: (who) => `${who} 在单独的卡片上答复。`,
  accept: '接受',
  decline: '婉拒…',
  giveBack: '退回…',
  suggest: '提出其他条件…',
  return: '交回结果…',
  takeBack: '收回',
  agree: '同意',
  insist: '保持原样',
  confirm: '交接',
  confirmAnyway: '仍然交接',
  checkAgain: '交接',
  confirmBare: '不含引用地交接',
  leaveIt: '先搁置',
  form: {
    decline: { title: '婉拒交接', label: '原因', hint: '交出方会看到。' },
    counter: { title: '提出其他条件', label: '你希望怎样做？', hint: '可以是其他范围或期限，由交出方决定。' },
    return: {
      title: '交回',
      label: '结果是什么？如何验证？',
      hint: '如有文件，请在消息列中回复“完成”并附上文件。',
    },
  },
  late: (say) => `Slack 只给我三秒钟打开表单，我慢了。请再点一次，或直接在消息列中说：“${say}”。`,
  sayInstead: { decline: '拒绝，因为……', counter: '我只能做前半部分，周五前', return: '完成，结果是……' },
  dueLabel: '期限',
  send: '发送',
  cancel: '取消',
  plate: {
    receiver: { title: '你手上的事', none: '你手上没有待办的交接。' },
    giver: { title: '你交出去的事', none: '你没有未结束的交接。' },
  },
  age: (days) => (days === 0 ? '今天起' : `已 ${days} 天`),
  by: { receiver: (who) => `来自 ${who}`, giver: (who) => `在 ${who} 手上` },
  elsewhere: (count) => `另有 ${count} 项来自其他频道，请在私信中问我。`,
  more: (count) => `……还有 ${count} 项。`,
  open: '打开',
};

const BY_LANGUAGE: Record<Language, HandoffFixedWords> = { en: english, zh: chinese };

export function handoffWords(language: Language): HandoffFixedWords {
  return BY_LANGUAGE[language];
}

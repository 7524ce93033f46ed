// The goal "every working day at 9 post what changed", "tomorrow at 8 remind us": read into a schedule, asked where it is open.
import { shorten } from '../extract/text.ts';
import { agree, fromGoal, toForm, type Argument, type Form } from '../form.ts';
import { ask, pick, type Picked } from '../pick.ts';
import type { Outcome, Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { begin, complete, fail } from '../steps.ts';
import { type Language, type Tongue, tongueOf } from '../tongue.ts';
import { zoneIn } from './once.ts';
import { timingIn, type Timing } from './timing.ts';

export function recognisesRecurring(goal: string): boolean {
  // Which day it is matters only for what is proposed, not for whether something is.
  const now = { date: '2026-01-01', time: '00:00' };
  if (timingIn({ text: goal, later: [], now, language: 'en' }) === undefined) return false;
  // "what did we say about the weekly report" asks; it sets up nothing.
  return (
    !/^(?:@\S+\s+)?(?:when|who|what|why|where|did|how)\b/i.test(goal.trim()) && !/[?？]\s*$/.test(goal.trim())
  );
}

export function* recurring(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const { text } = situation.goal;
  const later = situation.later.map((said) => said.text);
  const timing = timingIn({ text, later, now: situation.now, language });
  if (timing === undefined) return tell('I could not read when.', '没有读懂时间。');
  const picked = timing.kind === 'open' ? pick(timing.options, situation) : undefined;
  if (timing.kind === 'open' && picked === undefined)
    yield [
      {
        name: 'search_history',
        input: { words: tell('report every morning time', '每天 几点 报告'), limit: 8 },
      },
    ];
  const zone = zoneIn(text);
  const wish = wishOf(text, [...timing.words, zone?.words]);
  const form = recurringForm(situation, { language, timing, picked, wish });
  const agreement = yield* agree(situation, form, tell);
  if (agreement.kind === 'closed') return agreement.words;

  const value = timing.kind === 'said' ? timing.value : (picked?.value ?? timing.options[0]?.value ?? '');
  const [outcome] = yield* begin(1, [
    {
      name: 'create_schedule',
      input: {
        [timing.argument]: timing.argument === 'in_minutes' ? Number(value) : value,
        time_zone: zone?.zone ?? situation.zone,
        goal: wish,
        ...(timing.argument === 'expression' ? { missed: 'run-once' } : {}),
        ...conditionsIn(text),
      },
    },
  ]);
  return yield* told(situation, { outcome, wish, tell });
}

interface Wished {
  readonly language: Language;
  readonly timing: Timing;
  readonly picked: Picked | undefined;
  readonly wish: string;
}

function recurringForm(situation: Situation, { language, timing, picked, wish }: Wished): Form {
  const tell = tongueOf(language);
  const outcome = tell(`“${wish}” is done at its times, by itself`, `按时自动完成“${wish}”`);
  if (!situation.tools.has('create_schedule'))
    return toForm({
      language,
      outcome,
      missing_abilities: [
        {
          ability: tell(
            'do something again at set times (there is no tool for schedules here)',
            '按时间重复执行（这里没有定时工具）',
          ),
          nearest: tell(
            'do it once, now, when you ask without “every …”',
            '不带“每…”再说一次，我现在就做一次',
          ),
        },
      ],
    });
  const zone = zoneIn(situation.goal.text);
  const isOpen = timing.kind === 'open' && picked === undefined;
  return toForm({
    language,
    outcome,
    deliverable: tell('A schedule in this channel, to be switched on', '本频道的一个待启用的定时任务'),
    done_when: [tell('its card stands here with the next times', '卡片已列出之后的时间')],
    steps: [
      {
        title: tell('Set up the schedule', '设置定时任务'),
        tool: 'create_schedule',
        arguments: [
          whenArgument(situation, timing, picked),
          zone === undefined
            ? {
                name: 'time_zone',
                value: situation.zone,
                source: { kind: 'channel_default' },
                candidates: [],
              }
            : {
                name: 'time_zone',
                value: zone.zone,
                source: fromGoal(situation, zone.words),
                candidates: [],
              },
          { name: 'goal', value: wish, source: fromGoal(situation, wish), candidates: [] },
        ],
      },
    ],
    questions: isOpen
      ? [ask(timing.question, { about: timing.argument, options: timing.options, situation })]
      : [],
    assumptions:
      zone === undefined
        ? [
            {
              text: tell(`times are in ${situation.zone}`, `时间按 ${situation.zone}`),
              why: tell('it is your time zone', '这是你的时区'),
            },
          ]
        : [],
  });
}

function whenArgument(situation: Situation, timing: Timing, picked: Picked | undefined): Argument {
  const { argument: name } = timing;
  if (timing.kind === 'said')
    return { name, value: timing.value, source: quoteWhen(situation, timing.words), candidates: [] };
  return picked === undefined
    ? { name, value: '', source: { kind: 'guess' }, candidates: [...timing.options] }
    : { name, value: picked.value, source: picked.source, candidates: [] };
}

/** Where how often and when stand next to each other they are one quote. */
function quoteWhen(situation: Situation, [first = '', second]: readonly string[]): Argument['source'] {
  const { text } = situation.goal;
  const from = text.indexOf(first);
  const end = second === undefined ? -1 : text.indexOf(second, from);
  const both = end < 0 || second === undefined ? first : text.slice(from, end + second.length);
  return fromGoal(situation, both.length < 80 && !both.includes('\n') ? both : first);
}

/** What is left of the goal without when. */
function wishOf(goal: string, when: readonly (string | undefined)[]): string {
  const plain = when.reduce(
    (left: string, words) => left.replace(words ?? '\u0000', ' '),
    goal.replace(/@\S+\s*/, ''),
  );
  const cut = plain
    .replace(/^[\s,，、:：;和]+|[\s,，、;：]+$/g, '')
    .replace(/^(?:please|请|麻烦)\s*/i, '')
    .replace(/\s+(?:at|on|in the (?:morning|afternoon|evening))$/i, '')
    .replace(/^(?:(?:at|on)\b|in the (?:morning|afternoon|evening)|早上|上午|下午|晚上|每天|的)[\s,，]*/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  return cut.length > 2 ? shorten(cut, 1000) : shorten(goal.replace(/@\S+\s*/, ''), 1000);
}

/** "only if something was said", "only if a number moved by 10 %". */
function conditionsIn(goal: string): Readonly<Record<string, unknown>> {
  const moved =
    /\b(?:only|just)\b[^.]*\bmoved? (?:by )?(\d+(?:\.\d+)?)\s*%|变动(?:达到|超过)?\s*(\d+)\s*%/i.exec(goal);
  const isQuietOk =
    /\bonly (?:if|when) (?:something|anything) (?:was said|changed|is new)|(?:有新消息|有变化)(?:时)?才/i.test(
      goal,
    );
  return {
    ...(moved === null ? {} : { only_if_moved_percent: Number(moved[1] ?? moved[2]) }),
    ...(isQuietOk ? { only_if_changed_in: ['this channel'] } : {}),
  };
}

function* told(
  situation: Situation,
  { outcome, wish, tell }: { outcome: Outcome | undefined; wish: string; tell: Tongue },
): Script<string> {
  const { ts } = situation.goal;
  if (outcome === undefined || outcome.id === '' || /^(?:Nothing was|Input not)/.test(outcome.text)) {
    const reason = outcome?.text ?? '';
    yield* fail(1, reason);
    if (reason.includes('not in the future'))
      return tell(
        `Nothing was set up: that time has passed already [m:${ts}].`,
        `没有设置：这个时间已经过去了 [m:${ts}]。`,
      );
    return tell(`Nothing was set up. ${reason} [m:${ts}]`, `没有设置成功。${reason} [m:${ts}]`);
  }
  yield* complete(1, wish);
  return tell(
    `Proposed as you asked [m:${ts}]: its times are on the card above, and nothing runs before you switch it on there.`,
    `已按你的要求拟好 [m:${ts}]：时间见上方卡片，启用之前不会运行。`,
  );
}

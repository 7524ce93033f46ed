// The goal "every working day at 9 post what changed": read into a schedule, asked where no time was said.
import { shorten } from '../extract/text.ts';
import { agree, fromGoal, toForm, type Argument, type Candidate, type Form } from '../form.ts';
import { ask, pick } from '../pick.ts';
import type { Outcome, Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { begin, complete, fail } from '../steps.ts';
import { type Language, type Tongue, tongueOf } from '../tongue.ts';
import { onceIn, zoneIn, type Once } from './once.ts';
import { cadenceIn, expressionOf, timeIn, type Cadence } from './when.ts';

export function recognisesRecurring(goal: string): boolean {
  // Which day it is matters only for what is proposed, not for whether something is.
  if (cadenceIn(goal) === undefined && onceIn(goal, { date: '2026-01-01', time: '00:00' }) === undefined)
    return false;
  // "what did we say about the weekly report" asks; it sets up nothing.
  return (
    !/^(?:@\S+\s+)?(?:when|who|what|why|where|did|how)\b/i.test(goal.trim()) && !/[?？]\s*$/.test(goal.trim())
  );
}

export function* recurring(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const cadence = cadenceIn(situation.goal.text);
  const once = cadence === undefined ? onceIn(situation.goal.text, situation.now) : undefined;
  if (once !== undefined) return yield* comesOnce(situation, { once, language });
  const whole = [situation.goal.text, ...situation.later.map(({ text }) => text)];
  const time = whole.map(timeIn).findLast((found) => found !== undefined);
  if (cadence === undefined) return tell('I could not read how often.', '没有读懂多久一次。');
  const options = [9, 8, 12, 17].map((hour): Candidate => ({
    value: expressionOf(cadence, { hour, minute: 0 }),
    label: `${String(hour).padStart(2, '0')}:00`,
  }));
  const picked = time === undefined && !cadence.isHourly ? pick(options, situation) : undefined;
  const isOpen = time === undefined && !cadence.isHourly && picked === undefined;
  if (isOpen)
    yield [
      {
        name: 'search_history',
        input: { words: tell('report every morning time', '每天 几点 报告'), limit: 8 },
      },
    ];
  const expression = picked?.value ?? expressionOf(cadence, time ?? { hour: 9, minute: 0 });
  const zone = zoneIn(situation.goal.text);
  const wish = wishOf(situation.goal.text, [cadence.words, time?.words, zone?.words]);
  const when: Argument = isOpen
    ? { name: 'expression', value: '', source: { kind: 'guess' }, candidates: options }
    : {
        name: 'expression',
        value: expression,
        source: picked?.source ?? quoteWhen(situation, cadence, time?.words),
        candidates: [],
      };
  const agreement = yield* agree(
    situation,
    recurringForm(situation, { language, when, options: isOpen ? options : [], wish }),
    tell,
  );
  if (agreement.kind === 'closed') return agreement.words;

  const [outcome] = yield* begin(1, [
    {
      name: 'create_schedule',
      input: {
        expression,
        time_zone: zone?.zone ?? situation.zone,
        goal: wish,
        missed: 'run-once',
        ...conditionsIn(situation.goal.text),
      },
    },
  ]);
  return yield* told(situation, { outcome, wish, tell });
}

function recurringForm(
  situation: Situation,
  {
    language,
    when,
    options,
    wish,
  }: { language: Language; when: Argument; options: readonly Candidate[]; wish: string },
): Form {
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
          when,
          { name: 'time_zone', value: situation.zone, source: { kind: 'channel_default' }, candidates: [] },
          { name: 'goal', value: wish, source: fromGoal(situation, wish), candidates: [] },
        ],
      },
    ],
    questions:
      options.length === 0
        ? []
        : [ask(tell('At what time?', '几点？'), { about: 'expression', options, situation })],
    assumptions: [
      {
        text: tell(`times are in ${situation.zone}`, `时间按 ${situation.zone}`),
        why: tell('it is your time zone', '这是你的时区'),
      },
    ],
  });
}

/** Where cadence and time stand next to each other they are one quote. */
function quoteWhen(situation: Situation, cadence: Cadence, time: string | undefined): Argument['source'] {
  const { text } = situation.goal;
  const from = text.indexOf(cadence.words);
  const end = time === undefined ? -1 : text.indexOf(time, from);
  const both = end < 0 || time === undefined ? cadence.words : text.slice(from, end + time.length);
  return both.length < 80 && !both.includes('\n')
    ? fromGoal(situation, both)
    : fromGoal(situation, cadence.words);
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
    .replace(/^(?:(?:at|on)\b|in the (?:morning|afternoon|evening)|早上|上午|下午|晚上)[\s,，]*/i, '')
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

/** A reminder in 20 minutes, a report tomorrow at eight: proposed as it was said. */
function* comesOnce(
  situation: Situation,
  { once, language }: { once: Once; language: Language },
): Script<string> {
  const tell = tongueOf(language);
  const zone = zoneIn(situation.goal.text);
  const wish = wishOf(situation.goal.text, [...once.words, zone?.words]);
  const [name, value] = Object.entries(once.input)[0] ?? ['at', ''];
  const [first = ''] = once.words;
  const when: Argument = { name, value: String(value), source: fromGoal(situation, first), candidates: [] };
  const form = recurringForm(situation, { language, when, options: [], wish });
  const agreement = yield* agree(situation, form, tell);
  if (agreement.kind === 'closed') return agreement.words;
  const [outcome] = yield* begin(1, [
    {
      name: 'create_schedule',
      input: { ...once.input, time_zone: zone?.zone ?? situation.zone, goal: wish },
    },
  ]);
  return yield* told(situation, { outcome, wish, tell });
}

function* told(
  situation: Situation,
  { outcome, wish, tell }: { outcome: Outcome | undefined; wish: string; tell: Tongue },
): Script<string> {
  const { ts } = situation.goal;
  if (outcome === undefined || outcome.id === '' || /^(?:Nothing was|Input not)/.test(outcome.text)) {
    const reason = outcome?.text ?? '';
    yield* fail(1, reason);
    return tell(`Nothing was set up. ${reason} [m:${ts}]`, `没有设置成功。${reason} [m:${ts}]`);
  }
  yield* complete(1, wish);
  return tell(
    `Proposed as you asked [m:${ts}]: “${wish}”. The card above has its times; nothing runs before you switch it on there.`,
    `已按你的要求拟好 [m:${ts}]：“${wish}”。时间见上方卡片；启用之前不会运行。`,
  );
}

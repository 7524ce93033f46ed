// The goals "pause report 2", "make it 8:30", 「暂停定期报告 2」: read into one call of the tools for schedules.
import { agree, toForm } from '../form.ts';
import type { Call, Script } from '../script.ts';
import { use } from '../script.ts';
import type { Situation } from '../situation.ts';
import { begin, complete, fail } from '../steps.ts';
import { type Language, tongueOf } from '../tongue.ts';
import { addDays } from '../extract/dates.ts';
import { cadenceIn, expressionOf } from './cadence.ts';
import { clockOf, timeIn } from './day-time.ts';

const NAMED = /\b(?:report|schedule)s?\s*#?(\d+)|(?:定期报告|定时任务|报告)\s*(\d+)/i;
const IT =
  /\b(?:make|move|change|set) (?:it|this)\b|\balso (?:for|to|in) #|改(?:到|成|为)|也发(?:到|给)|推迟到|提前到/i;

/** Said of the newest one, without its number. */
const OF_IT =
  /^(?:please |请)?(?:(?:switch|turn) (?:it|this) on|(?:switch|turn) on(?: it| this)?|approved?(?: it| this)?|(?:pause|resume|delete|replay|try) (?:it|this)\b.*|skip (?:the )?next(?: one| time)?|run (?:it|this) now|(?:hand|give) (?:it|this) (?:over )?to [^,:]{1,40}|(?:把它)?(?:启用|打开|同意启用|批准)(?:它|吧)?|(?:把它)?(?:暂停|恢复|删除|重放)(?:它|吧|到.+)?|跳过下一次|(?:立即|现在|马上)运行(?:一次)?|(?:把它)?(?:移)?交给[^,，:：]{1,40})[.!。！]?$/iu;

/** What is asked of it, in the order in which the words are tried. */
const ACTIONS: readonly { readonly words: RegExp; readonly action: string }[] = [
  {
    words:
      /\b(?:what )?would .{0,60}have (?:posted|said)|\breplay\b|(?:会|本来会)(?:发|说)(?:什么|哪些)|重放/i,
    action: 'replay',
  },
  { words: /\b(?:switch|turn)\b.*\bon\b|\bapproved?\b|启用|打开|批准/i, action: 'switch_on' },
  { words: /\b(?:skip|leave out)\b|跳过/i, action: 'skip_next' },
  { words: /\b(?:trial|try out)\b|试运行|试一下/i, action: 'trial' },
  { words: /\brun\b.*\bnow\b|立即运行|现在运行|马上运行/i, action: 'run_now' },
  { words: /\b(?:resume|unpause|go on with|continue)\b|恢复|继续运行/i, action: 'resume' },
  { words: /\bpause\b|暂停/i, action: 'pause' },
  { words: /\b(?:hand(?: over)?|give)\b.*\bto\b|移交给|交给/i, action: 'hand_over' },
  { words: /\b(?:delete|end|remove)\b|删除|结束/i, action: 'delete' },
];

export function recognisesManaging(goal: string): boolean {
  if (OF_IT.test(goal.replace(/^@\S+\s*/, '').trim())) return true;
  const isAsked =
    ACTIONS.some(({ words }) => words.test(goal)) || IT.test(goal) || timeIn(goal) !== undefined;
  return (NAMED.test(goal) && isAsked) || (IT.test(goal) && (timeIn(goal) !== undefined || /#\S/.test(goal)));
}

export function* manageSchedule(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const listed = yield* use('list_schedules', {});
  const named = NAMED.exec(situation.goal.text);
  const numbers = [...listed.text.matchAll(/^Schedule (\d+)\./gm)].map(([, number]) => Number(number));
  const number = named === null ? numbers.at(-1) : Number(named[1] ?? named[2]);
  if (number === undefined) {
    const none = tell('There is no schedule here that this could be about.', '这里没有可以修改的定时任务。');
    const agreement = yield* agree(
      situation,
      toForm({ kind: 'question', language, answer: none, outcome: none, deliverable: none }),
      tell,
    );
    return agreement.kind === 'closed' ? agreement.words : none;
  }
  const call = toCall(situation, number);
  const outcome = tell(`Schedule ${number} is as asked`, `定时任务 ${number} 已按要求处理`);
  const agreement = yield* agree(
    situation,
    toForm({
      language,
      outcome,
      deliverable: outcome,
      done_when: [outcome],
      steps: [
        {
          title: tell(`Change schedule ${number}`, `修改定时任务 ${number}`),
          tool: call.name,
          arguments: [
            {
              name: 'schedule',
              value: String(number),
              source:
                named === null
                  ? { kind: 'tool_result', call: listed.id }
                  : { kind: 'quote', message: situation.goal.ts, words: named[0] },
              candidates: [],
            },
          ],
        },
      ],
    }),
    tell,
  );
  if (agreement.kind === 'closed') return agreement.words;
  const [made] = yield* begin(1, [call]);
  const text = made?.text ?? '';
  if (made === undefined || made.id === '' || /^(?:Nothing was|Input not)/.test(text)) {
    yield* fail(1, text);
    return tell(`It could not be done. ${text}`, `没有成功。${text}`);
  }
  yield* complete(1, text);
  return text;
}

function toCall({ goal: { text }, now }: Situation, schedule: number): Call {
  const action = IT.test(text) ? undefined : ACTIONS.find(({ words }) => words.test(text))?.action;
  if (action === undefined) return { name: 'change_schedule', input: { schedule, ...changesIn(text) } };
  const until = action === 'pause' ? untilIn(text, now.date) : undefined;
  const to = action === 'hand_over' ? /(?:\bto|交给)\s*@?([^\s,.，。]+)/i.exec(text)?.[1] : undefined;
  const last = action === 'replay' ? /\blast (\d+)|最近\s*(\d+)|过去\s*(\d+)/i.exec(text) : null;
  return {
    name: 'manage_schedule',
    input: {
      schedule,
      action,
      ...(until === undefined ? {} : { until }),
      ...(to === undefined ? {} : { to }),
      ...(last === null ? {} : { last: Number(last[1] ?? last[2] ?? last[3]) }),
    },
  };
}

function changesIn(text: string): Readonly<Record<string, unknown>> {
  const places = [...text.matchAll(/#([\p{L}\p{N}_-]+)/gu)].map(([place]) => place);
  const time = timeIn(text);
  const cadence = cadenceIn(text);
  const timing =
    time === undefined
      ? {}
      : cadence?.kind === 'days'
        ? { expression: expressionOf(cadence.days, time) }
        : { time: clockOf(time) };
  return { ...timing, ...(places.length === 0 ? {} : { also_to: places }) };
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** "until Monday", "until 2026-12-04", 「到下周一」: the morning of that day. */
function untilIn(text: string, date: string): string | undefined {
  const iso = /\b(\d{4}-\d{2}-\d{2})\b/.exec(text)?.[1];
  if (iso !== undefined) return `${iso}T00:00`;
  const named = /\buntil (?:next )?(sun|mon|tues|wednes|thurs|fri|satur)day\b/i.exec(text)?.[1];
  const han = /到(?:下)?(?:周|星期)([一二三四五六日天])/.exec(text)?.[1];
  if (named === undefined && han === undefined)
    return /\buntil tomorrow\b|到明天/i.test(text) ? `${addDays(date, 1)}T00:00` : undefined;
  const wanted =
    named === undefined
      ? '日一二三四五六'.indexOf((han ?? '').replace('天', '日'))
      : WEEKDAYS.findIndex((day) => day.startsWith(named.toLowerCase()));
  const today = new Date(`${date}T00:00:00Z`).getUTCDay();
  return `${addDays(date, (wanted - today + 7) % 7 || 7)}T00:00`;
}

// Draws the forms behind a schedule's buttons, filled in with how it stands.
import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import { AS_IT_IS, partsOf, type FormField } from '../../flow/schedule/schedule-form.ts';
import type { FormKind } from '../../flow/schedule/schedule-forms.ts';
import type { Schedule } from '../../schedule/store.ts';
import { whenInWords } from '../../schedule/when.ts';
import { clip } from './pieces.ts';
import { toFormPlace, type FormPlace } from './schedule-ids.ts';
import { scheduleFormWords, type ScheduleFormWords } from './schedule-form-words.ts';

export const SCHEDULE_FORM = /^schedule_form_(change|pause-until|hand-over|delete)$/u;
/** Fields of the smaller forms. */
export const UNTIL = 'until';
export const NEW_OWNER = 'new-owner';

/** Slack's limit for the text of an option (docs.slack.dev, composition objects). */
const OPTION_CHARS = 75;
const GOAL_CHARS = 3000;

export function drawScheduleForm(kind: FormKind, schedule: Schedule, place: FormPlace): ModalView {
  const words = scheduleFormWords(schedule.terms.language);
  const title = {
    change: words.change,
    'pause-until': words.pause,
    'hand-over': words.handOver,
    delete: words.delete,
  };
  return {
    type: 'modal',
    callback_id: `schedule_form_${kind}`,
    private_metadata: toFormPlace(place),
    title: plain(words.of(title[kind], schedule.number)),
    submit: plain(kind === 'change' ? words.save : title[kind]),
    close: plain(words.cancel),
    blocks: blocksOf(kind, schedule, words),
  };
}

function blocksOf(kind: FormKind, schedule: Schedule, words: ScheduleFormWords): KnownBlock[] {
  switch (kind) {
    case 'change':
      return [
        ...whenBlocks(schedule, words),
        ...placeBlocks(schedule, words),
        ...ruleBlocks(schedule, words),
      ];
    case 'pause-until':
      return [
        input(UNTIL, words.until, {
          element: { type: 'datetimepicker', action_id: UNTIL },
          optional: true,
          hint: plain(words.untilHint),
        }),
      ];
    case 'hand-over':
      return [input(NEW_OWNER, words.newOwner, { element: { type: 'users_select', action_id: NEW_OWNER } })];
    case 'delete':
      return [{ type: 'section', text: plain(words.sure(schedule.number)) }];
  }
}

function whenBlocks({ terms }: Schedule, words: ScheduleFormWords): KnownBlock[] {
  const { when, timeZone, goal } = terms;
  const parts = partsOf(when);
  const choices = daysOf(words);
  const standing = choices.find(({ value }) => value === parts?.days);
  const asItIs = option(AS_IT_IS, whenInWords(terms, terms.language));
  const goalBlock = field('goal', words.goal, {
    element: {
      type: 'plain_text_input',
      action_id: 'goal',
      multiline: true,
      initial_value: clip(goal, GOAL_CHARS),
      max_length: GOAL_CHARS,
    },
  });
  const zone = field('timeZone', words.zone, {
    element: { type: 'plain_text_input', action_id: 'timeZone', initial_value: timeZone },
    hint: plain(words.zoneHint),
  });
  if (when.kind === 'once') {
    const initial_date_time = Math.floor(Date.parse(when.at) / 1000);
    const at = field('at', words.at, {
      element: { type: 'datetimepicker', action_id: 'at', initial_date_time },
    });
    return [goalBlock, at];
  }
  // Hourly and the like has no one time of the day: how it comes is changed in words.
  if (parts === undefined) return [goalBlock, { type: 'section', text: plain(asItIs.text.text) }, zone];
  const days = field('days', words.days, {
    element: {
      type: 'static_select',
      action_id: 'days',
      options: standing === undefined ? [asItIs, ...choices] : choices,
      initial_option: standing ?? asItIs,
    },
  });
  const time = field('time', words.time, {
    element: { type: 'timepicker', action_id: 'time', initial_time: parts.time },
  });
  return [goalBlock, days, time, zone];
}

function daysOf(words: ScheduleFormWords): PlainTextOption[] {
  const week = [1, 2, 3, 4, 5, 6, 0].map((day) => option(`* * ${day}`, words.weekdays[day] ?? ''));
  return [
    option('* * 1-5', words.workingDays),
    option('* * *', words.everyDay),
    ...week,
    option('1 * *', words.firstOfMonth),
    option('* * 5L', words.lastFriday),
  ];
}

function placeBlocks({ terms, channelId }: Schedule, words: ScheduleFormWords): KnownBlock[] {
  const places = terms.places.length === 0 ? [{ channelId }] : terms.places;
  const whole = places.filter((place) => !('threadTs' in place) || place.threadTs === undefined);
  const people = whole.map((place) => place.channelId).filter((id) => /^[UW]/u.test(id));
  const channels = whole.map((place) => place.channelId).filter((id) => !/^[UW]/u.test(id));
  return [
    field('channels', words.channels, {
      element: {
        type: 'multi_conversations_select',
        action_id: 'channels',
        ...(channels.length === 0 ? {} : { initial_conversations: channels }),
      },
      optional: true,
      ...(whole.length === places.length ? {} : { hint: plain(words.threadStays) }),
    }),
    field('people', words.people, {
      element: {
        type: 'multi_users_select',
        action_id: 'people',
        ...(people.length === 0 ? {} : { initial_users: people }),
      },
      optional: true,
    }),
  ];
}

function ruleBlocks({ terms }: Schedule, words: ScheduleFormWords): KnownBlock[] {
  const { missed, onlyIfChangedIn, onlyIfMovedPercent, deputyId, budgetTokens } = terms;
  const policies = [option('run-once', words.runOnce), option('skip', words.skip)];
  const policy = policies.find(({ value }) => value === missed);
  const number = (name: FormField, initial: number | undefined) => ({
    type: 'number_input' as const,
    action_id: name,
    is_decimal_allowed: false,
    min_value: '1',
    ...(initial === undefined ? {} : { initial_value: String(Math.round(initial)) }),
  });
  return [
    field('missed', words.missed, {
      element: {
        type: 'static_select',
        action_id: 'missed',
        options: policies,
        ...(policy === undefined ? {} : { initial_option: policy }),
      },
    }),
    field('onlyIfChangedIn', words.changedIn, {
      element: {
        type: 'multi_conversations_select',
        action_id: 'onlyIfChangedIn',
        ...(onlyIfChangedIn.length === 0 ? {} : { initial_conversations: onlyIfChangedIn }),
      },
      optional: true,
      hint: plain(words.changedHint),
    }),
    field('onlyIfMovedPercent', words.moved, {
      element: number('onlyIfMovedPercent', onlyIfMovedPercent),
      optional: true,
      hint: plain(words.movedHint),
    }),
    field('deputyId', words.deputy, {
      element: {
        type: 'users_select',
        action_id: 'deputyId',
        ...(deputyId === undefined ? {} : { initial_user: deputyId }),
      },
      optional: true,
      hint: plain(words.deputyHint),
    }),
    field('budgetTokens', words.budget, { element: number('budgetTokens', budgetTokens) }),
  ];
}

type Input = Pick<InputBlock, 'element' | 'optional' | 'hint'>;

function field(name: FormField, label: string, rest: Input): InputBlock {
  return input(name, label, rest);
}

function input(name: string, label: string, rest: Input): InputBlock {
  return { type: 'input', block_id: name, label: plain(label), ...rest };
}

function option(value: string, text: string): PlainTextOption {
  return { value, text: plain(clip(text, OPTION_CHARS)) };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text };
}

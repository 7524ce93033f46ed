// Every decision about a goal as a row, and what came of it: what the report is printed from.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export type DecidedKind =
  | 'accepted'
  | 'asked'
  | 'challenged'
  | 'barred'
  | 'held'
  | 'answered'
  | 'refused'
  | 'rejected';

export interface NewDecision {
  readonly id: string;
  readonly taskId: string;
  readonly at: Date;
  readonly kind: DecidedKind;
  /** In one word. */
  readonly rule: string;
  /** The messages it rests on. */
  readonly seen: readonly string[];
  readonly cardId?: string | undefined;
}

export interface CardSettled {
  readonly by: string;
  readonly answer: 'option' | 'defaults' | 'override' | 'words' | 'lift' | 'go';
  /** Whether it was another answer than the recommended one; undefined where none was recommended. */
  readonly isChanged: boolean | undefined;
  readonly at: Date;
}

export interface PushbackLine {
  readonly channel: string;
  /** `2026-11`. */
  readonly month: string;
  readonly goals: number;
  readonly asked: number;
  /** Cards whose owner said "use your defaults": they need not have been put. */
  readonly overAsked: number;
  readonly challenged: number;
  /** Challenges that were gone over. */
  readonly overridden: number;
  /** Of those, goals that were revised, stopped or taken back afterwards. */
  readonly regretted: number;
  readonly refused: number;
  /** Goals that waited for a card whose answers changed nothing. */
  readonly delayed: number;
  /** Seconds from a card to its answer; undefined when none was answered. */
  readonly medianAnswerSeconds: number | undefined;
}

export interface DecisionStore {
  note(decision: NewDecision): Promise<void>;
  /** What was said to a card, once; a check in the middle of work is no decision about a goal, and has no row. */
  settleCard(cardId: string, settled: CardSettled): Promise<void>;
  /** How the work ended that the last decisions of this task led to. */
  cameTo(taskId: string, outcome: 'done' | 'failed' | 'stopped' | 'revised', at: Date): Promise<void>;
  report(): Promise<readonly PushbackLine[]>;
}

const Line = z
  .object({
    channel: z.string(),
    month: z.string(),
    goals: z.number(),
    asked: z.number(),
    over_asked: z.number(),
    challenged: z.number(),
    overridden: z.number(),
    regretted: z.number(),
    refused: z.number(),
    delayed: z.number(),
    median_seconds: z.number().nullable(),
  })
  .transform((row): PushbackLine => ({
    channel: row.channel,
    month: row.month,
    goals: row.goals,
    asked: row.asked,
    overAsked: row.over_asked,
    challenged: row.challenged,
    overridden: row.overridden,
    regretted: row.regretted,
    refused: row.refused,
    delayed: row.delayed,
    medianAnswerSeconds: row.median_seconds ?? undefined,
  }));

const REPORT = `
  with made as (
    select d.*, coalesce(c.name, t.channel_id) as channel, to_char(d.at at time zone 'UTC', 'YYYY-MM') as month,
           d.outcome in ('revised', 'stopped')
             or exists (select from effect e where e.task_id = d.task_id and e.state = 'undone') as is_regretted
    from decision d join task t on t.id = d.task_id
    left join channel c on c.team_id = t.team_id and c.channel_id = t.channel_id
  ), delayed as (
    select task_id from made where kind = 'asked' and is_changed is not null
    group by task_id having not bool_or(is_changed)
  )
  select channel, month,
         count(distinct task_id) as goals,
         count(*) filter (where kind = 'asked') as asked,
         count(*) filter (where kind = 'asked' and answer = 'defaults') as over_asked,
         count(*) filter (where kind = 'challenged') as challenged,
         count(*) filter (where answer = 'override') as overridden,
         count(*) filter (where answer = 'override' and is_regretted) as regretted,
         count(*) filter (where kind in ('refused', 'barred')) as refused,
         count(distinct task_id) filter (where task_id in (select task_id from delayed)) as delayed,
         percentile_cont(0.5) within group (order by extract(epoch from answered_at - at))
           filter (where answered_at is not null) as median_seconds
  from made group by channel, month order by channel, month`;

export function createDecisionStore(sql: Sql): DecisionStore {
  return {
    note: async ({ id, taskId, at, kind, rule, seen, cardId }) => {
      await sql.run(
        'insert into decision (id, task_id, at, kind, rule, seen, card_id) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, taskId, at, kind, rule, seen, cardId ?? null],
      );
    },

    settleCard: async (cardId, { by, answer, isChanged, at }) => {
      await sql.run(
        `update decision set answered_by = $2, answer = $3, is_changed = $4, answered_at = $5
         where card_id = $1 and answered_at is null`,
        [cardId, by, answer, isChanged ?? null, at],
      );
    },

    cameTo: async (taskId, outcome, at) => {
      await sql.run(
        'update decision set outcome = $2, outcome_at = $3 where task_id = $1 and outcome is null',
        [taskId, outcome, at],
      );
    },

    report: () => sql.rows(Line, REPORT),
  };
}

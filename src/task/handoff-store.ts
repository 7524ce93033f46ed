// Handoffs as rows, and what happened to each: the record that lists, cards and reminders are made of.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storableJson } from '../db/storable.ts';
import { HANDOFF_STATES, type HandoffEvent } from './handoff.ts';
import { HandoffBrief } from './handoff-brief.ts';

const HandedFile = z.object({ id: z.string(), name: z.string() });

const Terms = z.object({
  /** Who thought of it: a person, Longhand on somebody's behalf, or a workflow. */
  from: z.enum(['person', 'longhand', 'workflow']),
  language: z.enum(['en', 'zh']),
  /** Whom the giver named for when it is late. */
  escalateTo: z.string().optional(),
  /** The step of the waiting task's brief that it stands for. */
  step: z.number().optional(),
  /** The run of a workflow that waits for it. */
  executionId: z.string().optional(),
  /** Where its card stands as well, when its receiver is not in the channel it came from. */
  shownIn: z.string().optional(),
});
export type HandoffTerms = z.infer<typeof Terms>;

const Said = z.object({
  /** Why it was not handed over at once. */
  doubts: z
    .object({
      absence: z.string().optional(),
      isOutside: z.boolean(),
      isOwnIdea: z.boolean(),
    })
    .optional(),
  counter: z.object({ words: z.string(), dueAt: z.iso.datetime().optional() }).optional(),
  reason: z.string().optional(),
  evidence: z
    .object({ words: z.string(), files: z.array(HandedFile), message: z.string().optional() })
    .optional(),
});
export type HandoffSaid = z.infer<typeof Said>;

export const ATTENTIONS = ['unconfirmed', 'unanswered', 'undecided', 'due-soon', 'overdue'] as const;
export type Attention = (typeof ATTENTIONS)[number];

const Row = z
  .object({
    id: z.string(),
    number: z.number(),
    team_id: z.string(),
    channel_id: z.string(),
    thread_ts: z.string(),
    giver_id: z.string(),
    receiver_kind: z.enum(['person', 'channel', 'longhand']),
    receiver_id: z.string(),
    taker_id: z.string().nullable(),
    task_id: z.string().nullable(),
    task_role: z.enum(['waits', 'does']).nullable(),
    resumes: z.enum(['intake', 'working']).nullable(),
    state: z.enum(HANDOFF_STATES),
    terms: Terms,
    brief: HandoffBrief,
    brief_hash: z.string(),
    due_at: z.date().nullable(),
    said: Said,
    given_at: z.date(),
    changed_at: z.date(),
    attended: z.array(z.enum(ATTENTIONS)),
  })
  .transform(({ task_id: taskId, task_role: taskRole, ...row }) => ({
    id: row.id,
    number: row.number,
    teamId: row.team_id,
    channelId: row.channel_id,
    threadTs: row.thread_ts,
    giverId: row.giver_id,
    receiver: { kind: row.receiver_kind, id: row.receiver_id },
    takerId: row.taker_id ?? undefined,
    task: taskId === null || taskRole === null ? undefined : { id: taskId, role: taskRole },
    resumes: row.resumes ?? undefined,
    state: row.state,
    terms: row.terms,
    brief: row.brief,
    briefHash: row.brief_hash,
    dueAt: row.due_at ?? undefined,
    said: row.said,
    givenAt: row.given_at,
    changedAt: row.changed_at,
    attended: row.attended,
  }));
export type Handoff = z.infer<typeof Row>;

export type NewHandoff = Omit<Handoff, 'number' | 'takerId' | 'resumes' | 'changedAt' | 'attended'> & {
  readonly attendAt: Date | undefined;
};

/** All that changes about a handoff, written together. */
export type HandoffChange = Pick<
  Handoff,
  'state' | 'takerId' | 'brief' | 'briefHash' | 'dueAt' | 'said' | 'terms' | 'changedAt' | 'attended'
> & { readonly attendAt: Date | undefined };

export interface HandoffStore {
  /** The handoff of this id: a new one, or the one that is there already. */
  create(handoff: NewHandoff): Promise<{ handoff: Handoff; isNew: boolean }>;
  find(id: string): Promise<Handoff | undefined>;
  /** Found, and locked until the transaction ends: two answers to it are taken one after the other. */
  lock(id: string): Promise<Handoff | undefined>;
  change(id: string, change: HandoffChange): Promise<void>;
  setResumes(id: string, resumes: 'intake' | 'working'): Promise<void>;
  /** False when this very event was there already. */
  note(
    id: string,
    event: { key: string; event: HandoffEvent | 'given' | Attention; by: string; words: string; at: Date },
  ): Promise<boolean>;
  /** Those of a thread, oldest first. */
  inThread(thread: { teamId: string; channelId: string; threadTs: string }): Promise<readonly Handoff[]>;
  ofTask(taskId: string): Promise<readonly Handoff[]>;
  /** Open ones that this person has, or gave; the longest first. */
  ofPerson(person: {
    teamId: string;
    personId: string;
    as: 'receiver' | 'giver';
  }): Promise<readonly Handoff[]>;
  /** Open ones that come from this channel, or were handed to it. */
  ofChannel(channel: { teamId: string; channelId: string }): Promise<readonly Handoff[]>;
  /** Those whose brief holds words or files of this message, open or not. */
  quoting(message: { teamId: string; channelId: string; ts: string }): Promise<readonly Handoff[]>;
  setBrief(id: string, change: Pick<Handoff, 'brief' | 'briefHash'>): Promise<void>;
  /** A task waits for it from now on. */
  setTask(id: string, task: NonNullable<Handoff['task']>): Promise<void>;
  /** Somebody else decides on it from now on. */
  setGiver(id: string, giverId: string): Promise<void>;
  /** Those that somebody has to be reminded of by now. */
  toAttend(now: Date): Promise<readonly string[]>;
  /** Where the card of a handoff stands that is shown somewhere else: found by the thread that people answer in. */
  shownAt(message: {
    teamId: string;
    channelId: string;
    threadTs: string;
    personId: string;
  }): Promise<readonly Handoff[]>;
}

const OPEN = "state in ('proposed', 'offered', 'accepted', 'countered')";

export function createHandoffStore(sql: Sql): HandoffStore {
  const one = async (text: string, values: readonly unknown[]): Promise<Handoff | undefined> =>
    (await sql.rows(Row, text, values))[0];
  const find: HandoffStore['find'] = (id) => one('select * from handoff where id = $1', [id]);

  return {
    find,

    create: async (handoff) => {
      const inserted = await one(
        `insert into handoff (id, team_id, channel_id, thread_ts, giver_id, receiver_kind, receiver_id, task_id,
           task_role, state, terms, brief, brief_hash, due_at, said, given_at, changed_at, attend_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17)
         on conflict (id) do nothing returning *`,
        [
          handoff.id,
          handoff.teamId,
          handoff.channelId,
          handoff.threadTs,
          handoff.giverId,
          handoff.receiver.kind,
          handoff.receiver.id,
          handoff.task?.id ?? null,
          handoff.task?.role ?? null,
          handoff.state,
          storableJson(handoff.terms),
          storableJson(handoff.brief),
          handoff.briefHash,
          handoff.dueAt ?? null,
          storableJson(handoff.said),
          handoff.givenAt,
          handoff.attendAt ?? null,
        ],
      );
      if (inserted !== undefined) return { handoff: inserted, isNew: true };
      const known = await find(handoff.id);
      if (known === undefined) throw new Error('a handoff that is there already was not found');
      return { handoff: known, isNew: false };
    },

    lock: (id) => one('select * from handoff where id = $1 for update', [id]),

    change: async (id, change) => {
      await sql.run(
        `update handoff set state = $2, taker_id = $3, brief = $4, brief_hash = $5, due_at = $6, said = $7,
           terms = $8, changed_at = $9, attended = $10, attend_at = $11
         where id = $1`,
        [
          id,
          change.state,
          change.takerId ?? null,
          storableJson(change.brief),
          change.briefHash,
          change.dueAt ?? null,
          storableJson(change.said),
          storableJson(change.terms),
          change.changedAt,
          JSON.stringify(change.attended),
          change.attendAt ?? null,
        ],
      );
    },

    setResumes: async (id, resumes) => {
      await sql.run('update handoff set resumes = $2 where id = $1', [id, resumes]);
    },

    note: async (id, { key, event, by, words, at }) =>
      (await sql.run(
        `insert into handoff_event (handoff_id, key, event, by_id, words, at) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing`,
        [id, key, event, by, words, at],
      )) === 1,

    inThread: ({ teamId, channelId, threadTs }) =>
      sql.rows(
        Row,
        'select * from handoff where team_id = $1 and channel_id = $2 and thread_ts = $3 order by number',
        [teamId, channelId, threadTs],
      ),

    ofTask: (taskId) => sql.rows(Row, 'select * from handoff where task_id = $1 order by number', [taskId]),

    ofPerson: ({ teamId, personId, as }) =>
      sql.rows(
        Row,
        as === 'giver'
          ? `select * from handoff where team_id = $1 and giver_id = $2 and ${OPEN} order by given_at, number`
          : `select * from handoff where team_id = $1 and (receiver_id = $2 or taker_id = $2)
               and ${OPEN} and state <> 'proposed' order by given_at, number`,
        [teamId, personId],
      ),

    ofChannel: ({ teamId, channelId }) =>
      sql.rows(
        Row,
        `select * from handoff where team_id = $1 and ${OPEN}
           and (channel_id = $2 or (receiver_kind = 'channel' and receiver_id = $2)) order by number`,
        [teamId, channelId],
      ),

    quoting: ({ teamId, channelId, ts }) =>
      sql.rows(
        Row,
        `select * from handoff where team_id = $1 and channel_id = $2
           and (brief @> $3 or brief @> $4 or brief @> $5) order by number`,
        [
          teamId,
          channelId,
          ...[{ wantedIn: ts }, { constraints: [{ message: ts }] }, { files: [{ message: ts }] }].map(
            (part) => JSON.stringify(part),
          ),
        ],
      ),

    setBrief: async (id, { brief, briefHash }) => {
      await sql.run('update handoff set brief = $2, brief_hash = $3 where id = $1', [
        id,
        storableJson(brief),
        briefHash,
      ]);
    },

    setTask: async (id, task) => {
      await sql.run('update handoff set task_id = $2, task_role = $3 where id = $1', [
        id,
        task.id,
        task.role,
      ]);
    },

    setGiver: async (id, giverId) => {
      await sql.run('update handoff set giver_id = $2 where id = $1', [id, giverId]);
    },

    toAttend: async (now) => {
      const rows = await sql.rows(
        z.object({ id: z.string() }),
        'select id from handoff where attend_at <= $1 order by attend_at limit 100',
        [now],
      );
      return rows.map(({ id }) => id);
    },

    shownAt: ({ teamId, channelId, threadTs, personId }) =>
      sql.rows(
        Row,
        // Slack takes a person for the direct message with them: a card that stands there names the person.
        `select h.* from handoff h join outbox_post p on p.key = 'handoff:' || h.id || ':there'
         where h.team_id = $1 and h.terms ->> 'shownIn' = any($2) and p.ts = $3 order by h.number`,
        [teamId, channelId.startsWith('D') ? [channelId, personId] : [channelId], threadTs],
      ),
  };
}

// The rules of a channel: found in what people said, kept word for word, and theirs to drop.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { findRules, type FoundRule } from './constraint.ts';
import type { Message, MessageRef } from './message.ts';
import type { ChannelRef } from './store.ts';

export interface ChannelRule extends FoundRule {
  /** What people call it: counted up in its channel. */
  readonly number: number;
  readonly ts: string;
  readonly saidBy: string | undefined;
  readonly status: 'active' | 'replaced' | 'dropped';
  readonly changedBy: string | undefined;
}

export interface RuleStore {
  /**
   * Keeps what a message rules or decides; what an edit took out of it no longer holds.
   *
   * Contract: the same words of the same message are one rule however often this is told, and a rule that people
   * dropped does not come back with them.
   */
  note(message: Message, how: { isEdit: boolean }): Promise<void>;
  /** Keeps a constraint of an accepted brief, when its words are a rule by themselves and the message's rules lack it. */
  noteAgreed(ref: MessageRef, quoted: { words: string; saidBy: string | undefined }): Promise<void>;
  /** The newest that hold, oldest first. */
  active(channel: ChannelRef, limit: number): Promise<readonly ChannelRule[]>;
  all(channel: ChannelRef): Promise<readonly ChannelRule[]>;
  /** False when there is no such rule, or it does not hold any more. */
  drop(channel: ChannelRef, dropped: { number: number; by: string }): Promise<boolean>;
  /** Puts these words of this message in the place of a rule that holds; undefined when there is no such rule. */
  replace(
    ref: MessageRef,
    replaced: { number: number; words: string; by: string },
  ): Promise<number | undefined>;
  /** The rules that one message made. */
  ofMessage(ref: MessageRef): Promise<readonly ChannelRule[]>;
}

const Row = z
  .object({
    number: z.number(),
    kind: z.enum(['constraint', 'decision']),
    ts: z.string(),
    words: z.string(),
    said_by: z.string().nullable(),
    status: z.enum(['active', 'replaced', 'dropped']),
    changed_by: z.string().nullable(),
  })
  .transform((row): ChannelRule => ({
    number: row.number,
    kind: row.kind,
    ts: row.ts,
    words: row.words,
    saidBy: row.said_by ?? undefined,
    status: row.status,
    changedBy: row.changed_by ?? undefined,
  }));

/** Kept as people wrote them, ids and all; names are put in where they are shown. */
const AS_WRITTEN = { person: () => undefined, channel: () => undefined };

export function createRuleStore(sql: Sql): RuleStore {
  const keyOf = ({ teamId, channelId }: ChannelRef): readonly string[] => [teamId, channelId];

  async function add(
    ref: MessageRef,
    { kind, words, saidBy }: FoundRule & { saidBy: string | undefined },
  ): Promise<void> {
    // One number at a time in a channel; two messages with rules in the same instant are rare, and wait.
    await sql.run("select pg_advisory_xact_lock(hashtext('channel_rule'), hashtext($1))", [
      `${ref.teamId} ${ref.channelId}`,
    ]);
    await sql.run(
      `insert into channel_rule (team_id, channel_id, number, kind, ts, words, said_by)
       select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6 from channel_rule
       where team_id = $1 and channel_id = $2
       on conflict (team_id, channel_id, ts, md5(words)) do update set status = 'active', changed_by = null, changed_at = null
       where channel_rule.status = 'replaced'`,
      [...keyOf(ref), kind, ref.ts, words, saidBy ?? null],
    );
  }

  const ofMessage = (ref: MessageRef): Promise<ChannelRule[]> =>
    sql.rows(
      Row,
      'select * from channel_rule where team_id = $1 and channel_id = $2 and ts = $3 order by number',
      [...keyOf(ref), ref.ts],
    );

  return {
    ofMessage,

    noteAgreed: async (ref, { words, saidBy }) => {
      const known = await ofMessage(ref);
      for (const rule of findRules(words, AS_WRITTEN)) {
        const isKnown = known.some((one) => one.words.includes(rule.words) || rule.words.includes(one.words));
        if (!isKnown) await add(ref, { ...rule, saidBy });
      }
    },

    note: async (message, { isEdit }) => {
      if (message.author.kind !== 'person') return;
      const found = findRules(message.text, AS_WRITTEN);
      if (isEdit) {
        await sql.run(
          `update channel_rule set status = 'replaced', changed_by = 'edit', changed_at = now()
           where team_id = $1 and channel_id = $2 and ts = $3 and status = 'active' and words <> all($4::text[])`,
          [...keyOf(message), message.ts, found.map(({ words }) => words)],
        );
      }
      for (const rule of found) await add(message, { ...rule, saidBy: message.author.id });
    },

    active: async (channel, limit) => {
      const rows = await sql.rows(
        Row,
        `select * from channel_rule where team_id = $1 and channel_id = $2 and status = 'active'
         order by ts desc, number desc limit $3`,
        [...keyOf(channel), limit],
      );
      return rows.toReversed();
    },

    all: (channel) =>
      sql.rows(
        Row,
        'select * from channel_rule where team_id = $1 and channel_id = $2 order by number',
        keyOf(channel),
      ),

    replace: async (ref, { number, words, by }) => {
      const [former] = await sql.rows(
        z.object({ kind: z.enum(['constraint', 'decision']) }),
        `update channel_rule set status = 'replaced', changed_by = $4, changed_at = now()
         where team_id = $1 and channel_id = $2 and number = $3 and status = 'active' returning kind`,
        [...keyOf(ref), number, by],
      );
      if (former === undefined) return undefined;
      await add(ref, { kind: former.kind, words, saidBy: by });
      return (await ofMessage(ref)).find((rule) => rule.words === words)?.number;
    },

    drop: async (channel, { number, by }) =>
      (await sql.run(
        `update channel_rule set status = 'dropped', changed_by = $4, changed_at = now()
         where team_id = $1 and channel_id = $2 and number = $3 and status = 'active'`,
        [...keyOf(channel), number, by],
      )) === 1,
  };
}

// Approvals as rows, and what each channel wants to be asked before.
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { Sql } from '../db/pool.ts';
import { storable } from '../db/storable.ts';
import { APPROVAL_RULES, type Approval, type ApprovalRule } from './approval.ts';

export interface NewApproval {
  readonly id: string;
  readonly taskId: string;
  readonly callId: string;
  readonly tool: string;
  readonly what: string;
  readonly argumentsSha256: string;
  readonly briefVersion: number;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

interface ChannelRef {
  readonly teamId: string;
  readonly channelId: string;
}

export interface ChannelApprovals {
  readonly rule: ApprovalRule;
  readonly approverIds: readonly string[];
}

export interface ApprovalStore {
  /** Whatever was asked for this task before is asked no longer. */
  ask(approval: NewApproval): Promise<void>;
  /** The newest for this call. */
  ofCall(taskId: string, callId: string): Promise<Approval | undefined>;
  /** False when it was decided, or died, before. */
  decide(id: string, decided: { state: 'approved' | 'declined'; by: string; at: Date }): Promise<boolean>;
  /** Contract: once. Throws when it is no longer a yes, and with it the transaction that would have used it. */
  use(id: string): Promise<void>;
  /** What was asked or said yes to and not used yet: the brief changed, or the task ended. */
  voidOf(taskId: string): Promise<void>;
  inChannel(channel: ChannelRef): Promise<ChannelApprovals | undefined>;
  setInChannel(channel: ChannelRef, approvals: ChannelApprovals | undefined): Promise<void>;
  channels(): Promise<readonly (ChannelRef & ChannelApprovals)[]>;
}

const Row = z
  .object({
    id: z.string(),
    state: z.enum(['asked', 'approved', 'declined', 'used', 'void']),
    arguments_sha256: z.string(),
    brief_version: z.number(),
    expires_at: z.date(),
    decided_by: z.string().nullable(),
  })
  .transform((row): Approval => ({
    id: row.id,
    state: row.state,
    argumentsSha256: row.arguments_sha256,
    briefVersion: row.brief_version,
    expiresAt: row.expires_at,
    decidedBy: row.decided_by ?? undefined,
  }));

const ChannelRow = z
  .object({
    team_id: z.string(),
    channel_id: z.string(),
    rule: z.enum(APPROVAL_RULES),
    approver_ids: z.array(z.string()),
  })
  .transform((row) => ({
    teamId: row.team_id,
    channelId: row.channel_id,
    rule: row.rule,
    approverIds: row.approver_ids,
  }));

export function createApprovalStore(sql: Sql): ApprovalStore {
  const voidOf: ApprovalStore['voidOf'] = async (taskId) => {
    await sql.run(
      `update approval set state = 'void' where task_id = $1 and state in ('asked', 'approved')`,
      [taskId],
    );
  };
  return {
    voidOf,

    ask: async (approval) => {
      await voidOf(approval.taskId);
      await sql.run(
        `insert into approval (id, task_id, call_id, tool, what, arguments_sha256, brief_version, state, asked_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9)`,
        [
          approval.id,
          approval.taskId,
          approval.callId,
          approval.tool,
          storable(approval.what),
          approval.argumentsSha256,
          approval.briefVersion,
          approval.askedAt,
          approval.expiresAt,
        ],
      );
    },

    ofCall: async (taskId, callId) =>
      (
        await sql.rows(
          Row,
          `select id, state, arguments_sha256, brief_version, expires_at, decided_by from approval
           where task_id = $1 and call_id = $2 order by place desc limit 1`,
          [taskId, callId],
        )
      )[0],

    decide: async (id, { state, by, at }) =>
      (await sql.run(
        `update approval set state = $2, decided_by = $3, decided_at = $4
         where id = $1 and state = 'asked' and expires_at > $4`,
        [id, state, by, at],
      )) === 1,

    use: async (id) => {
      if (
        (await sql.run(`update approval set state = 'used' where id = $1 and state = 'approved'`, [id])) === 1
      )
        return;
      throw new AppError({
        code: 'effect/approval-gone',
        message: 'The approval of a call died before the call was made; nothing was done.',
        hint: 'Nothing is wrong: somebody changed the brief or used the approval meanwhile. It is asked for again.',
      });
    },

    inChannel: async ({ teamId, channelId }) =>
      (
        await sql.rows(ChannelRow, 'select * from channel_approval where team_id = $1 and channel_id = $2', [
          teamId,
          channelId,
        ])
      )[0],

    setInChannel: async ({ teamId, channelId }, approvals) => {
      if (approvals === undefined) {
        await sql.run('delete from channel_approval where team_id = $1 and channel_id = $2', [
          teamId,
          channelId,
        ]);
        return;
      }
      await sql.run(
        `insert into channel_approval (team_id, channel_id, rule, approver_ids) values ($1, $2, $3, $4)
         on conflict (team_id, channel_id) do update set rule = excluded.rule, approver_ids = excluded.approver_ids`,
        [teamId, channelId, approvals.rule, approvals.approverIds],
      );
    },

    channels: () => sql.rows(ChannelRow, 'select * from channel_approval order by team_id, channel_id'),
  };
}

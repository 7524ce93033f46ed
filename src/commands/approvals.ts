// `longhand approvals`: what a channel wants to be asked before it happens, and who may say yes there.
import {
  badArguments,
  chooseTeam,
  readArguments,
  withDatabase,
  type CommandDeps,
} from './command-database.ts';
import type { Database } from '../db/pool.ts';
import { createApprovalStore } from '../guard/approval-store.ts';
import { APPROVAL_RULES, type ApprovalRule } from '../guard/approval.ts';
import { createDirectoryStore } from '../history/directory-store.ts';
import { knownTeams } from '../history/import/bulk-store.ts';
import { findChannel } from './find-channel.ts';

const USAGE = `longhand approvals                               shows which channels decided for themselves
longhand approvals CHANNEL RULE [--by U…,U…]     what is asked about there from now on
longhand approvals CHANNEL default               as everywhere else (ASK_BEFORE)

  RULE            never     nothing is asked about
                  outside   what leaves Slack, cannot be undone, or is seen beyond the task's thread
                  seen      also what other people see in the thread
                  every     every change
  --by            who may say yes there, beside the owner of the task, by their Slack ids
  --team T…       the workspace, where the history has several`;

export async function runApprovals(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: {
      by: { type: 'string', default: '' },
      team: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const [named, written, ...rest] = positionals;
  const rule = APPROVAL_RULES.find((one) => one === written);
  const isWrong = named !== undefined && rule === undefined && written !== 'default';
  if (rest.length > 0 || isWrong) throw badArguments('Name a channel and one of the rules.', USAGE);

  await withDatabase(deps, async (database) => {
    if (named === undefined) return show(database, deps);
    const teamId = chooseTeam(values.team, await knownTeams(database));
    const channel = await findChannel(database, { teamId, named });
    const approverIds = values.by.split(/[\s,]+/u).filter((id) => id !== '');
    await createApprovalStore(database).setInChannel(
      channel,
      rule === undefined ? undefined : { rule, approverIds },
    );
    deps.say(toLine(channel.name, { rule: rule ?? deps.config.ASK_BEFORE, approverIds }));
  });
}

async function show(database: Database, { say, config }: CommandDeps): Promise<void> {
  for (const { rule, approverIds, ...ref } of await createApprovalStore(database).channels()) {
    const channel = await createDirectoryStore(database).channel(ref);
    say(toLine(channel?.name ?? ref.channelId, { rule, approverIds }));
  }
  say(`Every other channel: ${config.ASK_BEFORE} (ASK_BEFORE).`);
}

function toLine(name: string, { rule, approverIds }: { rule: ApprovalRule; approverIds: readonly string[] }) {
  return `#${name}: ${rule}${approverIds.length === 0 ? '' : `, also by ${approverIds.join(', ')}`}`;
}

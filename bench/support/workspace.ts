// A workspace to measure in: channels enough that nobody has to wait for Slack's one post a second to a channel.
import { readFile } from 'node:fs/promises';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { Seed, type SeedInput } from '../../src/workspace/seed-schema.ts';
import { createWorkspace, type Workspace } from '../../src/workspace/server.ts';

export const MAYA = 'U0MAYA';
const CHANNELS = 24;

export const channelName = (turn: number): string => `#room-${turn % CHANNELS}`;

export async function startWorkspace(stack: AsyncDisposableStack): Promise<Workspace> {
  const workspace = await createWorkspace({
    clock: systemClock,
    log: silentLog,
    seed: Seed.parse(busyTeam()),
    manifest: await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8'),
    hasLimits: false, // Slack's limits would be all that is measured.
  });
  stack.defer(() => workspace.close());
  return workspace;
}

export function accessTo(workspace: Workspace): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
  };
}

function busyTeam(): SeedInput {
  return {
    team: { id: 'T0TEAM', name: 'Harbour', domain: 'harbour' },
    bot: {
      userId: 'U0LONGHAND',
      botId: 'B0LONGHAND',
      appId: 'A0LONGHAND',
      name: 'longhand',
      displayName: 'Longhand',
    },
    people: [
      { id: MAYA, name: 'maya', realName: 'Maya Lindqvist', displayName: 'Maya', tz: 'Europe/Berlin' },
    ],
    channels: Array.from({ length: CHANNELS }, (_, index) => ({
      id: `C0ROOM${index}`,
      name: `room-${index}`,
      kind: 'channel' as const,
      members: [MAYA],
      botIsMember: true,
    })),
    files: [],
    messages: [],
  };
}

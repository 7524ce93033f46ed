// The window of a channel for the local workspace's page: what the model would read of it now, part by part.
import { grouped } from './base/grouped.ts';
import { estimateTokens } from './agent/tokens.ts';
import type { ToolSpec } from './agent/chat.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import { drawWindow, type WindowPicture } from './flow/window/channel-window-picture.ts';
import type { Panel, PanelPart, PanelSource } from './workspace/panels.ts';

export type WindowPanel = PanelSource & {
  /** The tools are known later than the page is there; from now on they are part of the picture. */
  showing(tools: readonly ToolSpec[]): void;
};

interface WindowPanelDeps {
  readonly database: Database;
  readonly config: Pick<Config, 'HISTORY_TOKENS'>;
}

type Part = WindowPicture['parts'][number];

export function createWindowPanel({ database, config }: WindowPanelDeps): WindowPanel {
  let tools = '';
  return {
    id: 'window',
    title: 'Window',
    showing: (specs) => {
      tools = specs.map((spec) => JSON.stringify(spec)).join('\n');
    },
    look: async ({ now, ...channel }) => {
      const historyTokens = config.HISTORY_TOKENS;
      const picture = await drawWindow(database, { channel, words: '', historyTokens, now });
      return toPanel(picture, { tools, historyTokens });
    },
  };
}

const ABOUT: Readonly<
  Record<Part['name'], { label: string; note: (picture: WindowPicture, budget: string) => string }>
> = {
  system: { label: 'System', note: () => 'the same for every task' },
  digest: { label: 'Digest', note: () => 'of what was said before the window' },
  window: {
    label: 'Messages',
    note: ({ messages }, budget) => `${grouped(messages)} messages, word for word; ${budget} tokens at most`,
  },
  rules: { label: 'Rules', note: ({ rules }) => `${grouped(rules)} rules and decisions of the channel` },
  retrieved: { label: 'Evidence', note: () => 'older messages that fit the goal, once there is one' },
};

/** Exported for its test. */
export function toPanel(
  picture: WindowPicture,
  { tools, historyTokens }: { tools: string; historyTokens: number },
): Panel {
  const [system, ...rest] = picture.parts.map(({ name, tokens, text }): PanelPart => {
    const { label, note } = ABOUT[name];
    return { label, note: note(picture, grouped(historyTokens)), amount: tokens, text };
  });
  const toolsPart = {
    label: 'Tools',
    note: 'their descriptions, as they were shown last; servers of tools are there in their own channels',
    amount: estimateTokens(tools),
    text: tools,
  };
  const { last } = picture;
  return {
    unit: 'tokens',
    parts: [...(system === undefined ? [] : [system]), toolsPart, ...rest],
    ...(last === undefined ? {} : { share: toShare(last) }),
    lines: [
      ...(last === undefined ? ['No task of this channel has been sent to the model yet.'] : []),
      'The thread and the goal come with a task. Tokens are estimated.',
    ],
  };
}

function toShare(last: NonNullable<WindowPicture['last']>): NonNullable<Panel['share']> {
  const value = last.standingTokens / Math.max(last.tokens, 1);
  return {
    value,
    text: `${Math.round(100 * value)} % of the last request’s prefix stands: ${grouped(last.standingTokens)} of the ${grouped(last.tokens)} tokens that task ${last.taskNumber} began with`,
  };
}

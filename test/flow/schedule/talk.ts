// What stories about schedules say and press: in any channel, and in direct messages.
import { z } from 'zod';
import { intake } from '../../support/intakes.ts';
import { findButton } from '../../support/buttons.ts';
import { answers, callsTool, type Scripted } from '../../support/scripted-model.ts';
import type { Team } from '../../support/team.ts';

export function agrees(goal: string, tool: string | null, title: string): Scripted {
  return callsTool('submit_intake', intake({ outcome: goal, steps: [{ title, tool, arguments: [] }] }));
}

/** A run: its own intake, then its report. */
export function reports(text: string): readonly Scripted[] {
  return [agrees('Say what changed', null, 'Look'), answers(text)];
}

/** Presses the newest button with this text in a channel or in the direct message with a person. */
export async function press(
  team: Team,
  as: string,
  { channel, text }: { channel: string; text: string },
): Promise<void> {
  for (const message of team.workspace.state.messagesIn(channel).toReversed()) {
    const button = findButton(message.blocks, text);
    if (button === undefined) continue;
    await team.workspace.act.click({ as, channel, ts: message.ts, ...button });
    return;
  }
  throw new Error(`no button "${text}" in ${channel}`);
}

/** The newest message of Longhand with these words, as soon as it is there. */
export function posted(team: Team, channel: string, words: string) {
  return team.until(words, () =>
    team.workspace.state.messagesIn(channel).findLast(({ isBot, text }) => isBot && text.includes(words)),
  );
}

/** The direct message of a person with Longhand. */
export function directOf(team: Team, person: string): string {
  return team.workspace.act.openDm({ as: person });
}

const Dots = z.looseObject({
  type: z.literal('overflow'),
  action_id: z.string(),
  options: z.array(z.looseObject({ value: z.string(), text: z.looseObject({ text: z.string() }) })),
});
const Row = z.looseObject({ block_id: z.string(), elements: z.array(z.unknown()) });

function findOption(blocks: readonly unknown[], text: string) {
  for (const block of blocks) {
    const row = Row.safeParse(block).data;
    for (const element of row?.elements ?? []) {
      const dots = Dots.safeParse(element).data;
      const value = dots?.options.find((option) => option.text.text === text)?.value;
      if (row !== undefined && dots !== undefined && value !== undefined)
        return { blockId: row.block_id, actionId: dots.action_id, value };
    }
  }
  return undefined;
}

/** Chooses behind the three dots of the newest message that has them. */
export async function choose(team: Team, as: string, { channel, text }: { channel: string; text: string }) {
  for (const message of team.workspace.state.messagesIn(channel).toReversed()) {
    const option = findOption(message.blocks, text);
    if (option === undefined) continue;
    await team.workspace.act.click({ as, channel, ts: message.ts, ...option });
    return;
  }
  throw new Error(`nothing behind three dots is called "${text}" in ${channel}`);
}

/** The same, and buttons, in App Home. */
export async function useHome(team: Team, as: string, text: string): Promise<void> {
  const view = Home.parse(team.workspace.state.home(as));
  const found = findButton(view.blocks, text) ?? findOption(view.blocks, text);
  if (found === undefined) throw new Error(`nothing in App Home is called "${text}"`);
  await team.workspace.act.click({ as, viewId: view.id, ...found });
}

const Home = z.looseObject({ id: z.string(), blocks: z.array(z.unknown()) });

/** Opens a form, fills some of its fields, the others as they stand, and sends it; what Slack says of it comes back. */
export async function fill(
  team: Team,
  as: string,
  { open, values = {} }: { open: () => Promise<void>; values?: Readonly<Record<string, object>> },
) {
  const top = () => team.workspace.state.modals(as).at(-1);
  // Slack waits three seconds for the app; time runs fast here, and whoever sees nothing presses again.
  while (top() === undefined) await open();
  const view = Home.parse(top());
  const sent = Object.entries(values).map(([name, value]) => [name, { [name]: value }]);
  const form = { as, viewId: view.id, values: Object.fromEntries(sent) };
  for (;;) {
    try {
      return await team.workspace.act.submitView(form);
    } catch (error) {
      if (!String(error).includes('app_did_not_respond')) throw error;
    }
  }
}

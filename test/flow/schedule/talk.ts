// What stories about schedules say and press: in any channel, and in direct messages.
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

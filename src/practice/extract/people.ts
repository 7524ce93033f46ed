// Who is meant, who is a program: messages of the bot itself are no evidence of anything.
import type { Said, Situation } from '../situation.ts';

function isBot(said: Pick<Said, 'author' | 'authorId'>): boolean {
  return said.authorId.startsWith('B') || /^longhand\b|\(bot\)$/i.test(said.author);
}

/** What people said, without the goal itself and without what came in the task's thread after it. */
export function evidence(situation: Situation): readonly Said[] {
  const later = new Set(situation.later.map(({ ts }) => ts));
  return situation.said.filter(
    (one) => one.ts !== situation.goal.ts && !isBot(one) && !later.has(one.ts) && !isGoal(one, situation),
  );
}

/** Earlier goals are wishes too, not facts. */
function isGoal(said: Said, situation: Situation): boolean {
  return said.ts === situation.before?.ts || /^\s*@longhand\b/i.test(said.text);
}

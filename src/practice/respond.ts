// One request, one reply: pure, and everything in it follows from the request.
import { changesIn } from './changes.ts';
import { goalFor, isKnownGoal } from './goals/goals.ts';
import { tellReturned } from './goals/returned.ts';
import { replyDirectly } from './direct.ts';
import { readTranscript } from './read-transcript.ts';
import { play } from './script.ts';
import type { Said, Situation } from './situation.ts';
import { languageOf, tongueOf } from './tongue.ts';
import type { ChatRequest, Reply } from './wire.ts';

export function respond(request: ChatRequest): Reply {
  const read = readTranscript(request);
  if (read === undefined) return replyDirectly(request);
  const situation = continued(read);
  const language = languageOf(
    situation.goal.text,
    situation.later.map(({ text }) => text),
  );
  const { returned } = situation;
  const script =
    returned === undefined
      ? goalFor(situation.goal.text)(situation, language)
      : tellReturned(situation, language, returned);
  const reply = play(script, situation);
  const isTold = reply.calls.length > 0 || reply.content.trim() !== '';
  return isTold
    ? reply
    : { content: tongueOf(language)('There is nothing more to do.', '没有更多要做的了。'), calls: [] };
}

/** A word after the end that changes the last goal ("add prices per seat") is that goal again, with the change. */
function continued(situation: Situation): Situation {
  const { before, goal } = situation;
  if (before === undefined || isKnownGoal(goal.text) || !isKnownGoal(before.text)) return situation;
  const { date, time } = situation.now;
  const said: Said = {
    ts: goal.ts,
    at: `${date} ${time}`,
    author: goal.requester,
    authorId: goal.requesterId,
    text: goal.text,
    files: [],
    thread: undefined,
  };
  const again = { ...situation, goal: before, before: undefined, later: [said, ...situation.later] };
  const names = situation.files.flatMap(({ name }) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const { leftOut, added, isPricePerSeatWanted, ignored } = changesIn(again, names);
  const isChange = leftOut.length > 0 || added.length > 0 || isPricePerSeatWanted || !ignored.includes(said);
  return isChange ? again : situation;
}

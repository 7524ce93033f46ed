// Words become messages: which renderer draws them, and what happens when they are too long for a thread.
import type { Language, Words } from '../../flow/words.ts';
import { drawBrief } from './brief.ts';
import { drawCard } from './card.ts';
import { drawChart } from './chart.ts';
import { fixedWords } from './fixed-words.ts';
import { drawHandoff } from './handoff.ts';
import { drawMessage } from './message.ts';
import { drawNotice } from './notice.ts';
import { context, pack, type Drawn, type Piece } from './pieces.ts';
import { drawPlate } from './plate.ts';
import { drawShare } from './share.ts';
import { drawPlan } from './plan.ts';
import { drawPoll } from './poll.ts';
import { drawReading, drawTable } from './reading.ts';
import { drawEffects } from './effects.ts';
import { drawReport } from './report.ts';
import { closing, drawResult, markdown, toDocument } from './result.ts';
import { drawServers } from './server.ts';
import { drawStatus } from './status.ts';
import { drawSchedule, drawScheduleList } from './schedule.ts';

/** More than these would bury the thread: the result is then a file, with its beginning before it. */
const MOST_MESSAGES = 12;

/** One thing to send: a message, or a file when the words would fill the thread. */
export type Part =
  | { readonly kind: 'message'; readonly text: string; readonly blocks: Drawn['blocks'] }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly text: string;
      readonly encoding: 'text' | 'base64';
    };

/** Contract: every part keeps Slack's limits, whatever the words are, and nothing that was said is cut off. */
export function draw(words: Words, language: Language): readonly Part[] {
  if (words.kind === 'file')
    return [{ kind: 'file', name: words.name, text: words.content, encoding: words.encoding }];
  const fixed = fixedWords(language);
  const pieces = drawPieces(words, language);
  const messages = pack(pieces.length > 0 ? pieces : context('…')); // Slack takes no message without words.
  if (messages.length <= MOST_MESSAGES || (words.kind !== 'result' && words.kind !== 'report'))
    return messages.map(toPart);

  const name = fixed.fileName(words.taskNumber);
  const beginning = markdown(words.markdown).slice(0, 1);
  const drawn = pack([...beginning, ...context(fixed.restInFile(name)), ...closing(words, fixed)]);
  return [...drawn.map(toPart), { kind: 'file', name, text: toDocument(words, fixed), encoding: 'text' }];
}

function toPart({ text, blocks }: Drawn): Part {
  return { kind: 'message', text, blocks };
}

function drawPieces(words: Exclude<Words, { kind: 'file' }>, language: Language): Piece[] {
  const fixed = fixedWords(language);
  switch (words.kind) {
    case 'brief':
      return drawBrief(words, fixed);
    case 'card':
      return drawCard(words, fixed);
    case 'plan':
      return drawPlan(words, fixed);
    case 'result':
      return drawResult(words, fixed);
    case 'ledger':
      return [...drawEffects(words.effects, fixed), ...context(fixed.task(words.taskNumber))];
    case 'status':
      return drawStatus(words, fixed);
    case 'handoff':
      return drawHandoff(words, language);
    case 'plate':
      return drawPlate(words, language);
    case 'share':
      return drawShare(words, language);
    case 'report':
      return drawReport(words, fixed);
    case 'schedule':
      return drawSchedule(words, fixed);
    case 'schedule-list':
      return drawScheduleList(words, fixed);
    case 'chart':
      return drawChart(words);
    case 'message':
      return drawMessage(words, fixed);
    case 'reading':
      return drawReading(words, language);
    case 'table':
      return drawTable(words, language);
    case 'servers':
      return drawServers(words, language);
    case 'poll':
      return drawPoll(words, language);
    case 'notice':
      return drawNotice(words, fixed);
  }
}

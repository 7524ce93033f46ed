// Each decision about a goal becomes a row, and so does what people said to it.
import { ruleOf, type Decision } from '../../agent/decide.ts';
import { newId } from '../../base/id.ts';
import { createDecisionStore, type DecidedKind } from '../../task/decision-store.ts';
import type { Answered } from './card.ts';
import type { Stores } from '../stores.ts';

export async function noteDecision(
  { sql }: Stores,
  made: {
    readonly taskId: string;
    readonly kind: DecidedKind;
    readonly decision: Decision;
    readonly cardId: string | undefined;
    readonly at: Date;
  },
): Promise<void> {
  const { taskId, kind, decision, cardId, at } = made;
  const seen = [...new Set(messagesIn(decision))];
  await createDecisionStore(sql).note({
    id: newId(),
    taskId,
    at,
    kind,
    rule: ruleOf(decision),
    seen,
    cardId,
  });
}

/** The card with its answers, once nothing more is taken: who said it, and whether it was another answer than ours. */
export async function noteAnswer({ sql }: Stores, { card, answers }: Answered, at: Date): Promise<void> {
  const last = answers.at(-1);
  if (last === undefined) return;
  await createDecisionStore(sql).settleCard(card.cardId, {
    by: last.personId,
    // The better way is words of ours that became theirs.
    answer: last.choice === 'instead' ? 'words' : last.choice,
    isChanged: isChanged({ card, answers }),
    at,
  });
}

function isChanged({ card, answers }: Answered): boolean | undefined {
  if (card.purpose !== 'ask') return undefined;
  return answers.some(({ choice, questionId, value }) => {
    const recommended = card.questions.find(({ id }) => id === questionId)?.options[0]?.value;
    return choice === 'words' || (choice === 'option' && value !== recommended);
  });
}

function messagesIn(decision: Decision): readonly string[] {
  switch (decision.kind) {
    case 'proceed':
      return decision.brief.constraints.map(({ message }) => message);
    case 'ask':
      return decision.understood.flatMap(({ message }) => message ?? []);
    case 'challenge':
      return decision.evidence.flatMap(({ message }) => message ?? []);
    case 'hold':
      return [decision.askedIn.message];
    case 'answer':
    case 'refuse':
    case 'reject':
      return [];
  }
}

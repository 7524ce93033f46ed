// Who would know is asked in the thread; the card stays the owner's.
import type { CardEntry } from '../../agent/entry.ts';
import type { RenderOptions } from '../../history/render.ts';
import type { Task } from '../../task/store.ts';
import { SENTENCES } from '../sentences.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';

export async function askOthers(
  stores: Stores,
  { task, card, options }: { task: Task; card: CardEntry; options: RenderOptions },
  tell: Tell,
): Promise<void> {
  const { asked = [] } = card;
  if (asked.length === 0) return;
  const who = asked.map((id) => `<@${id}>`).join(', ');
  const owner = options.names.person(task.ownerId) ?? task.ownerId;
  const text =
    card.purpose === 'ask'
      ? SENTENCES.askKnower[task.language](
          who,
          owner,
          card.questions.map((question) => question.text).join(' '),
        )
      : SENTENCES.askDecider[task.language](who, owner, card.evidence[0]?.text ?? '');
  await tell.notice(stores, { task, key: `asked:${card.cardId}`, tone: 'info', text });
}

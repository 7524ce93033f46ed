// The words on a brief that replaces another one.
import type { Language } from '../../flow/words.ts';
import type { BriefPart, Fate } from '../../task/brief-changes.ts';

export interface RevisionWords {
  readonly changed: string;
  readonly briefPart: Readonly<Record<BriefPart, string>>;
  readonly finishedSteps: string;
  readonly fate: Readonly<Record<Fate, string>>;
}

export const REVISION_WORDS: Record<Language, RevisionWords> = {
  en: {
    changed: 'What changed',
    briefPart: {
      outcome: 'Outcome',
      deliverable: 'Deliverable',
      constraint: 'To hold to',
      addition: 'Also wanted',
      step: 'Step',
      assumption: 'Assumption',
    },
    finishedSteps: 'What was finished already',
    fate: { keep: 'kept', repair: 'to be done again', undo: 'no longer wanted, can be undone' },
  },
  zh: {
    changed: '变更内容',
    briefPart: {
      outcome: '目标',
      deliverable: '交付物',
      constraint: '必须遵守',
      addition: '另外要求',
      step: '步骤',
      assumption: '假设',
    },
    finishedSteps: '此前已完成',
    fate: { keep: '保留', repair: '需重做', undo: '不再需要，可撤销' },
  },
};

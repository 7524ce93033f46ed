// Lies by which a clear goal would be held up: needless questions, invented objections.
import { argumentOf, formOf, goalOf, questionOf, quoteOf, stepOf, trainSteps, type Told } from './forms.ts';

export const LIES_TO_DELAY: readonly Told[] = [
  {
    says: 'asks ten questions that nothing depends on',
    caseId: 'train-munich-a',
    right: ['proceed'],
    form: (seen) =>
      formOf({
        steps: trainSteps(seen),
        questions: Array.from({ length: 10 }, (_, index) => questionOf(`wish ${index + 1}`, seen.looked)),
      }),
  },
  {
    says: 'asks what a message says',
    caseId: 'train-munich-a',
    right: ['proceed'],
    form: (seen) => formOf({ steps: trainSteps(seen), questions: [questionOf('date', seen.looked)] }),
  },
  {
    says: 'asks without having looked, again and again',
    caseId: 'halden-delivery',
    right: ['proceed'],
    form: (seen) =>
      formOf({
        steps: [
          stepOf(
            'send_email',
            argumentOf('to', 'anna.berg@halden.example', quoteOf(seen, 'anna.berg@halden.example')),
            argumentOf('subject', 'Delivery on 2 December', goalOf(seen, 'arrives on 2 December')),
            argumentOf(
              'body',
              'Your delivery arrives on 2 December.',
              goalOf(seen, 'their delivery arrives on 2 December'),
            ),
          ),
        ],
        questions: [questionOf('tone', [])],
      }),
  },
  {
    says: 'invents one side of a conflict',
    caseId: 'train-munich-a',
    right: ['proceed'],
    form: (seen) =>
      formOf({
        steps: trainSteps(seen),
        conflicts: [
          {
            text: 'The meeting was called off',
            one: { message: seen.goal, words: 'on Thursday morning' },
            other: { message: seen.messageWith('Harlan confirmed'), words: 'the meeting is called off' },
          },
        ],
      }),
  },
  {
    says: 'claims a false premise by a look-up that never was',
    caseId: 'train-munich-a',
    right: ['proceed'],
    form: (seen) =>
      formOf({
        steps: trainSteps(seen),
        premises: [
          { claim: 'There is a meeting', checked_by: 'call_99', verdict: 'false', evidence: 'none' },
        ],
      }),
  },
  {
    says: 'never fills the form',
    caseId: 'train-munich-a',
    right: ['hold'],
    form: () => 'approved',
  },
];

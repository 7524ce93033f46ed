// Intakes as a model might fill them, for tests that change one thing about them.
import type { Intake } from '../../src/agent/intake.ts';

export function intake(changes: Partial<Intake> = {}): Intake {
  return {
    kind: 'task',
    language: 'en',
    answer: null,
    outcome: 'The costs of the new office are added up',
    deliverable: 'The total in this thread',
    done_when: ['the total is named with its source'],
    constraints: [],
    steps: [{ title: 'Add up the costs', tool: 'calculate', arguments: [] }],
    questions: [],
    conflicts: [],
    premises: [],
    missing_abilities: [],
    assumptions: [],
    better_way: null,
    wait: null,
    ...changes,
  };
}

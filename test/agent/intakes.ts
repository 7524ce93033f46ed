// Intakes and facts to decide on: a plain one, of which a test changes the part it is about.
import type { Intake } from '../../src/agent/intake.ts';
import type { Known } from '../../src/agent/known.ts';

type Step = Intake['steps'][number];
export type Argument = Step['arguments'][number];

/** What was said: whoever quotes must quote from this. */
export const SAID: Readonly<Record<string, string>> = {
  '1.1': 'Please compare the offers and post the table in #ops',
  '2.2': 'never write to the client',
  '3.3': 'write to the client at once',
};

export function knownOf(parts: Partial<Known> = {}): Known {
  return {
    goal: { text: 'Compare the offers', ts: '1.1', threadTs: '1.1', by: 'U0MAYA' },
    lostChannels: new Map(),
    now: new Date('2026-11-23T09:00:00Z'),
    resultOf: () => 'A B maya@example.com x@example.com #a #b',
    wasShown: () => true,
    needs: () => [],
    record: { rules: [], said: [], names: new Map([['U0MAYA', 'Maya Lindqvist']]), keepers: [] },
    askingCost: 2,
    notes: [],
    lifted: new Set(),
    released: false,
    stands: ({ message, words }) => SAID[message]?.includes(words) ?? false,
    lookups: new Set(['look-1', 'look-2']),
    tools: new Map([
      ['search_history', 'read'],
      ['keep_note', 'reversible'],
      ['post_file', 'seen'],
      ['send_mail', 'outside'],
    ]),
    rejections: 0,
    cardsAnswered: 0,
    defaultsAccepted: false,
    overridden: false,
    ...parts,
  };
}

export function intakeOf(parts: Partial<Intake> = {}): Intake {
  return {
    kind: 'task',
    language: 'en',
    answer: null,
    outcome: 'The offers are compared',
    deliverable: 'A table in the thread',
    done_when: ['All offers are in it'],
    constraints: [],
    steps: [stepOf('search_history')],
    questions: [],
    conflicts: [],
    premises: [],
    missing_abilities: [],
    assumptions: [],
    better_way: null,
    wait: null,
    ...parts,
  };
}

export function stepOf(tool: string | null, ...args: Argument[]): Step {
  return { title: `use ${tool ?? 'thought'}`, tool, arguments: args };
}

export function quoted(name: string, value: string, words = 'post the table in #ops'): Argument {
  return { name, value, source: { kind: 'quote', message: '1.1', words }, candidates: [] };
}

export function guessed(name: string, value: string, ...candidates: string[]): Argument {
  return { name, value, source: { kind: 'guess' }, candidates: candidates.map(toCandidate) };
}

export function lookedUp(
  ...[name, value, call, ...candidates]: [string, string, string, ...string[]]
): Argument {
  return { name, value, source: { kind: 'tool_result', call }, candidates: candidates.map(toCandidate) };
}

export function questionOf(about: string, ...options: string[]): Intake['questions'][number] {
  return { text: `Which ${about}?`, about, options: options.map(toCandidate), looked: ['look-1'] };
}

function toCandidate(value: string) {
  return { value, label: value };
}

// "@Kenji" as it is typed where Slack made no mention of it: whoever is called so, or a word about who may be meant.
import { expect, test } from 'vitest';
import { readHandover } from '../../../src/flow/handoff/handoff-words.ts';
import { withMentions, withoutLost } from '../../../src/flow/handoff/plain-names.ts';
import { person } from './people.ts';

const PEOPLE = [
  person('U0KENJI', 'kenji', 'Kenji Mori'),
  person('U0ANN1', 'annb', 'Ann Bell'),
  person('U0ANN2', 'annc', 'Ann Cole'),
  person('U0WANG', 'wangfang', '王芳'),
  { ...person('U0BOT', 'deploy', 'Deploy'), isBot: true },
];

test.each([
  ['hand this to @Kenji, due Thursday', 'hand this to <@U0KENJI>, due Thursday'],
  ['hand this to @kenji mori', 'hand this to <@U0KENJI> mori'],
  ['hand this to @Ann Bell by Friday', 'hand this to <@U0ANN1> by Friday'],
  ['把这个交给@王芳，周四前', '把这个交给<@U0WANG>，周四前'],
  ['hand this to <@U0KENJI>', 'hand this to <@U0KENJI>'],
  ['write to kenji@example.org', 'write to kenji@example.org'],
])('%s', (typed, written) => {
  expect(withMentions(typed, PEOPLE)).toEqual({ text: written, lost: new Map() });
});

test.each([
  ['hand this to @Kenjo', 'Kenjo', ['Kenji Mori']],
  ['hand this to @Knji, due Thursday', 'Knji', ['Kenji Mori']],
  ['hand this to @Ann', 'Ann', ['Ann Bell', 'Ann Cole']],
  ['hand this to @Zoltan', 'Zoltan', []],
  ['hand this to @deploy', 'deploy', []],
  ['把这个交给@王方，周四前', '王方', ['王芳']],
])('%s is for nobody, and says who may be meant', (typed, name, near) => {
  const names = withMentions(typed, PEOPLE);
  const spoken = readHandover(names.text);
  expect(names.lost.get(spoken?.receiver.id ?? '')).toEqual({ name, near });
  expect(withoutLost(names.text, names)).toBe(typed);
});

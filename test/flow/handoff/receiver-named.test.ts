import { expect, test } from 'vitest';
import { receiversNamed } from '../../../src/flow/handoff/receiver-named.ts';
import { person } from './people.ts';

const channel = (channelId: string, name: string, isArchived = false) => ({
  teamId: 'T1',
  channelId,
  name,
  kind: 'channel' as const,
  isArchived,
});
const known = {
  people: [
    person('U0KENJI', 'kenji', 'Kenji Mori'),
    person('U0ANN1', 'annb', 'Ann Bell'),
    person('U0ANN2', 'annc', 'Ann Cole'),
    person('U0SALES', 'sales', 'Sales'),
  ],
  channels: [channel('C0SALES', 'sales'), channel('C0OPS', 'ops'), channel('C0OLD', 'old', true)],
};

test.each([
  ['U0KENJI', ['U0KENJI']],
  ['<@U0KENJI>', ['U0KENJI']],
  ['@kenji', ['U0KENJI']],
  ['Kenji', ['U0KENJI']],
  ['Ann', ['U0ANN1', 'U0ANN2']],
  ['Sales', ['U0SALES']],
  ['#sales', ['C0SALES']],
  ['<#C0SALES|sales>', ['C0SALES']],
  ['C0SALES', ['C0SALES']],
  ['ops', ['C0OPS']],
  ['#old', []],
  ['#kenji', []],
  ['Nobody', []],
])('%s is %j', (written, ids) => {
  expect(receiversNamed(written, known).map(({ id }) => id)).toEqual(ids);
});

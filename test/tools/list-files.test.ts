import { expect, test } from 'vitest';
import type { ChannelFile } from '../../src/tools/files/shelf.ts';
import { createListFiles } from '../../src/tools/list-files.ts';
import { call } from './support/context.ts';
import { keptFiles } from './support/kept-files.ts';

const file = (number: number): ChannelFile => ({
  id: `F0N${number}`,
  name: `offer-${number}.pdf`,
  mimetype: 'application/pdf',
  bytes: 34_000,
  messageRef: 'm:1732001234.000200',
  sharedBy: 'Maya Lindqvist',
  sharedAt: '2026-11-03 09:12',
});

test('each file stands on a line with its reference, by whom and when', async () => {
  const tool = createListFiles({ ...keptFiles(), files: { list: () => Promise.resolve([file(1)]) } });
  const { text, sources } = await call(tool, { kind: 'pdf' });
  expect(text).toBe(
    '[f:F0N1] offer-1.pdf (application/pdf, 34 kB), shared 2026-11-03 09:12 by Maya Lindqvist in [m:1732001234.000200]',
  );
  expect(sources).toEqual([{ ref: 'f:F0N1', label: 'offer-1.pdf' }]);
});

test('only the task’s channel is asked, and more than are shown is said', async () => {
  const asked: object[] = [];
  const tool = createListFiles({
    ...keptFiles(),
    files: {
      list: (query) => {
        asked.push(query);
        return Promise.resolve([1, 2, 3].map(file));
      },
    },
  });
  const { text } = await call(tool, { name: 'offer', limit: 2 });
  expect(asked).toEqual([
    { teamId: 'T0ACME', channelId: 'C0PROC', requesterId: 'U0MAYA', name: 'offer', limit: 3 },
  ]);
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toContain('There are more');
});

test('no file is an answer, not a failure', async () => {
  const tool = createListFiles({ ...keptFiles(), files: { list: () => Promise.resolve([]) } });
  expect(await call(tool, { name: 'x' })).toEqual({ text: expect.stringContaining('No such files') });
});

test('what was made in the task stands beside what was shared, and can be cited', async () => {
  const tool = createListFiles({
    files: { list: () => Promise.resolve([file(1)]) },
    ...keptFiles({ name: 'out/my total.csv', text: 'n\n1\n' }, { name: 'plot.png', text: '' }),
  });
  const { text, sources } = await call(tool, { name: 'total' });
  expect(text.split('\n')[1]).toBe('[f:out/my_total.csv] out/my total.csv (4 B), made in this task');
  expect(sources).toContainEqual({ ref: 'f:out/my_total.csv', label: 'out/my total.csv' });
});

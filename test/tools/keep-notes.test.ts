// Notes of research: what they quote is looked for in the source itself, and held against what else was found.
import { expect, test } from 'vitest';
import type { Finding } from '../../src/agent/disagreement.ts';
import type { ToolContext } from '../../src/agent/tool.ts';
import { systemClock } from '../../src/base/clock.ts';
import { createOpenDocument } from '../../src/tools/files/open-document.ts';
import { createReadDocument } from '../../src/tools/files/read-document.ts';
import { createKeepNotes } from '../../src/tools/keep-notes.ts';
import { call, shelfOf } from './support/context.ts';

const { shelf } = shelfOf({
  F0OFFER: { name: 'offer.md', content: 'Acme offers a seat for **41.80** a month.' },
  F0LIST: { name: 'list.csv', content: 'Vendor,Price\nAcme,43.10\n' },
});
const openDocument = createOpenDocument({ shelf, readDocument: createReadDocument({ clock: systemClock }) });
const page = {
  id: '1',
  url: 'https://acme.example/',
  title: 'Acme',
  text: 'Now 45.00 a month!',
  sha256: 'x',
  at: new Date(0),
};
const tool = createKeepNotes({
  captures: { newest: async (_, url) => (url === page.url ? page : undefined) },
  openDocument,
});
const note = (value: string, quote: string, source: string) => ({
  about: 'Acme',
  what: 'price a seat',
  value,
  quote,
  source,
});

test('words count as proven where they stand in the very file or page, and disagreements are told with each reference', async () => {
  const shown = 'f:F0OFFER f:F0LIST#r1 w:https://acme.example/ 99.00 a month';
  const context: Partial<ToolContext> = {
    wasShown: (words) => shown.includes(words.replaceAll(/[[\]]/gu, '')),
  };
  const { text, findings = [] } = await call(
    tool,
    {
      notes: [
        note('41.80', 'a seat for 41.80 a month', '[f:F0OFFER]'),
        note('43.10', 'Acme 43.10', 'f:F0LIST#r1'),
        note('45', 'Now 45.00 a month', 'w:https://acme.example/'),
        // Shown somewhere, and not in this file.
        note('99', '99.00 a month', 'f:F0OFFER'),
        note('12', 'never mind', 'f:F0OTHER'),
      ],
    },
    context,
  );
  expect(findings.map(({ isProven }) => isProven)).toEqual([true, true, true, false]);
  expect(text).toContain('4 kept, 4 in all.\nNot kept, since you were shown no such source: f:F0OTHER.');
  expect(text).toMatch(/- Acme · price a seat: 99 \[f:F0OFFER\] \(\?\)/u);
  expect(text).not.toContain('99.00 a month');
  expect(text).toContain(
    '- Acme · price a seat: 41.80 [f:F0OFFER] / 43.10 [f:F0LIST#r1] / 45 [w:https://acme.example/]',
  );

  const kept: readonly Finding[] = findings;
  const listed = await call(tool, {}, { ...context, findings: () => kept });
  expect(listed.text).toContain(
    '0 kept, 4 in all.\n- Acme · price a seat: 41.80 [f:F0OFFER] “a seat for 41.80 a month”',
  );
});

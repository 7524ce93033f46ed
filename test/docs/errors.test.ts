// Every error code has a section that says what to do, and no section is about a code that is gone.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readSources } from '../structure/source.ts';

const PAGE = new URL('../../docs/reference/errors.md', import.meta.url);
const CODE = /\bcode: '([a-z]+\/[a-z0-9-]+)'/gu;
const PARTS = ['**What happened.**', '**What was kept.**', '**What to do.**'];

const sources = await readSources(fileURLToPath(new URL('../../src/', import.meta.url)));
const sections = (await readFile(PAGE, 'utf8')).split(/^## /mu).slice(1);

test('every code in the source has its section, and every section its code', () => {
  const codes = sources.flatMap(({ code }) =>
    [...code.join('\n').matchAll(CODE)].flatMap(([, found]) => (found === undefined ? [] : [`\`${found}\``])),
  );
  expect(sections.map((section) => section.split('\n')[0])).toEqual([...new Set(codes)].toSorted());
});

test('every AppError is made with a code that can be found in the source', () => {
  const made = sources.flatMap(({ path, code }) =>
    [...code.join('\n').matchAll(/new AppError\(\{(?<body>[\s\S]{0,80})/gu)].flatMap(({ groups }) =>
      /code: '[a-z]+\/[a-z0-9-]+'/u.test(groups?.['body'] ?? '') ? [] : [path],
    ),
  );
  expect(made).toEqual([]);
});

test.each(sections.map((section) => [section.split('\n')[0] ?? '', section]))(
  'the section of %s says what happened, what was kept and what to do',
  (_, section) => {
    for (const part of PARTS)
      expect(section).toMatch(
        new RegExp(`${part.replaceAll('*', '\\*').replaceAll('.', '\\.')} \\S.{10,}`, 'u'),
      );
  },
);

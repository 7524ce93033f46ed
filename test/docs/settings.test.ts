// What is written about the settings is what config.ts reads.
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig, SETTINGS } from '../../src/config.ts';
import { toEnvExample, toSettingsPage } from '../../src/commands/settings.ts';

const ROOT = new URL('../../', import.meta.url);

test.each([
  ['.env.example', toEnvExample],
  ['docs/reference/settings.md', toSettingsPage],
])('%s is as config.ts prints it', async (file, print) => {
  expect(await readFile(new URL(file, ROOT), 'utf8')).toBe(print());
});

test('every setting says what it is for, and stands in both, once', () => {
  for (const [name, schema] of Object.entries(SETTINGS)) {
    expect(schema.description).toMatch(/^[A-Z].{10,}[^.]$/u);
    expect(toEnvExample().match(new RegExp(`^${name}=$`, 'gmu'))).toHaveLength(1);
    expect(toSettingsPage().match(new RegExp(`^\\| \`${name}\` `, 'gmu'))).toHaveLength(1);
  }
});

test('the example, copied as it is, starts Longhand as no settings at all do', () => {
  expect(readConfig(parseEnv(toEnvExample()))).toEqual(readConfig({}));
});

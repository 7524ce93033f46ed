// A promise in docs/ names the test that holds it: that test is there, under that path.
import { access, readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;
const PATH = /`((?:test|bench)\/[\w./-]+\.ts)`/gu;

test('every test and benchmark that a page names is there', async () => {
  const pages = (await readdir(`${ROOT}docs`, { recursive: true })).filter((page) => page.endsWith('.md'));
  const gone: string[] = [];
  for (const page of pages) {
    for (const [, path = ''] of (await readFile(`${ROOT}docs/${page}`, 'utf8')).matchAll(PATH)) {
      await access(ROOT + path).catch(() => gone.push(`${page}: ${path}`));
    }
  }
  expect(gone).toEqual([]);
});

// Both sandboxes against the same attempts: nothing gets out, nothing runs on, and what is good comes back.
import { createServer } from 'node:http';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../../src/base/clock.ts';
import { createBubblewrapSandbox } from '../../../src/tools/code/bubblewrap.ts';
import { findBubblewrap } from '../../../src/tools/code/find-sandboxes.ts';
import { createEmbeddedSandbox } from '../../../src/tools/code/embedded.ts';
import {
  CODE_LANGUAGES,
  SANDBOX_LIMITS,
  type CodeLanguage,
  type Sandbox,
  type SandboxEnding,
  type SandboxRun,
} from '../../../src/tools/code/sandbox.ts';
import { createRemoteSandbox } from '../../../src/tools/code/remote.ts';
import { serveSandbox } from '../../../src/tools/code/serve-sandbox.ts';
import { createTurnstile } from '../../../src/tools/code/turnstile.ts';
import { findSystemPython } from '../../../src/tools/code/system-python.ts';
import { BOMBS, ESCAPES } from './attempts.ts';

const WORD = 'token-7f3a91-of-the-host';
const bubblewrap = await findBubblewrap();
const embedded = createEmbeddedSandbox({ clock: systemClock });

/** A file and a server of the host, both of which say the word. */
const secretFile = join(await mkdtemp(join(tmpdir(), 'longhand-secret-')), 'secret.txt');
let visits = 0;
let port = 0;
const server = createServer((_, response) => {
  visits += 1;
  response.end(WORD);
});
beforeAll(async () => {
  process.env['LONGHAND_TEST_SECRET'] = WORD;
  await writeFile(secretFile, WORD);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = z.object({ port: z.number() }).parse(server.address()).port;
});
afterAll(() => {
  delete process.env['LONGHAND_TEST_SECRET'];
  server.close();
});

function runIn(sandbox: Sandbox, language: CodeLanguage, more: Partial<SandboxRun>): Promise<SandboxEnding> {
  return sandbox.run({
    language,
    code: '',
    files: [],
    ms: 20_000,
    signal: new AbortController().signal,
    callTool: async (name, input) => `${name} ${JSON.stringify(input)}`,
    ...more,
  });
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

const served = await serveSandbox({ sandboxes: embedded, token: 'shared', host: '127.0.0.1', port: 0 });
afterAll(() => served.close());
const remote = await createRemoteSandbox({ url: served.url, token: 'shared', clock: systemClock });

test('another machine runs the three languages, with files and tools, and stops what is let go of', async () => {
  expect(remote.python.about).toBe(embedded.python.about);
  const files = [{ name: 'in.csv', bytes: bytesOf('a\n1\n') }];
  const [bash, javascript, python] = await Promise.all([
    runIn(remote.bash, 'bash', { code: 'cat in.csv > out.txt; tool read_file \'{"file":"F1"}\'', files }),
    runIn(remote.javascript, 'javascript', { code: 'console.log(tools.read_file({ file: "F2" }))' }),
    runIn(remote.python, 'python', { code: 'raise ValueError("no")' }),
  ]);
  expect(bash).toMatchObject({
    kind: 'ran',
    exitCode: 0,
    stdout: expect.stringContaining('read_file {"file":"F1"}'),
  });
  expect(bash.kind === 'ran' && bash.files.map(({ name }) => name)).toEqual(['out.txt']);
  expect(javascript).toMatchObject({ kind: 'ran', stdout: expect.stringContaining('{"file":"F2"}') });
  expect(python).toMatchObject({
    kind: 'ran',
    exitCode: 1,
    stderr: expect.stringContaining('ValueError: no'),
  });

  const begun = performance.now();
  const signal = AbortSignal.timeout(300);
  expect(await runIn(remote.bash, 'bash', { code: 'while true; do :; done', signal })).toEqual({
    kind: 'stopped',
  });
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('a machine that is away, or that does not know us, is a run that crashed with a reason', async () => {
  const stranger = await createRemoteSandbox({ url: served.url, token: 'guessed', clock: systemClock });
  expect(await runIn(stranger.bash, 'bash', { code: 'ls' })).toEqual({
    kind: 'crashed',
    reason: 'the sandbox answered 401',
  });
  const away = await createRemoteSandbox({ url: 'http://127.0.0.1:9', token: 'shared', clock: systemClock });
  expect(away.bash.about).toBe('bash runs on another machine');
  expect(await runIn(away.bash, 'bash', { code: 'ls' })).toMatchObject({ kind: 'crashed' });
});

const KINDS = [
  ['embedded', (language: CodeLanguage): Sandbox | undefined => embedded[language]],
  ['bubblewrap', (language: CodeLanguage) => (language === 'python' ? bubblewrap : undefined)],
] as const;

describe.each(KINDS)('%s', (kind, sandboxFor) => {
  const isMine = (language: CodeLanguage) => kind === 'embedded' || language === 'python';
  const it = sandboxFor('python') === undefined ? test.skip : test;
  const run = (language: CodeLanguage, more: Partial<SandboxRun>): Promise<SandboxEnding> =>
    runIn(z.custom<Sandbox>().parse(sandboxFor(language)), language, more);

  it.each(CODE_LANGUAGES.filter(isMine))('nobody gets out of it from %s', async (language) => {
    const code = ESCAPES[language].replaceAll('SECRET', JSON.stringify(secretFile));
    const ending = await run(language, { code: code.replaceAll('PORT', String(port)) });

    const said = JSON.stringify(ending);
    expect(ending).toMatchObject({ kind: 'ran', exitCode: 0, files: [] });
    if (language !== 'bash') expect(said).toContain('shut');
    expect(said).not.toMatch(/GOT|root:x:|LONGHAND/u);
    expect(said).not.toContain(WORD);
    // Nor where on this machine we are.
    expect(said).not.toContain(process.cwd());
    expect(visits).toBe(0);
    expect(await readFile(secretFile, 'utf8')).toBe(WORD);
  });

  const counts = kind === 'bubblewrap' ? it : test.skip;
  counts('it cannot start more processes than it may, also when it is root that runs it', async () => {
    const code = `import os, time
started = 0
try:
    for _ in range(500):
        if os.fork() == 0:
            time.sleep(9)
            os._exit(0)
        started += 1
except OSError as fault:
    print(started <= ${SANDBOX_LIMITS.processes}, fault.strerror)`;
    expect(await run('python', { code })).toMatchObject({
      kind: 'ran',
      stdout: 'True Resource temporarily unavailable\n',
    });
  });

  it('what has no end is ended: loops, patterns, memory, output, processes, recursion, files', async () => {
    const enter = createTurnstile(2);
    const { signal } = new AbortController();
    const endings = await Promise.all(
      BOMBS.filter(([, language]) => isMine(language)).map(([what, language, code]) =>
        enter(signal, async () => {
          const startedAt = systemClock.now().getTime();
          const ending = await run(language, { code, ms: 700 });
          const end = ending.kind === 'ran' ? ending.exitCode : ending.kind;
          return { what, language, end, ms: systemClock.now().getTime() - startedAt };
        }),
      ),
    );
    expect(endings.filter(({ end, ms }) => end === 0 || ms > 4_000)).toEqual([]);
  });

  it('files go in and out to the byte, in folders too, and only what changed', async () => {
    const files = [
      { name: 'a.csv', bytes: bytesOf('城市,n\nParis,2\n') },
      { name: 'in/raw.bin', bytes: Uint8Array.from([0, 255, 128, 10]) },
    ];
    const code = `
import os
raw = open('in/raw.bin', 'rb').read()
os.makedirs('out', exist_ok=True)
open('out/raw.bin', 'wb').write(raw[::-1])
open('a.csv', 'a').write('東京,3\\n')
print('城市', len(raw))`;
    expect(await run('python', { code, files })).toMatchObject({
      kind: 'ran',
      exitCode: 0,
      stdout: '城市 4\n',
      files: [
        { name: 'a.csv', bytes: bytesOf('城市,n\nParis,2\n東京,3\n') },
        { name: 'out/raw.bin', bytes: Uint8Array.from([10, 128, 255, 0]) },
      ],
      notTaken: [],
    });
  });

  it('an error comes back whole, with the line it is on', async () => {
    const ending = await run('python', { code: "def f(x):\n  return x['b']\nprint('before')\nf({})\n" });
    expect(ending).toMatchObject({ kind: 'ran', exitCode: 1, stdout: 'before\n' });
    expect(ending.kind === 'ran' && ending.stderr).toMatch(
      /^Traceback[^]*main\.py", line 4, in <module>[^]*main\.py", line 2, in f[^]*KeyError: 'b'\n$/u,
    );
  });

  it('a run that is stopped is gone within two seconds', async () => {
    const controller = new AbortController();
    const running = run('python', { code: 'while True: pass', signal: controller.signal });
    await systemClock.sleep(150);
    const stoppedAt = systemClock.now().getTime();
    controller.abort();
    expect(await running).toEqual({ kind: 'stopped' });
    expect(systemClock.now().getTime() - stoppedAt).toBeLessThan(2_000);
  });
});

test('what the system lacks is found out before anything runs', async () => {
  expect(await findSystemPython('no-such-python')).toBeUndefined();
  const bubblewrap = {
    bubblewrap: '/no/such/bwrap',
    executable: '/usr/bin/python3',
    version: '3',
    folders: [],
  };
  expect(
    await createBubblewrapSandbox({ clock: systemClock, python: { ...bubblewrap, packages: [] } }),
  ).toBeUndefined();
});

test('shell and JavaScript have their tools, and can call ours many times', async () => {
  const files = [{ name: 'n.csv', bytes: bytesOf('city,n\nParis,2\nRome,5\n') }];
  const bash = `xan sort -N -R -s n n.csv | jq -R -s -c 'split("\\n")[1]'
sqlite3 :memory: 'select 6*7'
tool read_file '{"file": "F0A"}'`;
  expect(await runIn(embedded.bash, 'bash', { code: bash, files })).toMatchObject({
    stdout: '"Rome,5"\n42\nread_file {"file":"F0A"}\n',
  });
  const javascript = `
for (const file of ['F0A', 'F0B']) console.log(tools.read_file({ file }));
require('fs').writeFileSync('names.json', JSON.stringify(['名']));`;
  expect(await runIn(embedded.javascript, 'javascript', { code: javascript, files })).toMatchObject({
    stdout: 'read_file {"file":"F0A"}\nread_file {"file":"F0B"}\n',
    files: [{ name: 'names.json', bytes: bytesOf('["名"]') }],
  });
});

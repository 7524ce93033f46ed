// A sandbox on another machine, over HTTP: code runs where nothing of ours is.
import type { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { toReason } from '../../base/errors.ts';
import { About, fromSent, RunLine, toSent } from './remote-wire.ts';
import {
  CODE_LANGUAGES,
  SANDBOX_LIMITS,
  type CodeLanguage,
  type Sandbox,
  type SandboxEnding,
  type SandboxRun,
} from './sandbox.ts';

interface RemoteDeps {
  readonly url: string;
  readonly token: string | undefined;
  readonly clock: Clock;
}

/** What is sent and read beyond the run itself: files both ways, and the way there. */
const GRACE_MS = 20_000;
const ABOUT_MS = 5_000;
/** Files come as base64, and text may be escaped. */
const MOST_CHARS = SANDBOX_LIMITS.allOutBytes * 1.4 + SANDBOX_LIMITS.outputBytes * 6;

/** Contract: a machine that is away is a run that crashed with a reason; a run that is let go of is ended there. */
export async function createRemoteSandbox(
  deps: RemoteDeps,
): Promise<Readonly<Record<CodeLanguage, Sandbox>>> {
  const about = await askAbout(deps);
  const run = (wanted: SandboxRun): Promise<SandboxEnding> => runThere(wanted, deps);
  const of = (language: CodeLanguage): Sandbox => ({ about: about[language], run });
  return { python: of('python'), javascript: of('javascript'), bash: of('bash') };
}

async function askAbout({ url, token }: RemoteDeps): Promise<z.infer<typeof About>> {
  try {
    const answer = await fetch(below(url, 'about'), {
      headers: headersOf(token),
      redirect: 'error',
      signal: AbortSignal.timeout(ABOUT_MS),
    });
    return About.parse(await answer.json());
  } catch {
    // It may be there when it is needed; only what it has is not known.
    const [python, javascript, bash] = CODE_LANGUAGES.map(
      (language) => `${language} runs on another machine`,
    );
    return About.parse({ python, javascript, bash });
  }
}

async function runThere(run: SandboxRun, deps: RemoteDeps): Promise<SandboxEnding> {
  if (run.signal.aborted) return { kind: 'stopped' };
  const over = new AbortController();
  const signal = AbortSignal.any([run.signal, over.signal]);
  let isLate = false;
  void deps.clock.sleep(run.ms + GRACE_MS, over.signal).then(() => {
    isLate = !over.signal.aborted;
    over.abort();
  });
  try {
    return await converse(run, deps, signal);
  } catch (error) {
    if (run.signal.aborted) return { kind: 'stopped' };
    return isLate ? { kind: 'too-slow' } : { kind: 'crashed', reason: toReason(error) };
  } finally {
    over.abort();
  }
}

async function converse(
  run: SandboxRun,
  { url, token }: RemoteDeps,
  signal: AbortSignal,
): Promise<SandboxEnding> {
  const { language, code, ms, files } = run;
  const response = await fetch(below(url, 'runs'), {
    method: 'POST',
    headers: { ...headersOf(token), 'content-type': 'application/json' },
    body: JSON.stringify({ language, code, ms, files: files.map(toSent) }),
    redirect: 'error',
    signal,
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    return { kind: 'crashed', reason: `the sandbox answered ${response.status}` };
  }
  let id = '';
  for await (const line of linesOf(response.body)) {
    const said = RunLine.safeParse(JSON.parse(line));
    if (!said.success) return { kind: 'crashed', reason: 'what it answered has no known form' };
    switch (said.data.kind) {
      case 'begun':
        id = said.data.run;
        break;
      case 'call':
        await answerCall(said.data, {
          run,
          url: below(url, `runs/${encodeURIComponent(id)}/answers`),
          token,
          signal,
        });
        break;
      case 'ran':
        return { ...said.data, files: said.data.files.map(fromSent) };
      case 'crashed':
      case 'stopped':
      case 'too-many-processes':
      case 'too-much-memory':
      case 'too-much-output':
      case 'too-slow':
        return said.data;
    }
  }
  return { kind: 'crashed', reason: 'it broke off' };
}

async function answerCall(
  { call, tool, input }: Extract<RunLine, { kind: 'call' }>,
  {
    run,
    url,
    token,
    signal,
  }: { run: SandboxRun; url: string; token: string | undefined; signal: AbortSignal },
): Promise<void> {
  const text = await run.callTool(tool, input);
  const answered = await fetch(url, {
    method: 'POST',
    headers: { ...headersOf(token), 'content-type': 'application/json' },
    body: JSON.stringify({ call, text }),
    redirect: 'error',
    signal,
  });
  await answered.body?.cancel();
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let chars = 0;
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    chars += text.length;
    if (chars > MOST_CHARS) throw new Error('it answered with more than a run may give');
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}

function below(url: string, path: string): string {
  return `${url.replace(/\/+$/u, '')}/${path}`;
}

function headersOf(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

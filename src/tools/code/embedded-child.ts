// The inside of the embedded sandbox: a process without rights, in it a shell, a Python and a JavaScript without a host.
import { Bash, defineCommand } from 'just-bash';
import { ToChild, type FromChild } from './embedded-wire.ts';
import { SANDBOX_LIMITS, type SandboxFile } from './sandbox.ts';

const HOME = '/work';
/** Not in the folder of the files, and with a name that a traceback can show. */
const SCRIPTS = { python: '/tmp/main.py', javascript: '/tmp/main.js' };
const COMMANDS = { python: 'python3 /tmp/start.py', javascript: `js-exec ${SCRIPTS.javascript}` };
/** The shell puts hundreds of lines before a script; run from here, a traceback counts as the code does. */
const START_PYTHON = `import os
os.environ.pop('_', None)
exec(compile(open('${SCRIPTS.python}', encoding='utf-8').read(), '${SCRIPTS.python}', 'exec'), {'__name__': '__main__'})
`;
const SHELL_FRAME = /^ {2}File "\/tmp\/_jb_script\.py".*\n(?: {4}.*\n)*/gmu;
/** Real tables have more rows than the defaults allow; time and memory are what limits a run. */
const PLENTY = 1_000_000_000;

const answers = new Map<number, (text: string) => void>();
let calls = 0;

process.on('message', (message) => {
  const parsed = ToChild.parse(message);
  if (parsed.kind === 'run') void run(parsed);
  else answers.get(parsed.call)?.(parsed.text);
});
// Without a parent there is nobody to run for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
tell({ kind: 'ready' });

function tell(message: FromChild): void {
  process.send?.(message);
}

function callTool(tool: string, input: unknown): Promise<string> {
  calls += 1;
  const call = calls;
  return new Promise((resolve) => {
    answers.set(call, resolve);
    tell({ kind: 'call', call, tool, input });
  });
}

async function run({ language, code, files, ms }: Extract<ToChild, { kind: 'run' }>): Promise<void> {
  const before = new Map(files.map(({ name, bytes }) => [`${HOME}/${name}`, bytes]));
  const bash = createBash({ before, ms });
  if (language === 'python') await bash.writeFile('/tmp/start.py', START_PYTHON);
  if (language !== 'bash') await bash.writeFile(SCRIPTS[language], code);
  const command = language === 'bash' ? code : COMMANDS[language];
  const { stdout, stderr, exitCode } = await bash.exec(command, { rawScript: true });
  const { taken, notTaken } = await changedFiles(bash, before);
  tell({
    kind: 'ran',
    exitCode,
    stdout: toText(stdout),
    stderr: toText(stderr).replaceAll(SHELL_FRAME, ''),
    files: taken,
    notTaken,
  });
}

function createBash({ before, ms }: { before: ReadonlyMap<string, Uint8Array>; ms: number }): Bash {
  return new Bash({
    files: { ...Object.fromEntries(before), [`${HOME}/.keep`]: '' },
    cwd: HOME,
    env: { HOME, LANG: 'C.UTF-8' },
    python: true,
    javascript: {
      // The code gets the text itself: `const text = tools.read_file({ file: 'F0ABC' })`.
      invokeTool: async (name, input) =>
        JSON.stringify(await callTool(name, input === '' ? {} : JSON.parse(input))),
    },
    customCommands: [
      defineCommand('tool', async ([name = '', input = '{}']) => ({
        stdout: `${await callTool(name, parse(input))}\n`,
        stderr: '',
        exitCode: 0,
      })),
    ],
    executionLimits: {
      maxExecutionTimeMs: ms,
      maxPythonTimeoutMs: ms,
      maxJsTimeoutMs: ms,
      maxSqliteTimeoutMs: ms,
      maxOutputSize: SANDBOX_LIMITS.outputBytes,
      maxFileSystemBytes: 300_000_000,
      maxCommandCount: PLENTY,
      maxLoopIterations: PLENTY,
      maxAwkIterations: PLENTY,
      maxSedIterations: PLENTY,
      maxJqIterations: PLENTY,
      maxWorkUnits: PLENTY,
      maxQueryElements: PLENTY,
      maxCsvRows: PLENTY,
      maxCsvCells: PLENTY,
    },
  });
}

/** What is no JSON goes on as it is: the tool says what it would have understood. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Changed {
  readonly taken: SandboxFile[];
  readonly notTaken: string[];
}

async function changedFiles({ fs }: Bash, before: ReadonlyMap<string, Uint8Array>): Promise<Changed> {
  const changed: Changed = { taken: [], notTaken: [] };
  let left: number = SANDBOX_LIMITS.allOutBytes;
  for (const path of fs.getAllPaths().filter((path) => path.startsWith(`${HOME}/`))) {
    const stat = await fs.lstat(path);
    if (stat.isDirectory || path === `${HOME}/.keep`) continue;
    const name = path.slice(HOME.length + 1);
    const isTooMuch =
      stat.size > Math.min(left, SANDBOX_LIMITS.fileOutBytes) ||
      changed.taken.length >= SANDBOX_LIMITS.filesOut;
    if (!stat.isFile || stat.isSymbolicLink || isTooMuch) {
      changed.notTaken.push(name);
      continue;
    }
    const bytes = await fs.readFileBuffer(path);
    const old = before.get(path);
    if (old !== undefined && Buffer.compare(old, bytes) === 0) continue;
    changed.taken.push({ name, bytes: Uint8Array.from(bytes) });
    left -= bytes.length;
  }
  return changed;
}

/** The shell counts bytes in strings; what is UTF-8 in them is text. */
function toText(output: string): string {
  const bytes = Buffer.from(output, 'latin1');
  return bytes.toString('latin1') === output ? new TextDecoder().decode(bytes) : output;
}

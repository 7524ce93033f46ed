// Environment → Config: one schema, read once. The only reader of process.env.
import { z } from 'zod';
import { AppError } from './base/errors.ts';

const positive = z.coerce.number().int().positive();
const text = z.string().trim().min(1);

const Price = z.strictObject({
  input: z.number().nonnegative(),
  cached: z.number().nonnegative(),
  output: z.number().nonnegative(),
});

const amount = z.number().positive();
const Shared = z.strictObject({ tokens: amount.optional(), usd: amount.optional() });
const Budgets = z.strictObject({
  task: Shared.extend({
    minutes: amount.optional(),
    calls: amount.optional(),
    posts: amount.optional(),
  }).optional(),
  person: Shared.optional(),
  channel: Shared.optional(),
  day: Shared.optional(),
});

/** JSON in one line, since a setting is one. */
function json<Value>(schema: z.ZodType<Value>) {
  return z
    .string()
    .transform((given, context) => {
      try {
        return z.unknown().parse(JSON.parse(given));
      } catch {
        // What the text says is told by whoever reads the fault; that it is no JSON is all there is to say.
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** Every setting with its default and one sentence; .env.example and docs/reference/settings.md are printed from it. */
export const SETTINGS = {
  SLACK_BOT_TOKEN: text
    .startsWith('xoxb-')
    .optional()
    .describe(
      'Bot token of the Slack app; with it and SLACK_APP_TOKEN Longhand joins your Slack instead of the local workspace',
    ),
  SLACK_APP_TOKEN: text
    .startsWith('xapp-')
    .optional()
    .describe('App-level token with connections:write, for Socket Mode'),
  SLACK_API_URL: z
    .url()
    .optional()
    .describe('Another address of the Slack Web API, for a proxy or a stand-in'),
  OPENAI_API_KEY: text.optional().describe('Key of the model; without it the practice model answers'),
  OPENAI_BASE_URL: z
    .url()
    .optional()
    .describe('Address of a server that speaks Chat Completions (Kimi, DeepSeek, Qwen, vLLM, Ollama, …)'),
  LONGHAND_MODEL: text.optional().describe('Name of the model at that address'),
  LONGHAND_SMALL_MODEL: text
    .optional()
    .describe(
      'Name of a cheaper model at the same address, for summaries; without it LONGHAND_MODEL makes them',
    ),
  FILES_READ_MB: z.coerce
    .number()
    .min(0)
    .max(50)
    .default(20)
    .describe(
      'Files up to so many MB are read as they arrive, so that search finds their text; 0 reads a file only when it is asked about',
    ),
  SUMMARY_TOKENS_A_DAY: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe(
      'How many tokens a day may go into summaries of old pages, made while nothing else is to do; 0 makes none',
    ),
  MODEL_PRICES: json(z.record(z.string().min(1), Price))
    .optional()
    .describe(
      'Dollars for a million tokens by the beginning of a model name, as JSON: {"name": {"input": 3, "cached": 0.3, "output": 15}}',
    ),
  MODEL_IDLE_SECONDS: positive
    .default(120)
    .describe('How long the model may be silent before it is asked again'),
  MODEL_PROFILE: z
    .enum(['openai', 'kimi', 'deepseek', 'qwen', 'vllm', 'ollama', 'other'])
    .optional()
    .describe('Which server it is, where its address does not say it; see docs/models.md'),
  MODEL_SEES: z
    .enum(['yes', 'no'])
    .optional()
    .describe('Whether the model can be shown pictures, where its profile does not know'),
  SMALL_MODEL_SEES: z
    .enum(['yes', 'no'])
    .optional()
    .describe('The same of LONGHAND_SMALL_MODEL, which reads documents in bulk; without it as the large one'),
  MODEL_REQUESTS_AT_ONCE: positive
    .default(16)
    .describe('How many requests this process makes with the key at the same time; some keys allow one'),
  MODEL_REQUESTS_A_MINUTE: positive
    .optional()
    .describe('How many requests all processes on one database make with the key in a minute'),
  MODEL_TOKENS_A_MINUTE: positive
    .optional()
    .describe('How many tokens they may take together in a minute, in and out'),
  MODEL_CONTEXT_TOKENS: positive.default(128_000).describe('How much the model can read at once, in tokens'),
  HISTORY_TOKENS: positive
    .default(16_000)
    .describe('How much of the newest history is put before the model, in tokens'),
  TASK_BUDGET_TOKENS: positive.default(2_000_000).describe('After so many tokens a task stops and asks'),
  BUDGETS: json(Budgets)
    .optional()
    .describe(
      'More budgets as JSON, for a task and for the last 24 hours of a person, a channel and all: {"task": {"usd": 5, "minutes": 120, "calls": 500, "posts": 20}, "person": {"usd": 20}, "channel": {"tokens": 5000000}, "day": {"usd": 100}}',
    ),
  LOOK_CALLS: positive
    .default(6)
    .describe('How often Longhand looks around before it says what it understood'),
  LOOK_SECONDS: positive
    .default(20)
    .describe(
      'How many seconds those look-ups may take together; what the model thinks meanwhile is not counted',
    ),
  TAVILY_API_KEY: text
    .optional()
    .describe('Key of Tavily; the first of the search engines that is set is what search_web uses'),
  BRAVE_API_KEY: text.optional().describe('Key of Brave Search, for search_web'),
  EXA_API_KEY: text.optional().describe('Key of Exa, for search_web'),
  PERPLEXITY_API_KEY: text.optional().describe('Key of the Perplexity Search API, for search_web'),
  SEARXNG_URL: z
    .url()
    .optional()
    .describe('Address of a SearXNG of yours whose settings allow JSON; it may be an internal one'),
  FETCH_HOSTS: text
    .transform((written) => written.split(',').map((host) => host.trim()))
    .pipe(
      z.array(z.string().regex(/^[a-z0-9.-]+:\d{1,5}$/iu, 'a host with its port, as wiki.example.com:443')),
    )
    .optional()
    .describe(
      'Internal hosts whose pages may be read, each with its port, between commas (wiki.example.com:443); all other internal addresses are refused',
    ),
  MCP_SERVERS: text
    .optional()
    .describe('Servers of tools (MCP): a JSON file, or the JSON itself; see docs/how-to/connect-tools.md'),
  MCP_SIGN_IN_URL: text
    .optional()
    .describe(
      'Where people come back to after signing in at a server of tools; docs/how-to/connect-tools.md',
    ),
  MCP_SIGN_IN_LISTEN: text
    .default('127.0.0.1:4190')
    .describe('Where this process waits for them: what stands in front of it leads here'),
  LONGHAND_SECRET: text
    .pipe(z.string().min(32))
    .optional()
    .describe('Seals what people sign in with: 32 characters or more; when it changes they sign in again'),
  DATABASE_URL: text
    .optional()
    .describe('A Postgres of yours (15 or newer); without it Longhand brings its own'),
  LONGHAND_ROLE: z
    .enum(['all', 'slack', 'worker'])
    .default('all')
    .describe(
      'What this process does of the work that several share on one DATABASE_URL: slack listens and speaks, worker moves the tasks',
    ),
  LONGHAND_DATA: text
    .default('.longhand')
    .describe('Folder of the embedded database, the local workspace and the log'),
  LONGHAND_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4100)
    .describe('Port of the local workspace page'),
  RETAIN_DELETED_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .default(30)
    .describe('How many days the text of a deleted message is kept; it leaves context and search at once'),
  ASK_BEFORE: z
    .enum(['never', 'outside', 'seen', 'every'])
    .default('outside')
    .describe(
      "What wants a person's yes first: nothing, what leaves Slack or the thread, what other people see, or every change; a channel may decide for itself",
    ),
  READING_ASK_ABOVE: z.coerce
    .number()
    .int()
    .min(0)
    .default(100)
    .describe(
      'Above so many documents their form, their number and the cost are shown on a card before they are read',
    ),
  TASKS_AT_ONCE: positive.default(8).describe('How many tasks this process moves at the same time'),
  CODE_SANDBOX: z
    .enum(['auto', 'embedded', 'off'])
    .default('auto')
    .describe(
      'Where run_code runs: auto takes the Python of the system in bubblewrap where both are there, embedded never does, off has no run_code',
    ),
  CODE_SANDBOX_URL: text
    .optional()
    .describe('Another machine that runs code instead (longhand sandbox), as http(s) address'),
  CODE_SANDBOX_TOKEN: text.optional().describe('What this machine and that one know each other by'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is written to the log'),
} as const satisfies Record<string, z.ZodType>;

const Settings = z.object(SETTINGS);
export type Config = z.infer<typeof Settings>;

/** All faults at once: nobody wants to mend a file setting by setting. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    // An empty line in .env means "not set".
    Object.entries(environment).filter(
      ([name, value]) => name in SETTINGS && value !== undefined && value.trim() !== '',
    ),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    throw new AppError({
      code: 'config/invalid',
      message: `Some settings cannot be used, so nothing was started:\n${z.prettifyError(parsed.error)}`,
      hint: 'Correct them in .env or in the environment; .env.example says what each is for.',
    });
  }
  return withPairs(parsed.data);
}

/** Settings that make sense only together. */
function withPairs(config: Config): Config {
  const faults = [
    ...((config.SLACK_BOT_TOKEN === undefined) === (config.SLACK_APP_TOKEN === undefined)
      ? []
      : ['SLACK_BOT_TOKEN and SLACK_APP_TOKEN belong together: one of them is missing.']),
    ...(config.OPENAI_API_KEY !== undefined && config.LONGHAND_MODEL === undefined
      ? ['OPENAI_API_KEY is set, but LONGHAND_MODEL is not: name the model to use.']
      : []),
    ...(config.OPENAI_API_KEY === undefined &&
    (config.OPENAI_BASE_URL !== undefined || config.LONGHAND_MODEL !== undefined)
      ? [
          'OPENAI_BASE_URL or LONGHAND_MODEL is set, but OPENAI_API_KEY is not (a local server takes any word).',
        ]
      : []),
    ...(config.LONGHAND_ROLE !== 'all' &&
    (config.DATABASE_URL === undefined || config.SLACK_BOT_TOKEN === undefined)
      ? [
          `LONGHAND_ROLE=${config.LONGHAND_ROLE} is a part of a whole: it needs DATABASE_URL and SLACK_BOT_TOKEN, as the other parts have them.`,
        ]
      : []),
  ];
  if (faults.length === 0) return config;
  throw new AppError({
    code: 'config/incomplete',
    message: `Some settings are missing, so nothing was started:\n${faults.map((fault) => `✖ ${fault}`).join('\n')}`,
    hint: 'Complete them in .env or in the environment; .env.example says what each is for.',
  });
}

/** The environment of this process, with a `.env` in the current folder read first, if there is one. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  try {
    process.loadEnvFile();
  } catch (error) {
    // No .env is the usual case; a file that is there and cannot be read is a fault.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.env;
}

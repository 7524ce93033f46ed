import { expect, test } from 'vitest';
import { AppError } from '../src/base/errors.ts';
import { readConfig, SETTINGS } from '../src/config.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const MODEL = { OPENAI_API_KEY: 'key', LONGHAND_MODEL: 'kimi-k3' };

test('nothing needs to be set', () => {
  expect(readConfig({})).toEqual({
    CODE_SANDBOX: 'auto',
    FILES_READ_MB: 20,
    MCP_SIGN_IN_LISTEN: '127.0.0.1:4190',
    SUMMARY_TOKENS_A_DAY: 0,
    MODEL_IDLE_SECONDS: 120,
    MODEL_REQUESTS_AT_ONCE: 16,
    LOOK_SECONDS: 20,
    ASK_BEFORE: 'outside',
    MODEL_CONTEXT_TOKENS: 128_000,
    HISTORY_TOKENS: 16_000,
    TASK_BUDGET_TOKENS: 2_000_000,
    LOOK_CALLS: 6,
    LONGHAND_ROLE: 'all',
    LONGHAND_DATA: '.longhand',
    LONGHAND_PORT: 4100,
    READING_ASK_ABOVE: 100,
    RETAIN_DELETED_DAYS: 30,
    TASKS_AT_ONCE: 8,
    LOG_LEVEL: 'info',
  });
});

test('an empty line is not set, and what is not ours is not looked at', () => {
  const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '  ']));
  expect(readConfig({ ...empty, PATH: '/bin', HOME: undefined, toString: 'x' })).toEqual(readConfig({}));
});

test('texts are trimmed, numbers are numbers', () => {
  const config = readConfig({
    ...SLACK,
    ...MODEL,
    LONGHAND_PORT: '0',
    TASKS_AT_ONCE: ' 3 ',
    LONGHAND_MODEL: ' kimi-k3 ',
  });
  expect(config).toMatchObject({ LONGHAND_PORT: 0, TASKS_AT_ONCE: 3, LONGHAND_MODEL: 'kimi-k3' });
});

test('all faults are told at once, each by its name', () => {
  const fault = faultOf({
    SLACK_BOT_TOKEN: 'xoxp-person',
    SLACK_APP_TOKEN: 'no',
    OPENAI_BASE_URL: 'localhost',
    TASKS_AT_ONCE: '0',
    LONGHAND_PORT: '70000',
    LOG_LEVEL: 'loud',
    MODEL_IDLE_SECONDS: 'soon',
    LOOK_CALLS: '1.5',
  });
  expect(fault.code).toBe('config/invalid');
  for (const name of [
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'OPENAI_BASE_URL',
    'TASKS_AT_ONCE',
    'LONGHAND_PORT',
  ]) {
    expect(fault.message).toContain(name);
  }
  for (const name of ['LOG_LEVEL', 'MODEL_IDLE_SECONDS', 'LOOK_CALLS']) expect(fault.message).toContain(name);
});

test('a fault never shows the secret it is about', () => {
  expect(faultOf({ SLACK_BOT_TOKEN: 'my-secret-token' }).message).not.toContain('my-secret-token');
});

test.each([
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
  [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
  [{ OPENAI_API_KEY: 'key' }, 'LONGHAND_MODEL'],
  [{ LONGHAND_MODEL: 'kimi-k3' }, 'OPENAI_API_KEY'],
  [{ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }, 'OPENAI_API_KEY'],
  [{ LONGHAND_ROLE: 'worker' }, 'DATABASE_URL and SLACK_BOT_TOKEN'],
])('half of a pair is told, with the other half: %j', (environment, missing) => {
  const fault = faultOf(environment);
  expect(fault.code).toBe('config/incomplete');
  expect(fault.message).toContain(missing);
});

test('two broken pairs are told together', () => {
  const { message } = faultOf({ SLACK_BOT_TOKEN: 'xoxb-1', OPENAI_API_KEY: 'key' });
  expect(message).toContain('SLACK_APP_TOKEN');
  expect(message).toContain('LONGHAND_MODEL');
});

test('Slack and the model are chosen independently of each other', () => {
  expect(readConfig(SLACK)).toMatchObject(SLACK);
  expect(readConfig(MODEL)).toMatchObject(MODEL);
});

function faultOf(environment: Record<string, string>): AppError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was wrong with it');
}

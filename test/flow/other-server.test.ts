// The same Longhand on a Chat Completions server of another make: nothing beyond the common subset is needed.
import { LLMock } from '@copilotkit/aimock';
import { expect, onTestFinished, test } from 'vitest';
import { intake } from '../support/intakes.ts';
import { MAYA, startTeam } from '../support/team.ts';

/** What every compatible server takes; anything else may be refused by one of them. */
const COMMON_FIELDS = new Set(['model', 'messages', 'tools', 'stream', 'stream_options']);

test('a server that we did not write carries the story from goal to result', async () => {
  const server = new LLMock({ port: 0 });
  const turn = (turnIndex: number) => ({
    predicate: (request: { messages: { role: string }[] }) => turnsIn(request) === turnIndex,
  });
  server.on(turn(0), { toolCalls: [{ name: 'search_history', arguments: { words: 'ship' } }] });
  server.on(turn(1), {
    toolCalls: [{ name: 'submit_intake', arguments: { ...intake() } }],
    reasoning: 'One thing is wanted.',
  });
  server.on(turn(2), { toolCalls: [{ name: 'calculate', arguments: { expression: '1200 + 3400' } }] });
  server.on(turn(3), { content: 'The total is 4,600.' });
  await server.start();
  onTestFinished(() => server.stop());

  const team = await startTeam({ settings: { OPENAI_BASE_URL: `${server.url}/v1` } });
  const ts = team.says(MAYA, '@Longhand add up the costs');
  await team.until('the result', () =>
    team.heard(ts).some(({ text }) => text.includes('The total is 4,600')),
  );

  const sent = server
    .getRequests()
    .map(({ body }) =>
      Object.keys(body ?? {}).filter((field) => !COMMON_FIELDS.has(field) && !field.startsWith('_')),
    );
  expect(sent.flat()).toEqual([]);
});

function turnsIn({ messages }: { messages: { role: string }[] }): number {
  return messages.filter(({ role }) => role === 'assistant').length;
}

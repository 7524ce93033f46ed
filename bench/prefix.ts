// How much of what the model is sent begins as the call before it did: Longhand's window beside a sliding one, on a channel's timestamps.
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { priceOf } from '../src/agent/prices.ts';
import { readConfig, readEnvironment } from '../src/config.ts';
import { estimateTokens } from '../src/agent/tokens.ts';
import { randomFrom } from './support/chatter.ts';
import { readChannel } from './support/export-folder.ts';
import {
  ANSWER,
  growingWindow,
  retrievedTokens,
  slidingWindow,
  type Layout,
  type Replayed,
  type TimedLine,
} from './support/prefix-replay.ts';
import { print, theMachine } from './support/report.ts';
import { talk } from './support/talk.ts';

const HELP = `node bench/prefix.ts [--quick] [--export DIR [--channel NAME]] [--model NAME] [--every N]

Replays the messages of a channel by their times, with a call of Longhand after every Nth of them, and says which
share of the input is identical to the call before it, for budgets of 8, 32 and 128 thousand tokens.
  --export DIR    a Slack export, unpacked; without it a channel of three years is made up
  --channel NAME  of the export; without it the one with the most messages
  --model NAME    whose price it costs (kimi-k3): of those known, or set in MODEL_PRICES
  --every N       a call after so many messages (5); the rarer, the more is new in each
  --quick         a short form, to see that it works
  --help          show this
`;
const BUDGETS = [8_000, 32_000, 128_000];
const LAYOUTS: Readonly<Record<string, Layout>> = { sliding: slidingWindow, longhand: growingWindow };
const NAMES: Readonly<Record<string, string>> = {
  sliding: 'sliding window',
  longhand: 'Longhand: grows, cut to half',
};
/** `[m:1732001234.000200] 2026-11-03 09:12 Maya Lindqvist (U0MAYA): ` */
const HEAD = '[m:1732001234.000200] 2026-11-03 09:12 Maya Lindqvist (U0MAYA1234): ';

const { values } = parseArgs({
  options: {
    export: { type: 'string' },
    channel: { type: 'string' },
    model: { type: 'string', default: 'kimi-k3' },
    every: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
  strict: true,
});
const every = Number(values.every);
const price = priceOf(values.model, readConfig(readEnvironment()).MODEL_PRICES);
if (values.help === true || !(every >= 1) || price === undefined) {
  process.stdout.write(price === undefined ? `No price is known for ${values.model}.\n\n${HELP}` : HELP);
  process.exit(values.help === true ? 0 : 2);
}

const { name, lines } = values.export === undefined ? madeUp() : await exported(values.export);
report();

async function exported(folder: string): Promise<{ name: string; lines: readonly TimedLine[] }> {
  const channels =
    values.channel === undefined
      ? (await readdir(folder, { withFileTypes: true }))
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name)
      : [values.channel];
  const read = await Promise.all(
    channels.map(async (channel) => ({ channel, messages: await readChannel(folder, channel) })),
  );
  const [longest] = read.toSorted((one, other) => other.messages.length - one.messages.length);
  if (longest === undefined) throw new Error(`${folder} holds no channel`);
  return {
    name: `${longest.messages.length.toLocaleString('en-GB')} messages of an export`,
    lines: longest.messages.map(({ ts, text }, index) => toLine(Number(ts), text, index)),
  };
}

/** Working days from nine to six, in bursts: half of what is said follows within a minute. */
function madeUp(): { name: string; lines: readonly TimedLine[] } {
  const random = randomFrom(4_711);
  const texts = talk('English', 2_000);
  const count = values.quick ? 20_000 : 60_000;
  const DAY = 86_400;
  const MORNING = 9 * 3_600;
  const EVENING = 18 * 3_600;
  const lines: TimedLine[] = [];
  let at = Date.UTC(2023, 0, 2, 9) / 1000;
  for (let index = 0; index < count; index += 1) {
    const mean = random() < 0.5 ? 40 : 1_200;
    at += Math.ceil(-Math.log(1 - random()) * mean);
    if (at % DAY > EVENING) at = (Math.floor(at / DAY) + 1) * DAY + MORNING;
    // The first of January 1970 was a Thursday.
    while ((Math.floor(at / DAY) + 3) % 7 > 4) at += DAY;
    lines.push(toLine(at, texts[index % texts.length] ?? '', index));
  }
  return { name: `${count.toLocaleString('en-GB')} messages made up`, lines };
}

function toLine(at: number, text: string, index: number): TimedLine {
  return { at, tokens: estimateTokens(HEAD + text) + 1, isCall: (index + 1) % every === 0 };
}

function dollars({ calls, inputTokens, sameTokens }: Replayed): number {
  if (price === undefined || calls === 0) return 0;
  const fresh = inputTokens - sameTokens;
  const all = (fresh * price.input + sameTokens * price.cached + calls * ANSWER * price.output) / 1_000_000;
  return (all / calls) * 1_000;
}

function report(): void {
  const results = BUDGETS.flatMap((budget) =>
    Object.entries(LAYOUTS).map(([layout, replay]) => ({ budget, layout, replayed: replay(lines, budget) })),
  );
  const share = ({ sameTokens, inputTokens }: Replayed): number => sameTokens / Math.max(inputTokens, 1);
  const percent = (part: number, { inputTokens }: Replayed): string =>
    `${((100 * part) / Math.max(inputTokens, 1)).toFixed(1)} %`;
  const label = ({ layout, budget }: { layout: string; budget: number }): string =>
    `${layout}${budget / 1_000}k`;
  print({
    bench: 'prefix',
    machine: theMachine(),
    head: [
      'history budget, layout',
      'identical',
      'retrieved',
      'cut',
      'new',
      'within 5 min',
      '$ per 1,000 calls',
      'cuts',
      'calls',
    ],
    rows: results.map(({ budget, layout, replayed }) => [
      `${budget / 1_000}k, ${NAMES[layout] ?? layout}`,
      percent(replayed.sameTokens, replayed),
      percent(replayed.fresh.retrieved, replayed),
      percent(replayed.fresh.cut, replayed),
      percent(replayed.fresh.said, replayed),
      percent(replayed.warmTokens, replayed),
      dollars(replayed).toFixed(0),
      replayed.cuts.toLocaleString('en-GB'),
      replayed.calls.toLocaleString('en-GB'),
    ]),
    notes: [
      `${name}, a call after every ${every}. System and tools 3,000 tokens, retrieved ${retrievedTokens(lines).toLocaleString('en-GB')} (the most that Longhand looks up in a channel of such messages), answer 500; the first request of a task each, which share the least.`,
      `Dollars at the price of ${values.model}, with all that is identical at its cached price; a provider that forgets after five minutes gives it only for the share within five minutes.`,
    ],
    ratios: Object.fromEntries(
      results.map((result) => [label(result), Number(share(result.replayed).toFixed(3))]),
    ),
    figures: Object.fromEntries(
      results.map((result) => [
        label(result),
        { dollars: Number(dollars(result.replayed).toFixed(1)), cuts: result.replayed.cuts },
      ]),
    ),
  });
}

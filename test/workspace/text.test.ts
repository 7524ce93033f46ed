// What is typed and sent, and what Slack keeps of it.
import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { RichText } from '../../src/workspace/block-rich.ts';
import { toRichText } from '../../src/workspace/rich-text.ts';
import { mentionsIn, normaliseText, toSlackText } from '../../src/workspace/text.ts';

const NAMES = {
  users: [
    { name: 'Ann', id: 'U1' },
    { name: 'Ann Lee', id: 'U2' },
    { name: '陈', id: 'U3' },
  ],
  channels: [{ name: 'ops', id: 'C1' }],
};

test.each([
  ['@Ann Lee and @ann', '<@U2> and <@U1>'],
  ['@Anna is nobody', '@Anna is nobody'],
  ['请@陈看一下', '请<@U3>看一下'],
  ['<https://a.b/?x=1&y=2>', '&lt;<https://a.b/?x=1&amp;y=2>&gt;'],
  ['see (https://a.b/c).', 'see (<https://a.b/c>).'],
  ['<@U1> in #ops', '<@U1> in <#C1|ops>'],
  ['1 < 2 && 3 > 2', '1 &lt; 2 &amp;&amp; 3 &gt; 2'],
])('a person types %s', (typed, kept) => {
  expect(toSlackText(typed, NAMES)).toBe(kept);
});

test.each([
  ['<@U1> a & b &amp; c', '<@U1> a &amp; b &amp; c'],
  ['<https://a.b?x=1&y=2|here> <b>', '<https://a.b?x=1&amp;y=2|here> &lt;b&gt;'],
  ['go to https://a.b/c?x=1&y=2.', 'go to <https://a.b/c?x=1&amp;y=2>.'],
  ['> quoted', '&gt; quoted'],
])('an app sends %s', (sent, kept) => {
  expect(normaliseText(sent)).toBe(kept);
});

test('rich text tells styles, code, quotes and dates apart', () => {
  const text =
    '*bold _both_* and `a*b*c`\n&gt; said &amp; done\nthen\n```\nx < y\n```<!date^1700000000^{date}|then>';
  expect(toRichText(text, 'b')).toMatchObject({
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'bold ', style: { bold: true } },
          { type: 'text', text: 'both', style: { bold: true, italic: true } },
          { type: 'text', text: ' and ' },
          { type: 'text', text: 'a*b*c', style: { code: true } },
          { type: 'text', text: '\n' },
        ],
      },
      { type: 'rich_text_quote', elements: [{ text: 'said & done' }] },
      { type: 'rich_text_section', elements: [{ text: 'then\n' }] },
      { type: 'rich_text_preformatted', elements: [{ text: 'x < y\n' }] },
      { type: 'rich_text_section', elements: [{ type: 'date', timestamp: 1_700_000_000 }] },
    ],
  });
});

test('keeping what was kept changes nothing, and whatever is kept makes a block that Slack takes', () => {
  const word = constantFrom(
    '<',
    '>',
    '&',
    '*',
    '_',
    '`',
    '```',
    ':a:',
    '@Ann',
    '\n',
    ' ',
    'x',
    'https://a.b/c',
    '|',
    '陈',
  );
  assert(
    property(array(word, { maxLength: 12 }), (words) => {
      const kept = normaliseText(words.join(''));
      expect(normaliseText(kept)).toBe(kept);
      const typed = toSlackText(words.join(''), NAMES);
      expect(normaliseText(typed)).toBe(typed);
      expect(RichText.safeParse(toRichText(typed, 'b')).error).toBeUndefined();
      expect(mentionsIn(typed).every((id) => ['U1', 'U2', 'U3'].includes(id))).toBe(true);
    }),
  );
});

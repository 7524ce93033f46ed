// Everything that no rule is for: said honestly, with what a search found that may be near.
import { evidence } from '../extract/people.ts';
import { overlap, shorten, termsOf } from '../extract/text.ts';
import { agree, answerForm } from '../form.ts';
import type { Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { type Language, tongueOf, type Tongue } from '../tongue.ts';

export function* other(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const words = termsOf(situation.goal.text).slice(0, 4);
  if (words.length > 0) yield [{ name: 'search_history', input: { words: words.join(' '), limit: 8 } }];
  const near = evidence(situation)
    .map((said) => ({ said, score: overlap(words, said.text) }))
    .filter(({ score }) => score > 1 || (score === 1 && words.length < 3))
    .sort((one, other) => other.score - one.score)
    .slice(0, 3);
  const found =
    near.length === 0
      ? ''
      : `\n\n${tell('What was said that may be near:', '频道里可能相关的内容：')}\n${near.map(({ said }) => `- “${shorten(said.text, 160)}” (${said.author}, ${said.at}) [m:${said.ts}]`).join('\n')}`;
  const agreement = yield* agree(situation, answerForm(language, `${introduction(tell)}${found}`), tell);
  return agreement.kind === 'closed' ? agreement.words : introduction(tell);
}

export function introduction(tell: Tongue): string {
  return tell(
    'I am the practice model: a set of rules, not a language model, and no rule of mine fits this. I can summarise a channel, a thread or a file, ' +
      'compare files and recommend one, find when something was said, compute over a CSV file, and set up a recurring report, in English and Chinese. ' +
      'For everything else connect a real model with OPENAI_API_KEY.',
    '我是练习模型：一组规则，不是语言模型，这个请求没有对应的规则。我可以总结频道、话题串或文件，比较文件并给出推荐，查找某事是什么时候说的，' +
      '对 CSV 文件做统计，以及设置定期报告，中英文都可以。其他事情请用 OPENAI_API_KEY 接入真正的模型。',
  );
}

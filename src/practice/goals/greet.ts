// "Hello", "what can you do?": it says what it is and what it knows, without looking for those words.
import { agree, answerForm } from '../form.ts';
import type { Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { type Language, tongueOf } from '../tongue.ts';

const GREETING =
  /^\W*(?:hi|hello|hey|good (?:morning|evening)|help|test|who are you|what are you|what can you do|what do you do|how do you work|你好|您好|帮助|你是谁|你能做什么|你会什么|你可以做什么|怎么用)(?: there| for (?:me|us))?\W*$/iu;

export function recognisesGreeting(goal: string): boolean {
  return GREETING.test(goal.replaceAll(/@\S+/gu, ' ').trim());
}

export function* greet(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const words = tell(
    'Hello! I am Longhand, answering here from the practice model: a set of rules, not a language model. I can summarise a channel, a thread or ' +
      'a file, compare offers and recommend one, find when something was said, compute over a table, and set up a report that comes again. ' +
      'Mention me in a channel with a goal; connect a real model with OPENAI_API_KEY for everything else.',
    '你好！我是 Longhand，这里由练习模型回答：一组规则，不是语言模型。我可以总结频道、话题串或文件，比较报价并给出推荐，查找某事是什么时候说的，' +
      '对表格做统计，以及设置定期报告。在频道里提及我并说出目标即可；其他事情请用 OPENAI_API_KEY 接入真正的模型。',
  );
  const agreement = yield* agree(situation, answerForm(language, words), tell);
  return agreement.kind === 'closed' ? agreement.words : words;
}

// The goal "when did we decide this", "who said that": found in the history and answered at once, or honestly not found.
import { bestSentence, excerptsIn } from '../extract/excerpts.ts';
import { evidence } from '../extract/people.ts';
import { escapePattern, sentencesOf, shorten, termsOf, unique } from '../extract/text.ts';
import { agree, answerForm, fromGoal, toForm, type Candidate } from '../form.ts';
import { ask, pick } from '../pick.ts';
import type { Call, Script } from '../script.ts';
import type { Situation } from '../situation.ts';
import { type Language, tongueOf, type Tongue } from '../tongue.ts';
import { nearest, type Near } from './near.ts';

const ASKS =
  /\bwhen (?:did|was|were|is|does|do|will|have|has)\b|\bwho\b|\bwhere (?:did|was|is)\b|\bdid (?:we|any(?:one|body)|some(?:one|body)|\w+) (?:ever )?(?:decide|say|agree|mention|promise|write)|\bwhat did\b|\b(?:has|have) (?:any(?:one|body)|we|some(?:one|body))\b.*\b(?:said|decided|mentioned|agreed)|谁|什么时候|何时|哪天|哪一天|有没有.{0,4}(?:说|提|决定)|说过|提到过|提过/i;
const QUESTION =
  /^(?:@\S+\s+)?(?:what|which|why|where|how|is|are|was|were|did|do|does|can|could)\b[\s\S]*\?\s*$|[?？吗呢]\s*$/i;
const DECISION =
  /\b(?:decid\w*|decision|agreed?|settled|chose|chosen|go with|going with|let['’]s (?:go|use|do|take)|we(?:['’]ll| will) (?:go|use|take|do|keep|move)|final(?:ly)?|approved|confirmed)\b|决定|定了|定在|确定|同意|就用|敲定|批准|选定/i;
const IDLE =
  /^(?:mention|mentioned|talk|talked|discuss|discussed|first|last|time|day|message|exactly|agree|agreed|settle|promise|promised|wrote|write|anyone|anybody|someone|somebody|ever|happen|happened|going|got|much|many|take|took|use|go|know|want|need|ask|asked|please|about|anything|something|must)$/;
const IDLE_HAN =
  /谁|什么时候|何时|哪一?天|有没有人?|说过|提到过?|提过|说了?|决定了?|我们|他们|大家|是不是|关于|请问|一下|那个|这个|的|了|吗|呢|在|是|哪里|怎么|多少|把|要|用/g;

export function recognisesFind(goal: string): boolean {
  return ASKS.test(goal) || QUESTION.test(goal.trim());
}

export function* find(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const goal = situation.goal.text;
  const words = wordsOf(goal);
  yield searches(words);
  const people = peopleNamed(situation);
  const chosen = people.length > 1 ? pick(people, situation) : people[0];
  const form =
    people.length > 1 && chosen === undefined
      ? whichPerson(situation, { people, language })
      : answerForm(language, answer(situation, { words, personId: chosen?.value, tell }));
  const agreement = yield* agree(situation, form, tell);
  // Accepted only when the card was overridden: then the first of them is meant.
  return agreement.kind === 'closed'
    ? agreement.words
    : answer(situation, { words, personId: people[0]?.value, tell });
}

function wordsOf(goal: string): readonly string[] {
  const plain = goal.replace(/@\S+/g, ' ').replace(IDLE_HAN, ' ');
  return termsOf(plain).filter((word) => !IDLE.test(word));
}

function searches(words: readonly string[]): readonly Call[] {
  const longest = [...words].sort((one, other) => other.length - one.length);
  const queries = unique([
    words.slice(0, 5).join(' '),
    longest.slice(0, 2).join(' '),
    longest[0] ?? '',
  ]).filter((query) => query.length > 1);
  return queries.map((query) => ({ name: 'search_history', input: { words: query, limit: 15 } }));
}

/** People whom the goal names by a name of theirs; more than one means that we do not know whom. */
function peopleNamed(situation: Situation): readonly Candidate[] {
  const goal = situation.goal.text;
  const authors = new Map(
    situation.said
      .filter(({ authorId }) => authorId !== '')
      .map(({ authorId, author }) => [authorId, author]),
  );
  const full = [...authors].filter(([, name]) => goal.includes(name));
  const named =
    full.length > 0
      ? full
      : [...authors].filter(([, name]) =>
          name
            .split(' ')
            .some(
              (part) =>
                part.length > 1 &&
                new RegExp(`(?<![\\p{L}])${escapePattern(part)}(?![\\p{L}])`, 'u').test(goal),
            ),
        );
  return named
    .filter(([, name]) => !/longhand/i.test(name))
    .map(([id, name]) => ({ value: id, label: name }));
}

function whichPerson(
  situation: Situation,
  { people, language }: { people: readonly Candidate[]; language: Language },
): ReturnType<typeof toForm> {
  const tell = tongueOf(language);
  return toForm({
    language,
    outcome: tell('What that person said is found', '找到那个人说过的话'),
    deliverable: tell('An answer with its source, in this thread', '在本话题串给出带来源的答案'),
    steps: [
      {
        title: tell('Find what was said', '查找说过的内容'),
        tool: 'search_history',
        arguments: [{ name: 'person', value: '', source: fromGoal(situation, '@'), candidates: people }],
      },
    ],
    questions: [
      ask(tell('Whom do you mean?', '你指的是哪一位？'), { about: 'person', options: people, situation }),
    ],
  });
}

function answer(
  situation: Situation,
  { words, personId, tell }: { words: readonly string[]; personId: string | undefined; tell: Tongue },
): string {
  const names = new Set(
    situation.said
      .filter(({ authorId }) => authorId === personId)
      .flatMap(({ author }) => author.toLowerCase().split(' ')),
  );
  const content = words.filter((word) => !names.has(word));
  const isOfPerson =
    personId !== undefined &&
    /\b(?:say|said|write|wrote|think|mention|promise|ask|propose|suggest)|说|提|写|答应/i.test(
      situation.goal.text,
    );
  const pool = evidence(situation).filter(({ authorId }) => !isOfPerson || authorId === personId);
  const isDecision = /\bdecid|\bdecision|\bagree|\bsettle|\bchoose|\bchose|决定|定下|同意|选定/i.test(
    situation.goal.text,
  );
  const found = nearest(content, pool)
    .map((near) => ({
      ...near,
      share: near.share + (isDecision && DECISION.test(near.said.text) && near.share > 0.25 ? 0.3 : 0),
    }))
    .filter(({ share }) => share >= 0.4)
    .sort((one, other) => other.share - one.share || Number(other.said.ts) - Number(one.said.ts));
  const [best, ...more] = found;
  const topic =
    content.length === 0
      ? shorten(situation.goal.text.replace(/@\S+\s*/, ''), 60)
      : shorten(situation.goal.text.replace(/@\S+\s*/, '').replace(/[?？]\s*$/, ''), 80);
  const inFile = isOfPerson ? undefined : bestSentence(excerptsIn(situation), content);
  if (inFile !== undefined && inFile.share >= 0.4 && inFile.share > (best?.share ?? 0)) {
    const { sentence, excerpt } = inFile;
    return tell(
      `It stands in ${excerpt.label}: “${sentence}” [${excerpt.ref}]`,
      `${excerpt.label} 中写道：“${sentence}” [${excerpt.ref}]`,
    );
  }
  if (best === undefined) {
    return tell(
      `I found nothing about “${topic}” in this channel. I searched for ${content
        .slice(0, 5)
        .map((word) => `“${word}”`)
        .join(
          ', ',
        )} and read the newest messages. (I am the practice model, a set of rules: other words for the same thing I do not know. With OPENAI_API_KEY a real model does.)`,
      `在这个频道里没有找到与“${topic}”有关的内容。我搜索了${content
        .slice(0, 5)
        .map((word) => `“${word}”`)
        .join(
          '、',
        )}，也看了最近的消息。（我是练习模型，只按规则工作，不认识同义的说法；设置 OPENAI_API_KEY 后由真正的模型来做。）`,
    );
  }
  const others = more.filter(({ share }) => share >= best.share * 0.6).slice(0, 2);
  const also =
    others.length === 0
      ? ''
      : `\n\n${tell('Also near it:', '相关的还有：')}\n${others.map((one) => `- ${told(one, content, tell)}`).join('\n')}`;
  return `${told(best, content, tell)}${also}`;
}

function told({ said }: Near, words: readonly string[], tell: Tongue): string {
  const sentences = sentencesOf(said.text);
  const best =
    [...sentences].sort((one, other) => matches(words, other) - matches(words, one))[0] ?? said.text;
  const quote = said.text.length <= 220 ? said.text.replace(/\s*\n\s*/g, ' ') : best;
  return tell(
    `On ${said.at} ${said.author} said: “${quote}” [m:${said.ts}]`,
    `${said.at} ${said.author} 说：“${quote}” [m:${said.ts}]`,
  );
}

function matches(words: readonly string[], text: string): number {
  const terms = new Set(termsOf(text));
  return words.filter((word) => terms.has(word)).length;
}

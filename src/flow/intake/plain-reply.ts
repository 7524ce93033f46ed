// What a reply in plain words says to a card, where it is plain: ordinals, labels, "your defaults", "go ahead". Pure.
import type { CardEntry } from '../../agent/entry.ts';
import { wordsOf } from '../../agent/heard-as.ts';

export interface PlainReply {
  readonly answers: readonly {
    readonly questionId: string;
    readonly value: string;
    readonly label: string;
  }[];
  /** Said to the card as a whole, or to the rest of its questions. */
  readonly rest?: 'defaults' | 'override' | 'instead' | 'lift' | 'go';
  /** "Don't ask me about this again." */
  readonly isForEver: boolean;
}

type Question = CardEntry['questions'][number];

/** Longer than this it is not plain, whatever it begins with: the model reads it. */
const PLAIN_CHARS = 160;

/** Undefined where the words do not say it by themselves: then the model reads them, as they stand. */
export function plainReply(
  text: string,
  card: Pick<CardEntry, 'purpose' | 'questions' | 'betterWay' | 'check'>,
): PlainReply | undefined {
  const said = toPlain(text);
  if (said === '' || said.length > PLAIN_CHARS) return undefined;
  const forEver = FOR_EVER.exec(said);
  const isForEver = forEver !== null;
  const words = isForEver ? trimmed(said.replace(FOR_EVER, ' ')) : said;
  const rest = restIn(words, card);
  if (rest !== undefined) return { answers: [], rest, isForEver };
  if (words === '' && isForEver) return { answers: [], rest: 'defaults', isForEver };
  if (card.purpose !== 'ask' && card.purpose !== 'check') return undefined;
  return choicesIn(words, card.questions, isForEver);
}

function choicesIn(
  words: string,
  questions: readonly Question[],
  isForEver: boolean,
): PlainReply | undefined {
  const withoutRest = trimmed(words.replace(THE_REST, ' '));
  const hasRest = withoutRest !== words;
  const pieces = questions.length === 1 ? [withoutRest] : piecesOf(withoutRest);
  if (pieces.length > questions.length) return undefined;
  const answers = assign(pieces, questions);
  if (answers === undefined || answers.length === 0) return undefined;
  const isAll = answers.length === questions.length;
  // One of several, and not a word about the others: they stay open on the card.
  return { answers, ...(hasRest && !isAll ? { rest: 'defaults' as const } : {}), isForEver };
}

/** Piece by piece: to the question whose label it is, else to the next one in order. Nothing is half understood. */
function assign(
  pieces: readonly string[],
  questions: readonly Question[],
): PlainReply['answers'] | undefined {
  const open = [...questions];
  const answers: PlainReply['answers'][number][] = [];
  for (const piece of pieces) {
    const labelled = open.filter((question) => byLabel(piece, question) !== undefined);
    const question = labelled.length === 1 ? labelled[0] : open[0];
    const option =
      question === undefined ? undefined : (byLabel(piece, question) ?? byPlace(piece, question));
    if (question === undefined || option === undefined) return undefined;
    answers.push({ questionId: question.id, ...option });
    open.splice(open.indexOf(question), 1);
  }
  return answers;
}

function piecesOf(words: string): readonly string[] {
  return words
    .split(/\s*(?:[,;，；、]|\band\b|\bthen\b)\s*/u)
    .map(trimmed)
    .filter((piece) => piece !== '');
}

function byLabel(piece: string, { options }: Question): Question['options'][number] | undefined {
  const wanted = bare(piece);
  const same = options.filter(({ label, value }) =>
    [label, value].some((one) => bare(toPlain(one)) === wanted),
  );
  return same.length === 1 ? same[0] : undefined;
}

function byPlace(piece: string, { options }: Question): Question['options'][number] | undefined {
  const wanted = bare(piece);
  if (LAST.test(wanted)) return options.length > 1 ? options.at(-1) : undefined;
  const place = ORDINALS.findIndex((pattern) => pattern.test(wanted));
  return place === -1 ? undefined : options[place];
}

const ORDINALS: readonly RegExp[] = [
  /^(?:(?:option |number |no\.? ?|#)?1\.?|(?:the )?(?:first|1st)|a|former|第?一个?|第1个?|方案一|选项一|前者)$/u,
  /^(?:(?:option |number |no\.? ?|#)?2\.?|(?:the )?(?:second|2nd)|b|第?二个?|第2个?|方案二|选项二)$/u,
  /^(?:(?:option |number |no\.? ?|#)?3\.?|(?:the )?(?:third|3rd)|c|第?三个?|第3个?|方案三|选项三)$/u,
  /^(?:(?:option |number |no\.? ?|#)?4\.?|(?:the )?(?:fourth|4th)|d|第?四个?|第4个?|方案四|选项四)$/u,
];
const LAST = /^(?:(?:the )?(?:last|latter)|最后一?个?|后者)$/u;

const THE_REST =
  /[\s,;，；、和]*(?:\band\b\s*)?(?:(?:for )?(?:the )?(?:rest|others?|everything else)(?: is| are)?[\s,:]*(?:as you (?:like|want|wish|think(?: best)?|see fit|prefer)|(?:is )?up to you|your (?:call|choice|defaults?)|(?:use )?(?:the |your )?defaults?|whatever)|(?:其他|其它|其余|剩下|别的)的?(?:都|就)?(?:随你|随便|你定|你决定|你看着办|按(?:你的)?默认|用(?:你的)?默认(?:值|方案)?|都行|都可以)(?:吧|好了)?)$/u;
const DEFAULTS =
  /^(?:(?:just )?(?:use |take |go with )?(?:your|the) (?:defaults?|recommendations?|suggestions?)(?: and go)?|defaults?|as you (?:like|want|wish|think(?: best)?|see fit|prefer|suggest|recommend)|up to you|your (?:call|choice)|you (?:choose|decide|pick)|whatever(?: you (?:think|like|prefer))?|(?:就)?(?:用|按)(?:你的)?(?:默认|建议|推荐)(?:的|值|方案)?(?:来|开始|做)?|随你(?:便)?|随便|(?:你)?(?:看着办|决定|定)|都行|都可以|听你的)$/u;
const GO =
  /^(?:go|go ahead(?: now)?|go on|just go|proceed|start(?: now)?|do it|continue|let's go|ok go|继续|开始|动手|做|可以开始|可以做|现在开始|执行)$/u;
const ANYWAY =
  /^(?:(?:yes|do it|go ahead|go on|proceed|just do it|continue)?[\s,]*(?:anyway|regardless|all the same|nevertheless|nonetheless)|(?:yes[\s,]*)?(?:it|this) replaces (?:it|that)|override(?: it)?|do (?:what|as much as) you can|能做(?:多少|的)(?:先|就)?做(?:多少)?|[只先]?做(?:你)?能做的(?:部分)?|(?:仍然|还是|照样)(?:要)?(?:执行|做|照做)|照做|就这么做|坚持(?:要)?做|(?:对|是)?[，,\s]*(?:这次)?改变它)$/u;
const ALLOWED =
  /^(?:(?:i )?(?:allow|approve|permit)(?: it| this)?|allowed|approved|yes|ok|okay|fine|granted|that's fine|fine with me|go ahead|you may|同意|准许|允许|批准|可以|没问题|行|好)$/u;
const FOR_EVER =
  /[\s,;，；、]*(?:\band\b\s*)?(?:please )?(?:(?:don't|do not|never) ask (?:me )?(?:about )?(?:this|that|it)?\s*(?:again|any ?more|next time)|(?:以后|下次)?(?:别|不要|不用)再?问(?:我)?(?:这个|这件事|这些)?了?)/u;

function restIn(
  words: string,
  { purpose, betterWay, check }: Pick<CardEntry, 'purpose' | 'betterWay' | 'check'>,
): PlainReply['rest'] {
  switch (purpose) {
    case 'ask':
      return DEFAULTS.test(words) || GO.test(words) ? 'defaults' : undefined;
    case 'challenge':
      if (betterWay !== undefined && INSTEAD.test(words)) return 'instead';
      return ANYWAY.test(words) ? 'override' : ALLOWED_BY_WORD.test(words) ? 'lift' : undefined;
    case 'stop':
      return ALLOWED.test(words) ? 'lift' : undefined;
    case 'hold':
      return GO.test(words) ? 'go' : undefined;
    case 'check':
      // A form that is looked at: "yes" says that it is right. Other checks take their own words.
      return check?.form !== undefined && (GO.test(bare(words)) || ALLOWED.test(bare(words)))
        ? 'go'
        : undefined;
  }
}

/** Where a better way was offered. */
const INSTEAD =
  /^(?:(?:yes[\s,]*)?(?:(?:do|take|use) (?:that|the better way|your way|it your way)(?: instead)?|that instead|instead|the better way|your way|better|as you suggest(?:ed)?)|(?:好的?|可以|行)?[\s，,]*(?:就)?(?:按|用|照)(?:你的)?(?:建议|方案|办法)(?:来|做)?)$/u;
/** To a challenge "yes" may mean that it was right to ask: there it takes the word itself. */
const ALLOWED_BY_WORD =
  /^(?:(?:i )?(?:allow|approve|permit)(?: it| this)?|allowed|approved|granted|同意|准许|允许|批准)$/u;

const FILLERS =
  /^(?:(?:please|yes|yep|yeah|ok|okay|sure|well|so|then|just|take|use|choose|pick|let's (?:take|use|go with)|go with|i (?:mean|want|prefer|choose|take)|i'd (?:like|prefer|take)|make it|it's|the|好的?|那就?|就|用|选|要|请|我(?:要|选)|嗯|是)[\s,，]*)+(?=.)|(?:[\s,，]*(?:please|thanks|thank you|one|option|吧|的|啦|了|谢谢|那个))+$/gu;

/** The kernel of a choice: "I'd take the first one, please" is "first". */
function bare(words: string): string {
  return trimmed(words.replaceAll(FILLERS, ' '));
}

function toPlain(text: string): string {
  const typed = wordsOf(text).normalize('NFKC').toLowerCase().replaceAll(/[‘’]/gu, "'");
  return trimmed(trimmed(typed.replaceAll(/["“”「」*_]/gu, '')).replace(/[吧呀啊哦啦]$/u, ''));
}

function trimmed(words: string): string {
  return words.replaceAll(/\s+/gu, ' ').replaceAll(/^[\s.,;:!。，；：！~…-]+|[\s.,;:!。，；：！~…-]+$/gu, '');
}

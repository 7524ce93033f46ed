// What a wish to compare names: of what kind, how many, which ones.
import { termsOf } from '../extract/text.ts';

export interface Family {
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  readonly words: RegExp;
}

/** Words for the same kind of thing. The last one fits every file. */
const ANY_FILE: Family = {
  id: 'file',
  en: 'files',
  zh: '文件',
  words:
    /(?<![\p{L}])(?:files?|documents?|docs?|pdfs?|attachments?|versions?)(?![\p{L}])|文件|文档|附件|版本/iu,
};

export const FAMILIES: readonly Family[] = [
  {
    id: 'offer',
    en: 'offers',
    zh: '报价',
    words:
      /(?<![\p{L}])(?:offers?|quotes?|quotations?|proposals?|bids?|tenders?|angebote?)(?![\p{L}])|报价|标书|投标|方案书/iu,
  },
  {
    id: 'plan',
    en: 'plans',
    zh: '方案',
    words: /(?<![\p{L}])(?:plans?|tariffs?|packages?)(?![\p{L}])|套餐|方案|计划/iu,
  },
  {
    id: 'candidate',
    en: 'candidates',
    zh: '候选人',
    words: /(?<![\p{L}])(?:cvs?|resumes?|résumés?|candidates?|applicants?)(?![\p{L}])|简历|候选人/iu,
  },
  {
    id: 'contract',
    en: 'contracts',
    zh: '合同',
    words: /(?<![\p{L}])(?:contracts?|agreements?)(?![\p{L}])|合同|协议/iu,
  },
  {
    id: 'report',
    en: 'reports',
    zh: '报告',
    words: /(?<![\p{L}])(?:reports?|studies|study)(?![\p{L}])|报告|报表/iu,
  },
  {
    id: 'option',
    en: 'options',
    zh: '选项',
    words: /(?<![\p{L}])(?:options?|variants?|alternatives?|tools?)(?![\p{L}])|选项|选择/iu,
  },
  ANY_FILE,
];

export interface CompareWish {
  readonly family: Family;
  /** How many the goal says there are. */
  readonly count: number | undefined;
  /** The words with the number, as they stand in the goal. */
  readonly claim: string;
  /** What else the goal says they are of: "hosting", "phone". */
  readonly terms: readonly string[];
}

const NUMBERS: Readonly<Record<string, number>> = {
  two: 2,
  both: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  两: 2,
  二: 2,
  俩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
};
const COUNT =
  /\b(two|both|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?:[\p{L}-]+\s+){0,3}?(?=(?:offer|quote|quotation|proposal|bid|tender|plan|tariff|package|cv|resume|candidate|contract|agreement|report|option|variant|file|document|vendor|supplier|version|alternative|tool))[\p{L}]+|([两二俩三四五六七八九十]|\d{1,2})\s*(?:份|个|家|种|套|位|款)[^，。,.\s]{0,12}/iu;
const STOP =
  /^(?:compare|comparison|recommend|recommendation|best|better|pick|choose|vendor|supplier|provider|against|between|versus|vs|give|table|reason|price|cost|比较|对比|推荐|一下|建议|哪个|这个|频道|里的|供应|应商|给出|并推|推荐)$/i;

export function readWish(goal: string): CompareWish {
  const family = FAMILIES.find(({ words }) => words.test(goal)) ?? ANY_FILE;
  const [claim = '', latin, han] = COUNT.exec(goal) ?? [];
  const number = (latin ?? han)?.toLowerCase();
  return {
    family,
    count: number === undefined ? undefined : (NUMBERS[number] ?? Number(number)),
    claim: claim.trim(),
    terms: termsOf(goal).filter(
      (term) => !STOP.test(term) && !family.words.test(term) && NUMBERS[term] === undefined,
    ),
  };
}

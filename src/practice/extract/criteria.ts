// What offers are compared by, and the words that give each of them away in a document, a correction or a requirement.

export interface Criterion {
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  /** A label in front of a value, or a word in a sentence. */
  readonly words: RegExp;
}

export const CRITERIA: readonly Criterion[] = [
  {
    id: 'language',
    en: 'Interface language',
    zh: '界面语言',
    words: /\binterface(?: languages?)?\b|\blanguages?\b|界面语言|界面|语言/i,
  },
  {
    id: 'compensation',
    en: 'Compensation',
    zh: '赔付',
    words: /\bcompensation\b|\bliabilit(?:y|ies)\b|\binsur\w+|破损赔付|赔付|赔偿|保险/i,
  },
  {
    id: 'hosting',
    en: 'Hosting',
    zh: '托管地点',
    words:
      /\bhost(?:ed|ing)?\b|data cent(?:re|er)|data location|\bregions?\b|data (?:residency|location|is stored|stays)|\bservers?\b|stored in|托管|机房|数据中心|部署地|存储(?:在|地|于|位置)|数据存放|服务器/i,
  },
  {
    id: 'term',
    en: 'Contract term',
    zh: '合同期限',
    words:
      /\bterm\b(?!s)|minimum (?:term|commitment|period)|contract (?:period|length|duration)|\bcommitment\b|合同期|合同(?=[一两二三]|\s*\d)|期限|合约|签约|最短/i,
  },
  {
    id: 'notice',
    en: 'Notice',
    zh: '解约通知',
    words:
      /\bnotice\b|cancel(?:lation|led)?\b|terminat|auto(?:matic)?(?:ally)?[- ]?renew|解约|续约|退订|终止/i,
  },
  {
    id: 'seats',
    en: 'Seats',
    zh: '席位',
    words:
      /\b\d+ (?:named |active )?(?:seats?|users?|licen[cs]es?|agents?)\b|^(?:number of )?(?:seats|users|licen[cs]es)\b|席位|用户数|人数|\d+\s*(?:个|名)?(?:账号|用户)/i,
  },
  {
    id: 'support',
    en: 'Support',
    zh: '支持',
    words:
      /\bsupport\b|\bSLA\b|response time|hotline|help ?desk hours|支持服务|技术支持|客服|响应时间|响应|售后|服务时间/i,
  },
  {
    id: 'delivery',
    en: 'Delivery',
    zh: '交付',
    words:
      /\bdeliver(?:y|ed|able|s)?\b|go[- ]?live|lead time|\bstart date\b|ready (?:by|on|in)|available (?:from|by)|live (?:by|on|within)|rollout|交付|上线|交货|到货|时效|工期|实施周期|启用/i,
  },
  { id: 'security', en: 'Certificates', zh: '认证', words: /ISO ?27001|SOC ?2|\bcertif|等保|认证/i },
  { id: 'warranty', en: 'Warranty', zh: '质保', words: /\bwarrant(?:y|ies)\b|\bguarantee\b|质保|保修/i },
  {
    id: 'payment',
    en: 'Payment',
    zh: '付款',
    words: /\bpayment\b|\bpayable\b|\bnet \d+\b|invoic|付款|支付方式|账期/i,
  },
  { id: 'training', en: 'Training', zh: '培训', words: /\btraining\b|培训/i },
  { id: 'validity', en: 'Offer valid', zh: '报价有效期', words: /\bvalid(?:ity)?\b|\bholds for\b|有效期/i },
];

export function criterionOf(text: string): Criterion | undefined {
  return CRITERIA.find(({ words }) => words.test(text));
}

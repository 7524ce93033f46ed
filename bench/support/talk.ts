// Texts as people write them at work, as many as wanted and the same ones each time; few words are common and many rare.

export type Language = 'English' | 'Chinese';

interface Tongue {
  readonly common: readonly string[];
  /** From these the rare words are made, two at a time: names, products, places. */
  readonly parts: readonly string[];
  readonly between: string;
  readonly end: string;
  /** Words to a message, at the least and at the most. */
  readonly words: readonly [number, number];
}

const TONGUES: Readonly<Record<Language, Tongue>> = {
  English: {
    common:
      'the we to and a of for is in on it that with this can be will not have you should from at I if they are by when as team customer week release please report meeting invoice budget server draft ship review Friday contract test numbers plan offer price deploy check tomorrow'.split(
        ' ',
      ),
    parts:
      'ar ben cor dal el fin gar hol in jor kal lum mar nor os pel quin ros sal tor ul ven wil yar zen'.split(
        ' ',
      ),
    between: ' ',
    end: '.',
    words: [6, 70],
  },
  Chinese: {
    common:
      '我们 的 在 是 了 这个 今天 客户 项目 报告 会议 发布 测试 明天 需要 可以 已经 合同 预算 价格 团队 周五 数据 问题 确认 请 和 也 但是 因为 所以 一下 版本 服务器 方案 供应商 发票'.split(
        ' ',
      ),
    parts: '安百成德方高海华江金乐明宁平青瑞山盛天文新星永元云志中卓'.split(''),
    between: '',
    end: '。',
    words: [6, 50],
  },
};
const RARE_SHARE = 0.2;

export function talk(language: Language, messages: number): string[] {
  const chance = chanceFrom(20_261_123);
  return Array.from({ length: messages }, () => oneMessage(TONGUES[language], chance));
}

function oneMessage(
  { common, parts, between, end, words: [least, most] }: Tongue,
  chance: () => number,
): string {
  const pick = (from: readonly string[]): string => from[Math.floor(chance() * from.length)] ?? '';
  const length = least + Math.floor(chance() ** 2 * (most - least)); // Most messages are short.
  const words = Array.from({ length }, () =>
    // Cubed: the first words of the list come most often, as in every language.
    chance() < RARE_SHARE
      ? pick(parts) + pick(parts)
      : (common[Math.floor(chance() ** 3 * common.length)] ?? ''),
  );
  return `${words.join(between)}${end}`;
}

/** A generator with a seed (mulberry32): every run measures the same texts. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Draws how much Longhand carried of what was asked: one figure, a bar, and what became of the rest.
import type { ShareWords } from '../../flow/standing/share.ts';
import type { Language } from '../../flow/words.ts';
import { carriedOf, SHARE_PARTS, type Share } from '../../task/share.ts';
import { context, gauge, sections, type Piece } from './pieces.ts';

type Scope = ShareWords['of'];

interface ShareFixedWords {
  readonly carried: (figures: { carried: number; ended: number; percent: number }) => string;
  readonly scope: Readonly<Record<Scope, string>>;
  readonly title: (scope: string, days: number) => string;
  readonly nothing: (scope: string, days: number) => string;
  readonly part: Readonly<Record<keyof Share, (count: number) => string>>;
  readonly how: string;
}

const WORDS: Readonly<Record<Language, ShareFixedWords>> = {
  en: {
    carried: ({ carried, ended, percent }) => `I carried *${carried} of ${ended}* (${percent} %)`,
    scope: { person: 'What you asked of me', channel: 'What was asked of me in this channel' },
    title: (scope, days) => `*${scope}* · last ${days} days`,
    nothing: (scope, days) => `${scope}: nothing has ended in the last ${days} days.`,
    part: {
      alone: (count) => `${count} done without a question`,
      withQuestion: (count) => `${count} done after a question`,
      handed: (count) => `${count} with a part done by a person`,
      declined: (count) => `${count} declined`,
      failed: (count) => `${count} failed`,
      stopped: (count) => `${count} stopped by somebody`,
      open: (count) => `${count} still open`,
    },
    how: 'Each thread counts once, by how it ended last. Reports that come by themselves are not counted.',
  },
  zh: {
    carried: ({ carried, ended, percent }) => `${ended} 项中我承担了 *${carried} 项*（${percent}%）`,
    scope: { person: '你交给我的事', channel: '此频道交给我的事' },
    title: (scope, days) => `*${scope}* · 最近 ${days} 天`,
    nothing: (scope, days) => `${scope}：最近 ${days} 天内没有结束的。`,
    part: {
      alone: (count) => `${count} 项未提问即完成`,
      withQuestion: (count) => `${count} 项提问后完成`,
      handed: (count) => `${count} 项有一部分由人完成`,
      declined: (count) => `${count} 项被我拒绝`,
      failed: (count) => `${count} 项失败`,
      stopped: (count) => `${count} 项被人停止`,
      open: (count) => `${count} 项仍在进行`,
    },
    how: '每个消息列只计一次，以最后的结果为准；自动发送的报告不计入。',
  },
};

export function drawShare({ of, days, share }: ShareWords, language: Language): Piece[] {
  const fixed = WORDS[language];
  const { carried, ended } = carriedOf(share);
  const parts = SHARE_PARTS.filter((part) => share[part] > 0).map((part) => fixed.part[part](share[part]));
  if (ended === 0) {
    return [...sections(fixed.nothing(fixed.scope[of], days)), ...context(parts.join(' · '))];
  }
  const percent = Math.floor((100 * carried) / ended);
  return [
    ...sections(
      [
        fixed.title(fixed.scope[of], days),
        `${gauge(carried / ended)}  ${fixed.carried({ carried, ended, percent })}`,
      ].join('\n'),
    ),
    ...context(parts.join(' · ')),
    ...context(fixed.how),
  ];
}

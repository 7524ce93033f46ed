// How much of many was read, in words: counted by code, so that no model can round it up.
import { grouped } from '../../base/grouped.ts';
import type { Language } from '../words.ts';
import type { Coverage } from './items.ts';

const WHY: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  encrypted: { en: 'encrypted', zh: '已加密' },
  broken: { en: 'broken', zh: '已损坏' },
  empty: { en: 'empty', zh: '为空' },
  'too-large': { en: 'too large', zh: '过大' },
  unsupported: { en: 'of a kind that cannot be read', zh: '格式无法读取' },
  picture: { en: 'only pictures, which the model cannot see', zh: '只有图片，模型无法查看' },
  refused: { en: 'refused by the model', zh: '模型拒绝' },
  budget: { en: 'left out because the budget was used up', zh: '因预算用完未读' },
  missing: { en: 'not there', zh: '不存在' },
  fetch: { en: 'could not be fetched', zh: '无法获取' },
  model: { en: 'without a usable answer of the model', zh: '模型未给出可用回答' },
  unknown: { en: 'failed', zh: '失败' },
};

export function coverageText({ all, read, unread }: Coverage, language: Language): string {
  const others = unread.map(({ why, count }) => `${grouped(count)} ${whyText(why, language)}`);
  if (language === 'zh')
    return [
      `已读 ${grouped(read)} / ${grouped(all)}`,
      ...(others.length === 0 ? [] : [others.join('，')]),
    ].join('；');
  return [
    `${grouped(read)} of ${grouped(all)} read`,
    ...(others.length === 0 ? [] : [others.join(', ')]),
  ].join('; ');
}

export function whyText(why: string, language: Language): string {
  return WHY[why]?.[language] ?? why;
}

// The words that are ours on a reading of many documents.
import type { Language } from '../../flow/words.ts';

interface ReadingFixedWords {
  readonly form: (title: string) => string;
  readonly readSoFar: (settled: string, all: string) => string;
  readonly files: (shown: number, all: number, names: readonly string[]) => string;
  readonly unproven: string;
  readonly disagree: (count: number) => string;
}

export const READING_WORDS: Record<Language, ReadingFixedWords> = {
  en: {
    form: (title) => `Reading for the table “${title}”`,
    readSoFar: (settled, all) => `${settled} of ${all} read`,
    files: (shown, all, names) =>
      shown === all
        ? `With quotes and places: ${names.join(', ')}.`
        : `The first ${shown} of ${all} rows; all of them, with quotes and places: ${names.join(', ')}.`,
    disagree: (count) =>
      `${count === 1 ? 'On one point' : `On ${count} points`} the documents disagree: below the result, and on a sheet of the Excel file.`,
    unproven: '(?) = the document’s own words do not prove it.',
  },
  zh: {
    form: (title) => `正在阅读，表格“${title}”`,
    readSoFar: (settled, all) => `已读 ${settled} / ${all}`,
    files: (shown, all, names) =>
      shown === all
        ? `含原文与位置：${names.join('、')}。`
        : `此处为前 ${shown} 行，共 ${all} 行；全部内容（含原文与位置）见：${names.join('、')}。`,
    disagree: (count) => `文档之间有 ${count} 处说法不一：见结果下方及 Excel 文件中的工作表。`,
    unproven: '(?) 表示未能在文档原文中核对到。',
  },
};

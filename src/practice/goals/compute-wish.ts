// What is to be computed: the operation, over which column, for each of what, and of which rows.
import { termsOf, toStem } from '../extract/text.ts';
import { groupColumns, numberColumns, valuesOf, type ShownTable } from './table.ts';

export type Operation = 'sum' | 'mean' | 'median' | 'min' | 'max' | 'count';

const OPERATIONS: readonly (readonly [RegExp, Operation])[] = [
  [/\bmedian\b|中位数/i, 'median'],
  [/\b(?:average|mean|avg)\b|平均|均值/i, 'mean'],
  [/\b(?:highest|max(?:imum)?|largest|biggest)\b|最大|最高/i, 'max'],
  [/\b(?:lowest|min(?:imum)?|smallest)\b|最小|最低/i, 'min'],
  [/\b(?:total|sum|add up|how much|spent|spend)\b|合计|总和|总额|总共花|求和|总计|多少钱|花了多少/i, 'sum'],
  [/\b(?:count|how many|number of)\b|数量|多少(?:个|条|次|笔)|几(?:个|条|次|笔)|计数/i, 'count'],
  [/\b(?:statistics|breakdown|per|by|each)\b|统计|按|每(?:个|类|人)/i, 'sum'],
];

export function operationIn(goal: string): Operation | undefined {
  return OPERATIONS.find(([words]) => words.test(goal))?.[1];
}

export const OPERATION_NAMES: Readonly<Record<Operation, readonly [string, string]>> = {
  sum: ['total', '合计'],
  mean: ['average', '平均'],
  median: ['median', '中位数'],
  min: ['lowest', '最低'],
  max: ['highest', '最高'],
  count: ['count', '数量'],
};

/** Other words for what columns are often called. */
const SYNONYMS: readonly RegExp[] = [
  /amount|cost|price|spend|spent|expense|fee|total|sum|eur|usd|revenue|sales|paid|费用|金额|开支|支出|花费|总价|销售额|收入/i,
  /quantity|qty|units|pieces|count|数量|件数|套数/i,
  /categor|kind|type|类别|类型|分类|种类/i,
  /person|who|name|employee|people|姓名|员工|人员|每人|人$/i,
  /date|day|month|日期|月份/i,
  /customer|client|客户|顾客/i,
  /department|team|部门|团队/i,
  /state|status|状态/i,
];

/** Columns of those given that some words of the goal are about. */
function columnsFor(words: string, columns: readonly string[]): readonly string[] {
  const terms = termsOf(words);
  const direct = columns.filter(
    (column) =>
      termsOf(column.replace(/[_-]/g, ' ')).some((term) => terms.includes(term)) ||
      (/\p{Script=Han}/u.test(column) && words.includes(column)),
  );
  if (direct.length > 0) return direct;
  return columns.filter((column) => SYNONYMS.some((meaning) => meaning.test(column) && meaning.test(words)));
}

/** The words behind "by", "per" or 按. */
export function groupWords(goal: string): string | undefined {
  const [, latin, han, each] =
    /\b(?:by|per|for each|for every|each)\s+([\p{L}_-]+(?:\s[\p{L}_-]+)?)|按(?:照)?([\p{Script=Han}\w]{1,8}?)(?:来|进行|分|统计|汇总|合计|求|计算|的|，|,|$)|每(?:个|类|位|名)?([\p{Script=Han}]{1,4}?)(?:的|花|总|平均|有|，|$)/u.exec(
      goal,
    ) ?? [];
  return latin ?? han ?? each;
}

export interface ComputeWish {
  readonly operation: Operation;
  readonly values: readonly string[];
  /** Undefined when nothing is to be grouped; empty when no column fits the words. */
  readonly groups: readonly string[] | undefined;
  readonly where: readonly { readonly column: string; readonly op: '='; readonly value: string }[];
}

export function readComputeWish(goal: string, table: ShownTable): ComputeWish {
  const numbers = numberColumns(table);
  const byWords = groupWords(goal);
  const operation = operationIn(goal) ?? 'sum';
  const rest = byWords === undefined ? goal : goal.replace(byWords, ' ');
  const named = columnsFor(rest, numbers);
  const values = operation === 'count' ? [] : named.length > 0 ? named : numbers;
  return {
    operation,
    values,
    groups: byWords === undefined ? undefined : columnsFor(byWords, groupColumns(table)).slice(0, 4),
    where: conditionsIn(rest, table),
  };
}

/** "travel" stands in the column category: only those rows are meant. */
function conditionsIn(goal: string, table: ShownTable): ComputeWish['where'] {
  const plain = goal.toLowerCase().replace(/\S+\.(?:csv|tsv)/g, ' ');
  return groupColumns(table).flatMap((column) => {
    const found = valuesOf(table, column).filter(
      (value) => value.length > 1 && !/\d{4}-\d{2}/.test(value) && standsIn(plain, value.toLowerCase()),
    );
    const [only] = found;
    return only === undefined || found.length > 1 ? [] : [{ column, op: '=' as const, value: only }];
  });
}

function standsIn(text: string, value: string): boolean {
  if (/\p{Script=Han}/u.test(value)) return text.includes(value);
  return ` ${text
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .split(' ')
    .map(toStem)
    .join(' ')} `.includes(` ${value.split(' ').map(toStem).join(' ')} `);
}

// The goal "total of the expenses by category": over a CSV file, by the calculator, as a table.
import { postOf, spaced } from '../compare/find.ts';
import { overlap, shorten, termsOf } from '../extract/text.ts';
import {
  agree,
  answerAtOnce,
  type Argument,
  type Candidate,
  type Question,
  type ValueSource,
} from '../form.ts';
import { ask, pick } from '../pick.ts';
import type { Outcome, Script } from '../script.ts';
import type { FileRef, Situation } from '../situation.ts';
import { begin, complete, fail, FOUND_NOTHING, lookedBy } from '../steps.ts';
import { type Language, tongueOf, type Tongue } from '../tongue.ts';
import { OPERATION_NAMES, operationIn, groupWords, readComputeWish } from './compute-wish.ts';
import { computeForm, wantsFile } from './compute-form.ts';
import { notesOn, tellComputed, type Plan } from './compute-tell.ts';
import { heardAside } from './digest.ts';
import { tableIn, type ShownTable } from './table.ts';

const TABLE_WORDS =
  /\.(?:csv|tsv)\b|\bcsv\b|\bspreadsheet\b|\btable\b|\bexpenses?\b|\binvoices?\b|表(?![示达明现演扬态])|支出|费用|开支/i;

export function recognisesCompute(goal: string): boolean {
  return (
    operationIn(goal) !== undefined &&
    (TABLE_WORDS.test(goal) ||
      (groupWords(goal) !== undefined &&
        /\b(?:total|sum|average|mean|count)\b|合计|平均|总和|统计/i.test(goal)))
  );
}

export function* compute(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  yield [{ name: 'list_files', input: { limit: 60 } }];
  const chosen = yield* chooseFile(situation, language);
  if (chosen.kind === 'closed') return chosen.words;
  const { file, source } = chosen;
  const [opened] = yield [{ name: 'read_file', input: { file: file.id } }];
  const table = opened === undefined || FOUND_NOTHING.test(opened.text) ? undefined : tableIn(opened.text);
  const fault = faultOf(file, { table, text: opened?.text ?? '', goal: situation.goal.text, tell });
  if (table === undefined || fault !== undefined)
    return yield* answerAtOnce(situation, language, fault ?? '');

  const wish = readComputeWish(situation.goal.text, table);
  const read = opened?.id ?? '';
  const value = settle('column', wish.values, { situation, read, tell });
  const group = settle('group', wish.groups ?? [], { situation, read, tell });
  const args: Argument[] = [
    { name: 'file', value: file.name, source, candidates: [] },
    ...value.arguments,
    ...group.arguments,
  ];
  const questions = [...value.questions, ...group.questions];
  const form = computeForm({ situation, language, named: file.name }, args, questions);
  const agreement = yield* agree(situation, form, tell);
  if (agreement.kind === 'closed') return agreement.words;
  const isPosted = wantsFile(situation) && situation.tools.has('post_file');
  return yield* work({ file, wish, value: value.chosen, group: group.chosen, isPosted }, situation, tell);
}

type Chosen =
  | { readonly kind: 'file'; readonly file: FileRef; readonly source: ValueSource }
  | { readonly kind: 'closed'; readonly words: string };

/** The one file that fits, or the one that somebody chose. */
function* chooseFile(situation: Situation, language: Language): Script<Chosen> {
  const tell = tongueOf(language);
  const fitting = tablesFor(situation);
  const [first] = fitting;
  if (first === undefined) {
    const words = tell(
      'I found no CSV file in this channel to compute with. Share it here and ask again.',
      '这个频道里没有找到可以计算的 CSV 文件。请发到这里再问我。',
    );
    return { kind: 'closed', words: yield* answerAtOnce(situation, language, words) };
  }
  if (fitting.length === 1) return { kind: 'file', file: first, source: fileSource(first, situation) };
  const options = fitting.map((file): Candidate => ({ value: file.id, label: file.name }));
  const picked = pick(options, situation);
  const file = fitting.find(({ id }) => id === picked?.value);
  if (picked !== undefined && file !== undefined) return { kind: 'file', file, source: picked.source };

  const text = tell('Which file do you mean?', '你指的是哪个文件？');
  const form = computeForm(
    { situation, language, named: tell('the file', '该文件') },
    [{ name: 'file', value: '', source: { kind: 'guess' }, candidates: options }],
    [ask(text, { about: 'file', options, situation })],
  );
  const agreement = yield* agree(situation, form, tell);
  // Accepted without an answer: the first is what was recommended.
  return agreement.kind === 'closed'
    ? agreement
    : { kind: 'file', file: first, source: { kind: 'channel_default' } };
}

function faultOf(
  file: FileRef,
  { table, text, goal, tell }: { table: ShownTable | undefined; text: string; goal: string; tell: Tongue },
): string | undefined {
  if (table === undefined)
    return tell(
      `${file.name} could not be read as a table: ${shorten(text, 200)}`,
      `${file.name} 无法作为表格读取：${shorten(text, 200)}`,
    );
  const wish = readComputeWish(goal, table);
  if (wish.values.length > 0 || wish.operation === 'count') return undefined;
  return tell(
    `${file.name} has no column of numbers; its columns are ${table.columns.join(', ')}. [f:${file.id}]`,
    `${file.name} 里没有数字列，只有：${table.columns.join('、')}。[f:${file.id}]`,
  );
}

function* work(plan: Plan, situation: Situation, tell: Tongue): Script<string> {
  const { file, wish, value, group } = plan;
  yield* begin(1);
  yield* complete(1, file.name);
  const expression = wish.operation === 'count' ? 'count()' : `${wish.operation}(${nameOf(value ?? '')})`;
  const input = { expression, file: file.id, ...(wish.where.length === 0 ? {} : { where: wish.where }) };
  const outcomes = yield* begin(2, [
    { name: 'calculate', input },
    ...(group === undefined ? [] : [{ name: 'calculate', input: { ...input, group_by: group } }]),
  ]);
  const [whole, grouped] = outcomes;
  const total = /=\s*(-?[\d.e+]+)\s*$/m.exec(whole?.text ?? '')?.[1];
  if (whole === undefined || total === undefined) {
    yield* fail(2, whole?.text ?? '');
    return tell(
      `I could not compute ${expression} over ${file.name}: ${whole?.text ?? 'the calculator is not at hand'} [f:${file.id}]`,
      `无法对 ${file.name} 计算 ${expression}：${whole?.text ?? '没有计算工具'} [f:${file.id}]`,
    );
  }
  yield* complete(2, `${expression} = ${total}`);
  const rows = tableIn(grouped?.text ?? '')?.rows ?? [];
  const title = `${tell(...OPERATION_NAMES[wish.operation])}${value === undefined ? '' : ` ${value}`}`;
  const head = [group ?? '', tell('rows', '行数'), title];
  const posted = plan.isPosted
    ? yield* post(plan, [head, ...rows, ...(rows.length === 0 ? [['', '', total]] : [])])
    : undefined;
  return `${tellComputed({ plan, total, rows, head, whole, tell })}${posted === undefined ? '' : `\n\n${posted.text}`}${notesOn(plan, situation, tell)}${heardAside(situation, tell)}`;
}

function* post({ file }: Plan, rows: readonly (readonly string[])[]): Script<Outcome | undefined> {
  const content = rows
    .map((row) =>
      row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','),
    )
    .join('\n');
  const name = `${file.name.replace(/\.\w+$/, '')}-result.csv`;
  const [outcome] = yield* begin(3, [
    { name: 'post_file', input: { name, content: `${content}\n`, title: name } },
  ]);
  yield* complete(3, name);
  return outcome;
}

interface Settled {
  readonly chosen: string | undefined;
  readonly arguments: readonly Argument[];
  readonly questions: readonly Question[];
}

/** One column is taken; among several somebody has to choose. */
function settle(
  about: 'column' | 'group',
  columns: readonly string[],
  { situation, read, tell }: { situation: Situation; read: string; tell: Tongue },
): Settled {
  const [first] = columns;
  if (first === undefined) return { chosen: undefined, arguments: [], questions: [] };
  const options = columns.map((column): Candidate => ({ value: column, label: column }));
  if (columns.length === 1)
    return {
      chosen: first,
      arguments: [{ name: about, value: first, source: { kind: 'tool_result', call: read }, candidates: [] }],
      questions: [],
    };
  const picked = pick(options, situation);
  if (picked !== undefined)
    return {
      chosen: picked.value,
      arguments: [{ name: about, value: picked.value, source: picked.source, candidates: [] }],
      questions: [],
    };
  const text =
    about === 'column'
      ? tell('Which column shall I compute?', '要计算哪一列？')
      : tell('Which column shall I group by?', '要按哪一列分组？');
  return {
    chosen: first,
    arguments: [{ name: about, value: '', source: { kind: 'guess' }, candidates: options }],
    questions: [ask(text, { about, options, situation })],
  };
}

function fileSource(file: FileRef, situation: Situation): ValueSource {
  const call = lookedBy(situation, `[f:${file.id}]`)[0];
  return call === undefined ? { kind: 'guess' } : { kind: 'tool_result', call };
}

/** Named in the goal, or alike in words; all of them when nothing tells them apart. */
function tablesFor(situation: Situation): readonly FileRef[] {
  const tables = situation.files.filter(
    ({ name, type }) => /\.(?:csv|tsv)$/i.test(name) || /(?:csv|tab-separated)/.test(type),
  );
  const goal = situation.goal.text.toLowerCase();
  const named = tables.filter(({ name }) => goal.includes(name.toLowerCase()));
  if (named.length > 0) return named;
  const terms = termsOf(situation.goal.text);
  const scored = tables.map((file) => ({
    file,
    score:
      overlap(terms, spaced(file.name)) * 3 +
      Math.min(1, overlap(terms, postOf(file, situation)?.text ?? '')),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ file }) => file);
}

function nameOf(column: string): string {
  return /^[A-Za-z_]\w*$/.test(column) ? column : `"${column}"`;
}

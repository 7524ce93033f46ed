// The goal "summarise this": a channel, a thread, a stretch of time or a file, with a source on each line.
import { FAMILIES } from '../compare/wish.ts';
import { postOf, spaced } from '../compare/find.ts';
import { overlap, termsOf } from '../extract/text.ts';
import {
  agree,
  answerAtOnce,
  answerForm,
  toForm,
  type Candidate,
  type Form,
  type ValueSource,
} from '../form.ts';
import { ask, pick, type Picked } from '../pick.ts';
import { readFiles } from '../read-files.ts';
import { type Script } from '../script.ts';
import type { FileRef, Situation } from '../situation.ts';
import { begin, complete, fail, lookedBy } from '../steps.ts';
import { type Language, tongueOf } from '../tongue.ts';
import { digestFile, digestTalk, heardAside } from './digest.ts';
import { spanOf } from './span.ts';

const ASKS =
  /\bsummar\w*|\bsum up\b|\brecap\b|\btl;?dr\b|\bcatch me up\b|\bdigest\b|\boverview of\b|\bwhat(?:['’]s| has| is)? (?:changed|happened|new|going on)\b|\bwhat did i miss\b|总结|汇总|概括|摘要|小结|归纳|梳理|发生了什么|有什么(?:变化|新)|有哪些(?:变化|进展)/i;
const OF_TALK =
  /\b(?:channel|thread|discussion|conversation|week|today|yesterday|month|messages?|talk|days?)\b|频道|讨论|话题|本周|这周|上周|今天|昨天|消息|聊天|天/i;
const OF_FILE =
  /\.\w{2,5}\b|\b(?:file|document|pdf|report|notes?|minutes|contract|agreement|offer|quote|proposal|spec|attachment|study|plan|memo|paper)\b|文件|文档|报告|纪要|合同|报价|附件|方案/i;

export function recognisesSummary(goal: string): boolean {
  return ASKS.test(goal);
}

export function* summarise(situation: Situation, language: Language): Script<string> {
  const goal = situation.goal.text;
  const named = situation.files.some(({ name }) => goal.toLowerCase().includes(name.toLowerCase()));
  return named || (OF_FILE.test(goal) && !OF_TALK.test(goal))
    ? yield* summariseFile(situation, language)
    : yield* summariseTalk(situation, language);
}

function* summariseTalk(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  const goal = situation.goal.text;
  const isThread = /\bthread\b|话题串|讨论串|该讨论|本串/i.test(goal);
  const span = isThread ? undefined : spanOf(goal, situation.now.date);
  const read = {
    name: 'read_history',
    input: isThread ? { thread: threadOf(situation), limit: 100 } : { limit: 100 },
  };
  const isQuestion = /[?？]\s*$/.test(goal.trim()) || /^(?:@\S+\s+)?what/i.test(goal.trim());
  if (isQuestion) {
    yield [read];
    const agreement = yield* agree(
      situation,
      answerForm(language, digestTalk(situation, { isThread, span, tell })),
      tell,
    );
    return agreement.kind === 'closed' ? agreement.words : digestTalk(situation, { isThread, span, tell });
  }
  const what = isThread
    ? tell('this thread', '本话题串')
    : span === undefined
      ? tell('this channel', '本频道')
      : tell(`this channel, ${span.en}`, `本频道${span.zh}`);
  const agreement = yield* agree(situation, talkForm(what, language), tell);
  if (agreement.kind === 'closed') return agreement.words;
  yield* begin(1, [read]);
  yield* complete(
    1,
    tell(`${situation.said.length} messages at hand`, `共有 ${situation.said.length} 条消息`),
  );
  yield* begin(2);
  yield* complete(2, tell('decisions, numbers, open questions', '决定、数字、待定问题'));
  return `${digestTalk(situation, { isThread, span, tell })}${heardAside(situation, tell)}`;
}

function talkForm(what: string, language: Language): Form {
  const tell = tongueOf(language);
  return toForm({
    language,
    outcome: tell(
      `What was said in ${what} is summarised, with decisions, numbers and open questions`,
      `总结${what}的内容，列出决定、数字和待定问题`,
    ),
    deliverable: tell(
      'A summary with a source on each line, in this thread',
      '在本话题串给出逐条带来源的总结',
    ),
    done_when: [tell('each line names the message it rests on', '每一条都注明所依据的消息')],
    steps: [
      { title: tell(`Read ${what}`, `阅读${what}`), tool: 'read_history', arguments: [] },
      {
        title: tell(
          'Group by topic and pick out decisions, numbers, questions',
          '按话题归类，提取决定、数字和问题',
        ),
        tool: null,
        arguments: [],
      },
    ],
  });
}

/** The thread the task was asked in, by its first message. */
function threadOf(situation: Situation): string {
  return (
    situation.said.find(({ ts }) => ts === situation.goal.ts)?.thread ??
    [...situation.thread].sort()[0] ??
    situation.goal.ts
  );
}

function* summariseFile(situation: Situation, language: Language): Script<string> {
  const tell = tongueOf(language);
  yield [{ name: 'list_files', input: { limit: 60 } }];
  const fitting = filesFor(situation);
  const [only] = fitting;
  if (only === undefined) {
    const words = tell(
      'I found no such file in this channel. Share it here, or write its name.',
      '这个频道里没有找到这样的文件。请发到这里，或写出文件名。',
    );
    return yield* answerAtOnce(situation, language, words);
  }
  const picked = fitting.length === 1 ? undefined : pick(fitting.map(toCandidate), situation);
  const file = fitting.find(({ id }) => id === picked?.value) ?? only;
  const form = fileForm(situation, { language, fitting, picked, file });
  const agreement = yield* agree(situation, form, tell);
  if (agreement.kind === 'closed') return agreement.words;

  const opening = yield* begin(1, [{ name: 'read_file', input: { file: file.id } }]);
  const [text] = yield* readFiles([file], opening);
  if (text === undefined || text.reason !== undefined) {
    yield* fail(1, text?.reason ?? '');
    return tell(
      `${file.name} could not be read: ${text?.reason ?? ''} [f:${file.id}]`,
      `无法读取 ${file.name}：${text?.reason ?? ''} [f:${file.id}]`,
    );
  }
  yield* complete(1, tell(`${text.lines.length} lines`, `${text.lines.length} 行`));
  yield* begin(2);
  yield* complete(2, tell('done', '完成'));
  return `${digestFile(text, tell)}${heardAside(situation, tell)}`;
}

function toCandidate({ id, name }: FileRef): Candidate {
  return { value: id, label: name };
}

interface FileChoice {
  readonly language: Language;
  readonly fitting: readonly FileRef[];
  readonly picked: Picked | undefined;
  readonly file: FileRef;
}

function fileForm(situation: Situation, { language, fitting, picked, file }: FileChoice): Form {
  const tell = tongueOf(language);
  const isOpen = fitting.length > 1 && picked === undefined;
  const options = fitting.map(toCandidate);
  const call = lookedBy(situation, `[f:${file.id}]`)[0];
  const looked: ValueSource = call === undefined ? { kind: 'guess' } : { kind: 'tool_result', call };
  const named = isOpen ? tell('the file', '该文件') : file.name;
  return toForm({
    language,
    outcome: tell(`A summary of ${named} with its numbers and dates`, `总结 ${named} 的要点、数字和日期`),
    deliverable: tell(
      'A summary with the place of each line, in this thread',
      '在本话题串给出逐条带出处的总结',
    ),
    done_when: [tell('each line names the page it stands on', '每一条都注明所在的页')],
    steps: [
      {
        title: tell(`Read ${named}`, `阅读 ${named}`),
        tool: 'read_file',
        arguments: [
          {
            name: 'file',
            value: file.name,
            source: picked?.source ?? looked,
            candidates: isOpen ? options : [],
          },
        ],
      },
      { title: tell('Pick out what matters', '提取要点'), tool: null, arguments: [] },
    ],
    questions: isOpen
      ? [ask(tell('Which file do you mean?', '你指的是哪个文件？'), { about: 'file', options, situation })]
      : [],
  });
}

/** By name first, then by its kind and the words beside it; newest first. */
function filesFor(situation: Situation): readonly FileRef[] {
  const goal = situation.goal.text;
  const exact = situation.files.filter(({ name }) => goal.toLowerCase().includes(name.toLowerCase()));
  if (exact.length > 0) return exact;
  const family = FAMILIES.find(({ words }) => words.test(goal));
  const terms = termsOf(goal).filter(
    (term) => !/^(?:summari[sz]e|summary|file|document|pdf|总结|汇总|文件|一下)$/.test(term),
  );
  const scored = situation.files.map((file) => {
    const about = `${spaced(file.name)} ${postOf(file, situation)?.text ?? ''}`;
    const isOfKind = family !== undefined && (family.id === 'file' || family.words.test(about));
    return {
      file,
      score: overlap(terms, about) * 2 + (isOfKind ? 1 : 0),
      at: Number(postOf(file, situation)?.ts ?? 0),
    };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > 0 && score === best)
    .sort((one, other) => other.at - one.at)
    .map(({ file }) => file);
}

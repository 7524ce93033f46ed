// The brief of a computation, and whether its result is wanted as a file.
import { shorten } from '../extract/text.ts';
import { toForm, type Argument, type Form, type Question } from '../form.ts';
import type { Situation } from '../situation.ts';
import { type Language, tongueOf } from '../tongue.ts';

export function computeForm(
  of: { situation: Situation; language: Language; named: string },
  args: readonly Argument[],
  questions: readonly Question[],
): Form {
  const { situation, language, named } = of;
  const tell = tongueOf(language);
  const wish = shorten(situation.goal.text.replace(/@\S+\s*/, ''), 120);
  return toForm({
    language,
    outcome: tell(`“${wish}” is computed over ${named}`, `对 ${named} 完成计算：“${wish}”`),
    deliverable: wantsFile(situation)
      ? tell('The result and a CSV file, in this thread', '在本话题串给出结果和 CSV 文件')
      : tell('The result as a table, in this thread', '在本话题串以表格给出结果'),
    done_when: [tell('the number of rows that were used is said', '注明使用了多少行')],
    steps: [
      {
        title: tell(`Look at the columns of ${named}`, `查看 ${named} 的列`),
        tool: 'read_file',
        arguments: args,
      },
      { title: tell('Calculate', '计算'), tool: 'calculate', arguments: [] },
      ...(wantsFile(situation)
        ? [
            {
              title: tell('Post the result as a file', '以文件形式发布结果'),
              tool: 'post_file',
              arguments: [],
            },
          ]
        : []),
    ],
    questions,
  });
}

export function wantsFile({ goal, later }: Situation): boolean {
  return [goal, ...later].some(({ text }) =>
    /\b(?:in|as|into|to) (?:a |an |another )?(?:new )?(?:csv )?file\b|\bas (?:a )?csv\b|\bpost (?:it|the result) as\b|(?:放|存|写|导出|生成|做).{0,6}(?:文件|csv)|以文件/i.test(
      text,
    ),
  );
}

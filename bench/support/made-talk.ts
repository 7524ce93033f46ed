// Makes an export folder of the written conversations in bench/data/recall, each somewhere in weeks of other talk.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFrom } from './chatter.ts';

interface Line {
  readonly who: string;
  readonly text: string;
  readonly isEvidence: boolean;
}

interface Conversation {
  readonly question: string;
  readonly lines: readonly Line[];
}

interface Placed {
  readonly ts: string;
  readonly threadTs: string;
  readonly who: string;
  readonly text: string;
}

const DATA = new URL('../data/recall/', import.meta.url);
/** So often other talk is about what is asked for elsewhere as well. */
const SAME_THING = 0.08;
/** Lines of other talk to each written conversation. */
const NOISE = 100;
const WORDS = {
  en: {
    other:
      'font sizes,release notes,parking,search index,sales deck,onboarding guide,newsletter,office plants,label printer,time tracking,training videos,ticket labels,map view,export button,translation,feature flags,status page,partner list,keyboard shortcuts,meeting notes,tax form,packaging,color chart,test plan,api keys,price tags,logo files,help center,tool cabinet,bike racks,heating,press text,photo shoot,spreadsheet,calendar sync,web shop banner,customs papers,trade fair booth,laser cutter,forklift'.split(
        ',',
      ),
    thing:
      'pricing page,checkout,importer,loyalty programme,roadmap,staging database,contract,warehouse,offsite,survey,dashboard,login,mobile app,housing of the M4,battery test,refund form,queue,report,audit,cleaning,chairs,courier,invoice,venue,warranty text'.split(
        ',',
      ),
    company:
      'Halden,Kastner,Greenleaf,Brightwater,ParcelFox,Lumen,Ostrava Metal,Nordbank,Pixel & Sons,Arvid,Corvo,Delmar,Eastgate,Fjordline,Granit,Hollis,Ivory,Juno Labs,Kelp,Larsen,Mistral,Novak,Orbit,Quill,Rosso,Sandberg,Tundra,Umber,Vega,Wexford'.split(
        ',',
      ),
    day: 'Monday,Tuesday,Wednesday,Thursday,Friday,next week,the 14th,the end of March,June'.split(','),
  },
  zh: {
    other:
      '字号,发布说明,停车位,搜索索引,销售幻灯片,入职手册,周报,绿植,标签打印机,工时,培训视频,工单分类,地图,导出按钮,翻译,功能开关,状态页,伙伴名单,快捷键,会议纪要,税表,包装,色卡,测试计划,接口密钥,价签,图标文件,帮助中心,工具柜,自行车架,暖气,新闻稿,拍照,表格,日历同步,商城横幅,报关单,展会展位,激光切割机,叉车'.split(
        ',',
      ),
    thing:
      '价格页,结算页面,导入程序,会员积分,路线图,预发布环境,合同,仓库,团建,问卷,报表,登录,手机端,M4外壳,电池测试,退款,任务队列,审计,保洁,椅子,快递,发票,场地,保修条款'.split(
        ',',
      ),
    company:
      '恒达,卡斯,绿叶,明川,飞狐,流明,宏图,储蓄银行,海运,远景,金鼎,华远,东升,松岭,百川,青禾,锦程,瑞丰,同创,天合,联科,长信,大成,新源,中拓,博雅,星海,云帆,立德,安泰'.split(
        ',',
      ),
    day: '周一,周二,周三,周四,周五,下周,十四号,三月底,六月'.split(','),
  },
};
type Language = keyof typeof WORDS;
const LANGUAGES = ['en', 'zh'] as const;

/** `tuned` are those that the ranking's numbers were chosen on; `held-out` were written apart and never looked at for it. */
export type TalkSet = 'tuned' | 'held-out';

/** Resolves to the file of questions; channels are `talk-en` and `talk-zh`. */
export async function makeTalk(
  folder: string,
  { seed, set }: { seed: number; set: TalkSet },
): Promise<string> {
  const questions: string[] = [];
  const everyone = new Set<string>();
  for (const language of LANGUAGES) {
    const made = await makeChannel(language, {
      set,
      random: randomFrom(seed * 2 + (language === 'en' ? 0 : 1)),
    });
    questions.push(...made.questions);
    for (const { who } of made.messages) everyone.add(who);
    await writeChannel(join(folder, `talk-${language}`), made.messages);
  }
  const users = [...everyone].map((name) => ({ id: idOf(name), name, real_name: name }));
  await writeFile(join(folder, 'users.json'), JSON.stringify(users));
  await writeFile(
    join(folder, 'channels.json'),
    JSON.stringify(LANGUAGES.map((language) => ({ id: `C${language}`, name: `talk-${language}` }))),
  );
  const file = join(folder, 'questions.jsonl');
  await writeFile(file, `${questions.join('\n')}\n`);
  return file;
}

async function makeChannel(
  language: Language,
  { set, random }: { set: TalkSet; random: () => number },
): Promise<{ messages: readonly Placed[]; questions: readonly string[] }> {
  const conversations = parse(
    await readFile(new URL(`${set === 'tuned' ? '' : 'held-out-'}${language}.txt`, DATA), 'utf8'),
  );
  const patterns = (await readFile(new URL(`noise-${language}.txt`, DATA), 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
  const people = [...new Set(conversations.flatMap(({ lines }) => lines.map(({ who }) => who)))];
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const noise = () => sayNoise(one(patterns), { language, people, one, random });

  const messages: Placed[] = [];
  const questions: string[] = [];
  let seconds = Date.UTC(2026, 0, 5, 9) / 1000;
  const at = () => `${Math.floor(seconds)}.${String(100_000 + messages.length).padStart(6, '0')}`;
  const say = (who: string, text: string, threadTs?: string): string => {
    seconds += 15 + random() * 120;
    const ts = at();
    messages.push({ ts, threadTs: threadTs ?? ts, who, text });
    return ts;
  };
  const pause = () => (seconds += 600 + random() ** 3 * 60_000);

  const places = shuffled(conversations, random);
  for (const { question, lines } of places) {
    for (let left = NOISE; left > 0;) {
      pause();
      const run = Math.min(left, 1 + Math.floor(random() * 6));
      for (let said = 0; said < run; said += 1) say(one(people), noise());
      left -= run;
    }
    pause();
    const isThread = random() < 0.35;
    let root: string | undefined;
    const evidence: string[] = [];
    for (const { who, text, isEvidence } of lines) {
      // In a busy channel somebody else speaks in between; in a thread this stands beside it.
      if (random() < 0.15) say(one(people), noise());
      const ts = say(who, text, root);
      if (isThread) root ??= ts;
      if (isEvidence) evidence.push(ts);
    }
    questions.push(JSON.stringify({ channel: `talk-${language}`, question, evidence }));
  }
  return { messages, questions };
}

function parse(text: string): readonly Conversation[] {
  return text
    .split(/\n\n+/u)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const [first = '', ...rest] = block.trim().split('\n');
      return {
        question: first.replace(/^Q: /u, ''),
        lines: rest.map((line) => {
          const [, mark, who = '', said = ''] = /^(\* )?([^:]+): (.*)$/u.exec(line) ?? [];
          return { who, text: said, isEvidence: mark !== undefined };
        }),
      };
    });
}

interface Filling {
  readonly language: Language;
  readonly people: readonly string[];
  one<Item>(items: readonly Item[]): Item;
  random(): number;
}

function sayNoise(pattern: string, { language, people, one, random }: Filling): string {
  const { thing, other, company, day } = WORDS[language];
  return pattern
    .replaceAll('{thing}', () => one(random() < SAME_THING ? thing : other))
    .replaceAll('{company}', () => one(company))
    .replaceAll('{day}', () => one(day))
    .replaceAll('{name}', () => one(people))
    .replaceAll('{time}', () => `${11 + Math.floor(random() * 3)}:30`)
    .replaceAll('{minutes}', () => `${5 + Math.floor(random() * 40)}`)
    .replaceAll('{number}', () => `${Math.floor(random() * 2_000)}`);
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

async function writeChannel(folder: string, messages: readonly Placed[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const days = Map.groupBy(messages, ({ ts }) => new Date(Number(ts) * 1000).toISOString().slice(0, 10));
  for (const [day, said] of days) {
    const entries = said.map(({ ts, threadTs, who, text }) => ({
      type: 'message',
      user: idOf(who),
      text,
      ts,
      ...(threadTs === ts ? {} : { thread_ts: threadTs }),
    }));
    await writeFile(join(folder, `${day}.json`), JSON.stringify(entries));
  }
}

function idOf(name: string): string {
  return `U${Buffer.from(name).toString('hex').toUpperCase()}`;
}

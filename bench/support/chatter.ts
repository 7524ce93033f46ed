// A channel of any size, made from a number: words as rare as in real talk, threads, code, addresses, some Chinese.

export interface ChatterMessage {
  readonly ts: string;
  readonly threadTs: string;
  readonly authorId: string;
  readonly text: string;
}

/** The same for the same seed, on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const COMMON = (
  'the to of and a in is it that for you on i we this with be not have are as can if but at or so from there do ' +
  'what will was just they all an by has about think would when which one our no should like how some more get up ' +
  'need me out then now yes time also good could use its been make only see new any them use know want first work ' +
  'here here really still sure back done look maybe well today thanks please too question problem right issue test ' +
  'build change team release week after before data file code review error server client call report sales order'
).split(' ');
const ONSETS = 'b br c ch d dr f fl g gr h j k l m n p pl pr qu r s sh sk sl sp st t th tr v w z'.split(' ');
const NUCLEI = 'a e i o u ai ea ee ou oa'.split(' ');
const CODAS = 'b ck d g l ll m n nd ng nt p r rd rk s st t x'.split(' ');
/** Words of daily use, and all there are: measured on a real archive, the second million of words is hardly met. */
const DAILY = 6_000;
const VOCABULARY = 1_000_000;
const HAN =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严';
const PER_SECOND_PAUSE = 40;

/** Yields batches of messages, oldest first, until about `chars` characters have been said. */
export function* chatter({
  chars,
  batch,
  seed,
}: {
  chars: number;
  batch: number;
  seed: number;
}): Generator<ChatterMessage[]> {
  const random = randomFrom(seed);
  let said = 0;
  let micros = 1_600_000_000_000_000;
  let open: string[] = [];
  while (said < chars) {
    const messages: ChatterMessage[] = [];
    while (messages.length < batch && said < chars) {
      micros += Math.ceil(-Math.log(1 - random()) * PER_SECOND_PAUSE * 1_000_000) + 1;
      const ts = `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
      const isReply = open.length > 0 && random() < 0.5;
      const threadTs = isReply ? (open[Math.floor(random() * open.length)] ?? ts) : ts;
      if (!isReply) open = [...open.slice(-5), ts];
      const text = sayOne(random);
      said += text.length;
      messages.push({ ts, threadTs, authorId: `U${Math.floor(random() ** 2 * 300)}`, text });
    }
    yield messages;
  }
}

/** Half of a chat's messages have fewer than 123 characters, one in a hundred more than 1,900. */
function sayOne(random: () => number): string {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const wanted = Math.min(20_000, Math.max(2, Math.exp(4.81 + 1.12 * normal)));
  const isChinese = random() < 0.08;
  const parts: string[] = [];
  let length = 0;
  while (length < wanted) {
    const part = isChinese ? han(random) : word(random);
    parts.push(part);
    length += part.length + (isChinese ? 0 : 1);
  }
  return isChinese ? parts.join('') : parts.join(' ');
}

function han(random: () => number): string {
  const length = 4 + Math.floor(random() * 14);
  const characters = Array.from({ length }, () => HAN[Math.floor(random() ** 2.2 * HAN.length)] ?? '的');
  return `${characters.join('')}${random() < 0.3 ? '。' : '，'}`;
}

function word(random: () => number): string {
  const kind = random();
  if (kind < 0.006)
    return `https://git.example.com/${nameOf(skewed(random))}/pull/${Math.floor(random() * 90_000)}`;
  if (kind < 0.012) return `PROJ-${Math.floor(random() * 200_000)}`;
  if (kind < 0.018)
    return `\`${nameOf(skewed(random))}_${nameOf(skewed(random))}(${Math.floor(random() * 100)})\``;
  if (kind < 0.02) return Math.floor(random() * 2 ** 48).toString(16);
  const name = nameOf(skewed(random));
  return random() < 0.08 ? `${name},` : name;
}

/** Zipf's law among words of daily use, and now and then one of the many others. */
function skewed(random: () => number): number {
  if (random() < 0.94) return Math.floor(DAILY ** random()) - 1;
  return Math.floor(DAILY * (VOCABULARY / DAILY) ** random());
}

function nameOf(rank: number): string {
  const common = COMMON[rank];
  if (common !== undefined) return common;
  let rest = rank - COMMON.length;
  let name = '';
  do {
    name += ONSETS[rest % ONSETS.length] ?? '';
    rest = Math.floor(rest / ONSETS.length);
    name += NUCLEI[rest % NUCLEI.length] ?? '';
    rest = Math.floor(rest / NUCLEI.length);
    name += CODAS[rest % CODAS.length] ?? '';
    rest = Math.floor(rest / CODAS.length);
  } while (rest > 0);
  return name;
}

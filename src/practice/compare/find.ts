// Which things are to be compared: files that fit the wish, and offers that were made in a message alone.
import { moneyIn } from '../extract/money.ts';
import { evidence } from '../extract/people.ts';
import { escapePattern, overlap, plainOf, sentencesOf, termsOf, toStem, unique } from '../extract/text.ts';
import type { FileRef, Said, Situation } from '../situation.ts';
import { FAMILIES, type CompareWish } from './wish.ts';

/** One thing to compare, before it is read. */
export interface Entrant {
  readonly name: string;
  /** Lower case; what people may call it. */
  readonly aliases: readonly string[];
  readonly file: FileRef | undefined;
  /** The message that carries the file, or that is the offer. */
  readonly said: Said | undefined;
  /** People said its name where they shared it. */
  readonly isNamedInTalk: boolean;
  /** An older file of the same, which this one replaces. */
  readonly replaces: FileRef | undefined;
}

const VERSION =
  /^(?:v\d+|rev\d*|final|revised|revision|new|updated?|signed|copy|draft|\d{4}|\d{1,2}|修订版?|更新版?|新版|最终版?|第.版)$/i;
const GENERIC =
  /^(?:the|vendor|supplier|provider|for|from|of|and|our|price|pricing|list|doc|de|en|zh|供应商|公司|文件)$/i;
const PICTURE = /^(?:image|video|audio)\//;

export function findEntrants(situation: Situation, wish: CompareWish): readonly Entrant[] {
  const fromFiles = newestOfEach(fittingFiles(situation, wish).map((file) => toEntrant(file, situation)));
  const named = fromFiles.filter(({ aliases }) =>
    aliases.some((alias) => isNamed(situation.goal.text, alias)),
  );
  if (named.length > 1) return named;
  const fromMessages = wish.family.id === 'offer' ? offersInMessages(situation, fromFiles) : [];
  return [...fromFiles, ...fromMessages];
}

function fittingFiles(situation: Situation, wish: CompareWish): readonly FileRef[] {
  const files = situation.files.filter(
    ({ type, name }) => !PICTURE.test(type) && (wish.family.id !== 'file' || !/\.(?:csv|tsv)$/i.test(name)),
  );
  const inGoal = files.filter(({ name }) => situation.goal.text.toLowerCase().includes(name.toLowerCase()));
  if (inGoal.length > 1) return inGoal;
  const byName = files.filter(
    ({ name }) => wish.family.id === 'file' || wish.family.words.test(spaced(name)),
  );
  const byMessage = files.filter(
    (file) =>
      !FAMILIES.some(({ id, words }) => id !== 'file' && words.test(spaced(file.name))) &&
      wish.family.words.test(postOf(file, situation)?.text ?? ''),
  );
  const fitting = unique([...byName, ...byMessage]);
  const thread = fitting.filter((file) => situation.thread.has(postOf(file, situation)?.ts ?? ''));
  if (thread.length > 1) return thread;
  // "compare the hosting plans": the word beside the kind tells one set from another.
  const narrowed = fitting.filter(
    (file) => overlap(wish.terms, `${spaced(file.name)} ${postOf(file, situation)?.text ?? ''}`) > 0,
  );
  return narrowed.length > 1 &&
    narrowed.length < fitting.length &&
    (wish.count === undefined || narrowed.length === wish.count)
    ? narrowed
    : fitting;
}

export function postOf(file: FileRef, situation: Situation): Said | undefined {
  return situation.said.findLast((said) => said.files.some(({ id }) => id === file.id));
}

export function spaced(fileName: string): string {
  return fileName
    .replace(/\.\w{2,5}$/, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-.+()[\]\s]+/g, ' ');
}

function toEntrant(file: FileRef, situation: Situation): Entrant {
  const words = spaced(file.name)
    .replace(/报价单?|方案|简历|合同|协议/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !FAMILIES.some(({ words: kind }) => kind.test(word)));
  const own = words.filter((word) => !VERSION.test(word) && !GENERIC.test(word));
  const ofFile =
    own.length === 0
      ? spaced(file.name)
      : own.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  const said = postOf(file, situation);
  const inTalk = said === undefined || said.files.length > 1 ? undefined : announcedIn(said.text);
  const name = inTalk?.name ?? ofFile;
  const aliases = unique([
    ...aliasesOf(name),
    ...(inTalk === undefined ? [] : aliasesOf(inTalk.name)),
    ...(inTalk?.letter === undefined ? [] : [inTalk.letter]),
  ]);
  return { name, aliases, file, said, isNamedInTalk: inTalk !== undefined, replaces: undefined };
}

/** "Offer B: Brightdesk." says a letter and a name. */
function announcedIn(
  text: string,
): { readonly name: string; readonly letter: string | undefined } | undefined {
  for (const line of text.split('\n').map(plainOf)) {
    const [, letter, latin] = ANNOUNCED.exec(line) ?? [];
    if (latin !== undefined) return { name: latin, letter: letter?.toLowerCase() };
    const han = ANNOUNCED_HAN.exec(line)?.[1];
    if (han !== undefined) return { name: han, letter: undefined };
  }
  return undefined;
}

export function aliasesOf(name: string): readonly string[] {
  const plain = name
    .replace(/\b(?:GmbH|AG|Ltd|Inc|LLC|AB|Oy|B\.V\.|BV|S\.A\.|SA|SE|Corp|Co|plc|KG)\b\.?/g, '')
    .replace(/(?:股份)?(?:有限)?公司$/, '')
    .trim()
    .toLowerCase();
  const [first = ''] = plain.split(/[\s,&-]+/);
  const han = /^\p{Script=Han}{4,}/u.exec(plain)?.[0];
  return unique(
    [
      plain,
      ...(first.length > 3 || plain === first ? [first] : []),
      ...(han === undefined ? [] : [han.slice(0, 2)]),
    ].filter((alias) => alias !== ''),
  );
}

/** Whether a text speaks of what is called so. One letter alone counts only beside a word for the kind. */
export function isNamed(text: string, alias: string): boolean {
  if (/\p{Script=Han}/u.test(alias)) return text.includes(alias);
  const word = escapePattern(alias);
  if (alias.length > 2) return new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'iu').test(text);
  const upper = word.toUpperCase();
  return (
    new RegExp(
      `(?:offer|vendor|plan|option|quote|proposal|supplier|bid|报价|方案|供应商|套餐|选项)[\\s_-]*${word}(?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}])${upper}['’]s\\b`,
      'iu',
    ).test(text) ||
    (alias !== 'a' &&
      alias !== 'i' &&
      new RegExp(`(?<![\\p{L}\\p{N}])${upper}(?![\\p{L}\\p{N}])`, 'u').test(text))
  );
}

/** Of "offer-x.pdf" and "offer-x-v2.pdf" only the newer is compared. */
function newestOfEach(entrants: readonly Entrant[]): readonly Entrant[] {
  const byName = new Map<string, Entrant>();
  const inOrder = [...entrants].sort(
    (one, other) =>
      Number(one.said?.ts ?? 0) - Number(other.said?.ts ?? 0) || versionOf(one) - versionOf(other),
  );
  for (const entrant of inOrder) {
    const key = entrant.name.toLowerCase();
    const older = byName.get(key);
    byName.set(key, { ...entrant, replaces: older?.file });
  }
  return [...byName.values()];
}

function versionOf({ file }: Entrant): number {
  const words = spaced(file?.name ?? '').split(' ');
  const number = words
    .map((word) => /^(?:v|rev)(\d+)$/i.exec(word)?.[1])
    .find((found) => found !== undefined);
  return Number(number ?? (words.some((word) => VERSION.test(word)) ? 2 : 1));
}

const NAME = String.raw`\p{Lu}[\p{L}\p{N}&]+(?:\s\p{Lu}[\p{L}\p{N}&]+)?`;
const MAKERS: readonly RegExp[] = [
  new RegExp(`(?:[Oo]ffer|[Qq]uote|[Qq]uotation|[Pp]roposal|[Bb]id)\\s+(?:from|by)\\s+(${NAME})`, 'u'),
  new RegExp(`(${NAME})(?:['’]s)?\\s+(?:offer(?:s|ed)?|quotes?|quoted|proposal|proposes|bids?)\\b`, 'u'),
  /(\p{Script=Han}{2,6}?)(?:公司)?(?:的)?报价/u,
];
const ANNOUNCED = new RegExp(
  `(?:Offer|Quote|Quotation|Proposal|Bid|Plan|Option)\\s*(?:([A-Z])\\b|\\d+)?\\s*[:–—-]\\s*(${NAME})`,
  'u',
);
const ANNOUNCED_HAN = /(?:报价|方案)[一二三四五六七八九十\dA-Z]?\s*[：:]\s*(\p{Script=Han}{2,8})/u;
const NO_NAME =
  /^(?:The|Our|Their|This|That|New|Also|And|We|They|One|Best|Last|First|Second|Third|Another|Any|No|Each|All|These|三家|两家|供应商|这个|他们|我们|所有|几家|收到)/;

function offersInMessages(situation: Situation, known: readonly Entrant[]): readonly Entrant[] {
  const people = situation.said.flatMap(({ author }) => author.toLowerCase().split(' '));
  const found: Entrant[] = [];
  for (const said of evidence(situation)) {
    if (said.files.length > 0) continue;
    if (moneyIn(said.text).length === 0) continue;
    const announced = announcedIn(said.text);
    const inPassing = sentencesOf(said.text).flatMap((sentence) =>
      MAKERS.map((pattern) => pattern.exec(plainOf(sentence))?.[1]),
    );
    const name = announced?.name ?? inPassing.find((match) => match !== undefined && !NO_NAME.test(match));
    if (name === undefined || people.includes(name.toLowerCase())) continue;
    const isKnown = [...known, ...found].some(({ aliases }) =>
      aliases.some((alias) => isNamed(said.text, alias)),
    );
    const aliases = unique([
      ...aliasesOf(name),
      ...(announced?.letter === undefined ? [] : [announced.letter]),
    ]);
    if (!isKnown)
      found.push({ name, aliases, file: undefined, said, isNamedInTalk: true, replaces: undefined });
  }
  return found;
}

/** Sets that were shared together or are named alike. More than one of them is an ambiguity. */
export function setsOf(entrants: readonly Entrant[], situation: Situation): readonly (readonly Entrant[])[] {
  const groups: Entrant[][] = [];
  for (const entrant of entrants) {
    const joined = groups.filter((group) => group.some((other) => belongTogether(entrant, other, entrants)));
    const merged = [...joined.flat(), entrant];
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  const sets = groups.filter((group) => group.length > 1);
  return sets.length > 1 && sets.flat().length === entrants.length
    ? sets
    : [[...entrants].sort((one, other) => order(one, situation) - order(other, situation))];
}

function belongTogether(one: Entrant, other: Entrant, all: readonly Entrant[]): boolean {
  const shared = commonWords(one).filter((word) => commonWords(other).includes(word));
  if (shared.some((word) => all.some((entrant) => !commonWords(entrant).includes(word)))) return true;
  return (
    one.said !== undefined &&
    (one.said.ts === other.said?.ts ||
      (one.said.thread !== undefined && one.said.thread === other.said?.thread))
  );
}

function commonWords({ file, name }: Entrant): readonly string[] {
  const words = termsOf(spaced(file?.name ?? name)).map(toStem);
  return words.filter((word) => !VERSION.test(word) && !FAMILIES.some(({ words: kind }) => kind.test(word)));
}

function order(entrant: Entrant, situation: Situation): number {
  return entrant.said === undefined ? situation.said.length : situation.said.indexOf(entrant.said);
}

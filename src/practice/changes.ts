// What people add while the work goes on: what a rule can do with it is done, the rest is said to be not understood.
import { CRITERIA } from './extract/criteria.ts';
import { sentencesOf } from './extract/text.ts';
import { isNamed } from './compare/find.ts';
import type { Said, Situation } from './situation.ts';

export interface Changes {
  /** Aliases of what is to be left out. */
  readonly leftOut: readonly { readonly alias: string; readonly said: Said }[];
  /** What the table shall have as well. */
  readonly added: readonly { readonly what: string; readonly said: Said }[];
  readonly isPricePerSeatWanted: boolean;
  readonly ignored: readonly Said[];
}

const LEAVE_OUT =
  /\b(?:stop|leave|skip|drop|ignore|exclude|without|remove|forget|not (?:compare|include)|don['’]t (?:compare|include)|no longer)\b|不要|去掉|排除|不比较|不用|跳过|忽略|删掉|除了/i;
const ADD = /\b(?:add|also|include|plus|show|with|and the)\b|加上|加入|补充|也(?:要|看|列)|还要|增加|列出/i;
const PER_SEAT = /per[- ](?:seat|user|person|head|licen[cs]e)|每(?:个)?(?:席位|人|用户|座席|账号)|人均|单价/i;
const LANGUAGE = /\b(?:chinese|english|mandarin)\b|中文|英文|英语/i;

/** `names` are what the task knows by name; a goal's own words can leave out as well. */
export function changesIn(situation: Situation, names: readonly string[]): Changes {
  const leftOut: { alias: string; said: Said }[] = [];
  const added: { what: string; said: Said }[] = [];
  const ignored: Said[] = [];
  let isPricePerSeatWanted = PER_SEAT.test(situation.goal.text) && ADD.test(situation.goal.text);
  for (const said of situation.later) {
    let isUnderstood = LANGUAGE.test(said.text);
    for (const sentence of sentencesOf(said.text)) {
      const named = names.filter((name) => isNamed(sentence, name));
      const wanted = ADD.test(sentence) ? wantedIn(sentence) : [];
      if (LEAVE_OUT.test(sentence) && named.length > 0)
        leftOut.push(...named.map((alias) => ({ alias, said })));
      else if (PER_SEAT.test(sentence)) isPricePerSeatWanted = true;
      else if (wanted.length > 0) added.push(...wanted.map((what) => ({ what, said })));
      else continue;
      isUnderstood = true;
    }
    if (!isUnderstood) ignored.push(said);
  }
  return { leftOut, added, isPricePerSeatWanted, ignored };
}

function wantedIn(sentence: string): readonly string[] {
  const criterion = CRITERIA.find(({ words }) => words.test(sentence));
  if (criterion !== undefined) return [criterion.id];
  const [, latin, han] =
    /\b(?:add|also|include|plus|show)\s+(?:the |a |an |column |row |also )*([a-z][\w -]{2,40}?)(?:\s+(?:too|please|as well|of each|for each).*)?[.!]?$|(?:加上|加入|补充|增加|列出)(?:一列)?([^，。,.!！]{2,12})/i.exec(
      sentence,
    ) ?? [];
  const what = (latin ?? han)?.trim();
  return what === undefined ? [] : [what];
}

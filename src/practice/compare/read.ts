// From files and messages that were read to contenders: with the corrections that came later, and the demands of the channel.
import { evidence } from '../extract/people.ts';
import { makerOf, readOffer, type Fact } from '../extract/offer.ts';
import { changeIn, requirementsIn, seatsIn, type Correction, type Requirement } from '../extract/rules.ts';
import { overlap, sentencesOf, shorten, termsOf, unique } from '../extract/text.ts';
import type { FileText } from '../read-files.ts';
import type { PlacedLine } from '../read-said.ts';
import type { Said, Situation } from '../situation.ts';
import { costOf, type Volume } from './cost.ts';
import { aliasesOf, isNamed, spaced, type Entrant } from './find.ts';
import type { Contender } from './weigh.ts';

interface Opened {
  readonly entrant: Entrant;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly lines: readonly PlacedLine[];
  readonly unread: string | undefined;
}

export interface Field {
  readonly contenders: readonly Contender[];
  readonly requirements: readonly Requirement[];
  /** Requirements that a later message replaced. */
  readonly superseded: readonly Requirement[];
  readonly volume: Volume | undefined;
}

export function readField(
  entrants: readonly Entrant[],
  texts: readonly FileText[],
  situation: Situation,
): Field {
  const opened = entrants.map((entrant) => open(entrant, texts));
  const said = relevantSaid(opened, situation);
  const all = requirementsIn(
    [...said, goalAsSaid(situation), ...situation.later],
    situation.now.date,
  ).flatMap((one) => spokenOf(one, opened, situation));
  const first = all.filter((one, at) => !all.slice(0, at).some((earlier) => isSameDemand(earlier, one)));
  const requirements = first.filter((one, at) => !first.slice(at + 1).some((later) => replaces(later, one)));
  const wanted = requirements.findLast(({ demand }) => demand.kind === 'seats');
  const count = wanted?.demand.kind === 'seats' ? wanted.demand.least : commonSeats(opened);
  const volume =
    count === undefined
      ? undefined
      : { count, isMonthly: /per month|a month|monthly|每个?月/i.test(wanted?.words ?? '') };
  return {
    contenders: opened.map((one) => toContender(one, { opened, situation, volume })),
    requirements,
    superseded: all.filter(
      (one) => !requirements.includes(one) && !requirements.some((kept) => isSameDemand(kept, one)),
    ),
    volume,
  };
}

/** A feature that no offer has a word for cannot be checked by words: it is no requirement that a rule can hold. */
function spokenOf(one: Requirement, opened: readonly Opened[], situation: Situation): readonly Requirement[] {
  if (one.demand.kind !== 'feature') return [one];
  const people = new Set(situation.said.flatMap(({ author }) => author.toLowerCase().split(' ')));
  const spoken = new Set(opened.flatMap(({ lines }) => termsOf(lines.map(({ text }) => text).join('\n'))));
  const terms = one.demand.terms.filter((term) => spoken.has(term) && !people.has(term));
  return terms.length === 0 ? [] : [{ ...one, demand: { kind: 'feature', terms } }];
}

function isSameDemand(one: Requirement, other: Requirement): boolean {
  const key = ({ demand }: Requirement): string =>
    demand.kind === 'budget' ? `${demand.most.amount}` : JSON.stringify(demand);
  return (
    one.demand.kind === other.demand.kind && one.demand.kind !== 'prohibition' && key(one) === key(other)
  );
}

function open(entrant: Entrant, texts: readonly FileText[]): Opened {
  const read = texts.find(({ file }) => file.id === entrant.file?.id);
  const lines =
    read?.lines ??
    (entrant.said?.text ?? '').split('\n').map((text) => ({ text, ref: `m:${entrant.said?.ts ?? ''}` }));
  const maker = entrant.isNamedInTalk ? undefined : makerOf(lines);
  const aliases = unique([...entrant.aliases, ...(maker === undefined ? [] : aliasesOf(maker))]);
  return { entrant, name: maker ?? entrant.name, aliases, lines, unread: read?.reason };
}

function goalAsSaid({ goal, now }: Situation): Said {
  return {
    ts: goal.ts,
    at: `${now.date} ${now.time}`,
    author: goal.requester,
    authorId: goal.requesterId,
    text: goal.text,
    files: [],
    thread: undefined,
  };
}

/** The demands that concern these offers, as far as they are known before any file is read. */
export function demandsOn(entrants: readonly Entrant[], situation: Situation): readonly Requirement[] {
  const opened = entrants.map((entrant) => open(entrant, []));
  return requirementsIn(relevantSaid(opened, situation), situation.now.date);
}

/** Of all that was said: what speaks of these offers, of what they are for, or stands in a thread with them. */
function relevantSaid(opened: readonly Opened[], situation: Situation): readonly Said[] {
  const said = evidence(situation);
  const posts = unique(opened.flatMap(({ entrant }) => (entrant.said === undefined ? [] : [entrant.said])));
  const topic = termsOf(
    [
      situation.goal.text,
      ...posts.map(({ text }) => text),
      ...opened.flatMap(({ entrant, lines }) => [
        spaced(entrant.file?.name ?? ''),
        ...lines.slice(0, 4).map(({ text }) => text),
      ]),
    ].join(' '),
  ).filter((term) => !/^\d/.test(term));
  const isAbout = (one: Said): boolean =>
    opened.some(({ aliases }) => aliases.some((alias) => isNamed(one.text, alias))) ||
    overlap(topic, one.text) > 0 ||
    /\b(?:vendors?|suppliers?|offers?|seats?|licen[cs]es?|contracts?|hosting|hosted)\b|供应商|报价|合同|席位|托管|数据/i.test(
      one.text,
    );
  const threads = new Set([...posts, ...said.filter(isAbout)].map(({ ts, thread }) => thread ?? ts));
  return said.filter((one) => isAbout(one) || threads.has(one.thread ?? one.ts));
}

function replaces(later: Requirement, earlier: Requirement): boolean {
  const { kind } = later.demand;
  if (kind !== earlier.demand.kind || kind === 'feature' || kind === 'prohibition' || kind === 'least')
    return false;
  if (kind === 'budget' && earlier.demand.kind === 'budget' && later.demand.kind === 'budget')
    return later.demand.most.isPerSeat === earlier.demand.most.isPerSeat;
  return true;
}

function commonSeats(opened: readonly Opened[]): number | undefined {
  const counts = opened.map(({ lines }) =>
    lines
      .map(({ text }) => (/\d+\s*(?:-|–|to|至)\s*\d+/.test(text) ? undefined : seatsIn(text)))
      .find((count) => count !== undefined),
  );
  const known = unique(counts.filter((count) => count !== undefined));
  return known.length === 1 ? known[0] : undefined;
}

function toContender(
  one: Opened,
  {
    opened,
    situation,
    volume,
  }: { opened: readonly Opened[]; situation: Situation; volume: Volume | undefined },
): Contender {
  const offer = readOffer(one.lines);
  const corrections = correctionsOf(one, opened, situation);
  const facts = new Map<string, Fact>(offer.facts);
  for (const { change, said } of corrections)
    if (change.kind === 'fact')
      facts.set(change.criterion, { value: shorten(change.value, 140), ref: `m:${said.ts}` });
  return {
    entrant: one.entrant,
    name: one.name,
    aliases: one.aliases,
    offer,
    facts,
    corrections,
    cost: costOf(offer.prices, corrections, volume),
    unread: one.unread,
  };
}

/** Later messages that name this one and change something; and replies to the message that brought it. */
function correctionsOf(one: Opened, opened: readonly Opened[], situation: Situation): readonly Correction[] {
  const posted = one.entrant.said;
  return [...evidence(situation), ...situation.later]
    .filter((said) => posted === undefined || Number(said.ts) > Number(posted.ts))
    .flatMap((said) => {
      const named = opened.filter(({ aliases }) => aliases.some((alias) => isNamed(said.text, alias)));
      const isReply =
        posted !== undefined &&
        said.thread === (posted.thread ?? posted.ts) &&
        (named.length === 0 || named.includes(one)) &&
        posted.files.length < 2;
      return sentencesOf(said.text).flatMap((words): Correction[] => {
        const isOwn = one.aliases.some((alias) => isNamed(words, alias));
        const isOfOther = opened.some(
          (other) => other !== one && other.aliases.some((alias) => isNamed(words, alias)),
        );
        const speaksOfIt =
          isOwn ||
          (!isOfOther && ((named.length === 1 && named[0] === one) || (named.length === 0 && isReply)));
        const change = speaksOfIt ? changeIn(words) : undefined;
        return change === undefined ? [] : [{ change, words, said }];
      });
    });
}

// "It was approved" is looked up, never believed: what the channel itself says about it.
import { sharedTopics } from './act.ts';
import { moneyIn } from './bound.ts';

/** A message as far as it can speak for or against a goal. */
export interface SaidOnRecord {
  readonly message: string;
  readonly threadTs: string;
  /** A person's id; what apps say approves nothing. */
  readonly by: string;
  readonly text: string;
}

export type Approval =
  | { readonly kind: 'unclaimed' }
  | { readonly kind: 'found' }
  /** What it is contradicted by: a refusal, or a yes to something else. */
  | { readonly kind: 'contradicted'; readonly said: SaidOnRecord; readonly mayLift: readonly string[] }
  | { readonly kind: 'not-found'; readonly mayLift: readonly string[] };

const APPROVE = String.raw`(?:approv(?:ed?|es|al)|signed off|sign-?off|authori[sz]ed|green[- ]?light(?:ed)?|go-ahead|okayed)`;
const ENGLISH = new RegExp(String.raw`\b${APPROVE}\b`, 'iu');
const CHINESE = /批准|审批|获批|批了|同意|授权|签字/u;
/** A wish for approval, or a condition, claims none. */
const NO_CLAIM =
  /\b(?:ask|asking|wait(?:ing)?|apply|once|until|unless|if|when|after|before|need(?:s|ed)?|require[sd]?|request(?:ed)?|get|seek|for(?= (?:an |the |his |her |their )?approv))\b[^.,;:!?]{0,25}\b(?:approv|sign-?off|authori|go-ahead|green)|(?:等|待|请|申请|需要|需|如果|未|没有?|尚未)[^。！？，]{0,8}(?:批准|审批|同意|授权|签字)/iu;
const REFUSED =
  /\b(?:not|never|n['’]t)\b[^.!?]{0,20}\bapprov|\b(?:reject(?:ed)?|declined|refused?)\b|\bno approval\b|不批|没批|未批|未获批|不同意|没有?同意|驳回|拒绝/iu;
const NEEDED =
  /\b(?:need|needs|needed|require|requires|must have|please|can you|could you|will you|wait for|pending)\b[^.!?]{0,40}\bapprov|\bapprov[^.!?]{0,40}\?|(?:请|待|需要|需|等)[^。！？]{0,8}(?:审批|批准|同意)/iu;
/** "Payments need an approval by me". */
const BY_ME =
  /\bapprov\w*\b[^.!?]{0,20}\b(?:by|from) me\b|\bask me\b|\bI approve\b|由我(?:审批|批准)|找我(?:审批|批准)/iu;

/** What the goal says of an approval, held against what others said. `names` are of those who can be named as approvers. */
export function approvalOf(
  goal: { text: string; by: string; ts: string; threadTs: string },
  said: readonly SaidOnRecord[],
  names: ReadonlyMap<string, string>,
): Approval {
  if (!claimsApproval(goal.text)) return { kind: 'unclaimed' };
  const others = said.filter((one) => one.by !== goal.by && speaksOfApproval(one.text));
  const keepers = new Set(others.filter(({ text }) => BY_ME.test(text)).map(({ by }) => by));
  const named = others.map(({ by }) => by).filter((by) => isNamed(goal.text, names.get(by)));
  const mayLift = [
    ...new Set(named.length > 0 ? named : keepers.size > 0 ? keepers : others.map(({ by }) => by)),
  ];
  const about = others
    .filter(({ text }) => !NEEDED.test(text))
    .filter(
      (one) => (one.threadTs === goal.threadTs && one.message > goal.ts) || isAbout(one.text, goal.text),
    )
    .filter(({ by }) => mayLift.includes(by));
  const last = about.toSorted((one, other) => (one.message < other.message ? -1 : 1)).at(-1);
  if (last === undefined) return { kind: 'not-found', mayLift };
  const isOther = !agreesOnMoney(goal.text, last.text);
  return REFUSED.test(last.text) || isOther
    ? { kind: 'contradicted', said: last, mayLift }
    : { kind: 'found' };
}

/** The last word of others on what is wanted, where it is a no: it stands against the goal, whether or not that speaks of it. */
export function refusalOf(
  goal: { text: string; by: string },
  said: readonly SaidOnRecord[],
): SaidOnRecord | undefined {
  const last = said
    .filter((one) => one.by !== goal.by && speaksOfApproval(one.text))
    .filter(({ text }) => sharedTopics(text, goal.text).length >= 2)
    .toSorted((one, other) => (one.message < other.message ? -1 : 1))
    .at(-1);
  return last !== undefined && REFUSED.test(last.text) ? last : undefined;
}

function claimsApproval(text: string): boolean {
  return speaksOfApproval(text) && !NO_CLAIM.test(text) && !/[?？]\s*$/u.test(text.trim());
}

function speaksOfApproval(text: string): boolean {
  return ENGLISH.test(text) || CHINESE.test(text);
}

function isAbout(text: string, goal: string): boolean {
  return sharedTopics(text, goal).length > 0;
}

function agreesOnMoney(goal: string, text: string): boolean {
  const wanted = moneyIn(goal);
  const granted = moneyIn(text);
  return wanted.length === 0 || granted.length === 0 || wanted.some((amount) => granted.includes(amount));
}

function isNamed(goal: string, name: string | undefined): boolean {
  const first = name?.split(/[\s,(（]/u)[0] ?? '';
  return first.length > 1 && goal.toLowerCase().includes(first.toLowerCase());
}

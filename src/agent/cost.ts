// What a wrong guess costs: by what the tool does to the world, and by how many it reaches.
import type { Intake } from './intake.ts';
import type { EffectClass } from './tool.ts';

/** DESIGN §9: read 0, reversible 1, seen by others 3, outside or irreversible 10. */
export const WEIGHT: Record<EffectClass, number> = { read: 0, reversible: 1, seen: 3, outside: 10 };

type Step = Intake['steps'][number];

const ADDRESS = /[\w.+-]+@[\w.-]+\.\w+|<@[A-Z0-9]+>/gu;
/** "60 guests", "2,300 customers", "45 家门店". */
const COUNTED =
  /(\d[\d,.]*)\s*(?:\p{L}+\s){0,2}?(?:people|persons|guests|customers|clients|users|members|colleagues|employees|partners|recipients|vendors|suppliers|subscribers|人|位|名|家|个客户|个用户)/giu;
const CROWD =
  /\b(?:all|every|each of (?:the|our)) (?:\p{L}+\s){0,2}?(?:people|customers|clients|users|members|colleagues|employees|partners|guests|vendors|suppliers|subscribers)\b|\b(?:everyone|everybody|mailing list|newsletter|all[- ]hands)\b|所有(?:人|客户|用户|员工|同事|供应商)|全体|全员|每(?:个|位)(?:人|客户|用户|员工)/iu;
/** Nobody said how many: enough to be careful. */
const CROWD_SIZE = 20;

/** How many people one step reaches, as far as its words tell; one where they do not. */
export function reachOf({ title, arguments: given }: Step): number {
  const words = [title, ...given.map(({ value }) => value)].join('\n');
  const addresses = new Set(words.match(ADDRESS)).size;
  const counted = [...words.matchAll(COUNTED)].map(([, count = '']) =>
    Number(count.replaceAll(/[,.]/gu, '')),
  );
  return Math.max(1, addresses, CROWD.test(words) ? CROWD_SIZE : 1, ...counted.filter(Number.isFinite));
}

/** Ten times as many people make it twice as bad: twenty weigh more than one, and two thousand more than twenty. */
export function costOf(effect: EffectClass, reach: number): number {
  return WEIGHT[effect] * (1 + Math.log10(reach));
}

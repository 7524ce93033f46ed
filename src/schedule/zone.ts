// What a clock on the wall shows in a zone, and the moments at which it shows it.

const SECOND_MS = 1_000;
/** Wider than any zone's distance from UTC, so that a change of the clocks lies between the two looks. */
const DAY_MS = 86_400_000;

export interface Zone {
  /** What the wall shows at `moment`, written as if it were UTC. */
  wallAt(moment: number): number;
  /**
   * When the wall shows `wall`, earliest first: once, or twice when clocks are set back. A time that clocks
   * skip happens at the first moment after the skip, so there is always at least one.
   */
  momentsOf(wall: number): readonly [number, ...number[]];
}

export function createZone(timeZone: string): Zone {
  // Swedish writes a date as ISO does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

  const wallAt = (moment: number) => Date.parse(`${format.format(moment).replace(' ', 'T')}Z`);
  const offsetAt = (moment: number) => wallAt(moment) - Math.floor(moment / SECOND_MS) * SECOND_MS;

  return {
    wallAt,
    momentsOf: (wall) => {
      const before = offsetAt(wall - DAY_MS);
      const after = offsetAt(wall + DAY_MS);
      const early = wall - Math.max(before, after);
      const late = wall - Math.min(before, after);
      const isEarly = wallAt(early) === wall;
      const isLate = wallAt(late) === wall;
      if (isEarly) return isLate && late !== early ? [early, late] : [early];
      if (isLate) return [late];
      return [firstMomentWith(after, { offsetAt, from: early, until: late })];
    },
  };
}

/** Where, in a stretch with one change of the clocks, the new offset begins; to the second. */
function firstMomentWith(
  offset: number,
  { offsetAt, from, until }: { offsetAt: (moment: number) => number; from: number; until: number },
): number {
  let before = Math.floor(from / SECOND_MS) - 1;
  let at = Math.ceil(until / SECOND_MS);
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if (offsetAt(middle * SECOND_MS) === offset) at = middle;
    else before = middle;
  }
  return at * SECOND_MS;
}

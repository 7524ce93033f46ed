// Slack's ts as a number and back.

/** Only such a ts comes back as it was, and only such messages leave the tail. */
export const PLAIN_TS = '^[1-9][0-9]{0,9}\\.[0-9]{6}$';

export function toMicroseconds(ts: string): number {
  const [seconds = '0', fraction = '0'] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(fraction);
}

export function toTs(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, '0')}`;
}

// What a server says of its limits beside its answers: how long the key had better rest. Pure.

interface Headers {
  get(name: string): string | null;
}

/** A server that wants to be left alone for a day is asked again sooner: it costs a refused request. */
const LONGEST_REST_MS = 900_000;
/** With less than this share of its tokens left the next request is likely to be refused. */
const NEXT_TO_NOTHING = 0.01;

export function retryAfterOf(headers: Headers | undefined): number | undefined {
  if (headers === undefined) return undefined;
  const seconds = Number.parseFloat(headers.get('retry-after') ?? '');
  const ms = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : restOf(headers);
  return ms === undefined ? undefined : Math.min(ms, LONGEST_REST_MS);
}

/** Undefined where there is room for the next request, or nothing is said. */
export function restOf(headers: Headers): number | undefined {
  const rests = (['requests', 'tokens'] as const).flatMap((what) => {
    const left = numberIn(headers, `x-ratelimit-remaining-${what}`);
    const limit = numberIn(headers, `x-ratelimit-limit-${what}`) ?? 0;
    if (left === undefined || left > (what === 'tokens' ? limit * NEXT_TO_NOTHING : 0)) return [];
    return durationIn(headers.get(`x-ratelimit-reset-${what}`) ?? '') ?? [];
  });
  return rests.length === 0 ? undefined : Math.max(...rests);
}

function numberIn(headers: Headers, name: string): number | undefined {
  const value = Number.parseFloat(headers.get(name) ?? '');
  return Number.isFinite(value) ? value : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `1.5s`, `20ms`; seconds where there is no unit. */
function durationIn(written: string): number | undefined {
  const text = written.trim();
  if (/^\d+(?:\.\d+)?$/u.test(text)) return Number(text) * 1_000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce((sum, [, value = '0', unit = 's']) => sum + Number(value) * (UNIT_MS[unit] ?? 0), 0);
}

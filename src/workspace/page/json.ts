// Reading blocks: they come from any app, so every field is unknown until one of these has looked at it.

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The empty string where there is none: a missing label must not break the message around it. */
export function textOf(from: Json | undefined, key: string): string {
  const value = from?.[key];
  return typeof value === 'string' ? value : '';
}

export function numberOf(from: Json, key: string): number | undefined {
  const value = from[key];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  // Values that went through a form arrive as strings.
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : undefined;
}

export function isTrue(from: Json, key: string): boolean {
  return from[key] === true;
}

export function objectOf(from: Json | undefined, key: string): Json | undefined {
  const value = from?.[key];
  return isJson(value) ? value : undefined;
}

export function listOf(from: Json | undefined, key: string): readonly unknown[] {
  const value = from?.[key];
  return Array.isArray(value) ? value : [];
}

export function objectsOf(from: Json | undefined, key: string): readonly Json[] {
  return listOf(from, key).filter(isJson);
}

/** The words of a text object (`{type, text}`) or of a bare string. */
export function wordsOf(from: Json | undefined, key: string): string {
  return textOf(from, key) || textOf(objectOf(from, key), 'text');
}

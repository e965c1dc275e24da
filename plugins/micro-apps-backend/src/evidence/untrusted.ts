/** An object of JSON, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text cut to `max`; anything else is empty, never converted. */
export function textOf(value: unknown, max: number): string {
  return typeof value === 'string' ? value.slice(0, max) : '';
}

/** True when lists and objects sit in each other deeper than `depth`. */
export function nestsDeeper(value: unknown, depth: number): boolean {
  let level: readonly unknown[] = [value];
  for (let i = 0; i <= depth; i += 1) {
    level = level.flatMap(item =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

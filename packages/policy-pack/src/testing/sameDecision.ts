/**
 * A decision with its lists in one order, so that two engines can be compared.
 * Rules say sets; in which order an engine writes them down has no meaning.
 */
export function inOneOrder(decision: unknown): unknown {
  if (typeof decision !== 'object' || decision === null) return decision;
  return Object.fromEntries(
    Object.entries(decision).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.map(each => JSON.stringify(each, sortedKeys)).sort()
        : value,
    ]),
  );
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

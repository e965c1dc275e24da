import { accept, refuse, type Result } from '@micro-apps/governance-core';
import { isRecord, listOf, textOf } from './untrusted';

type Part = Readonly<Record<string, unknown>>;

const MAX_COMPONENTS = 25_000;
const MAX_VULNERABILITIES = 25_000;

/** Every component, those inside others, too. */
export function componentsOf(bom: Part): readonly Part[] {
  const found: Part[] = [];
  let level = listOf(bom.components).filter(isRecord);
  while (level.length > 0) {
    for (const part of level) found.push(part);
    level = level
      .flatMap(({ components }) => listOf(components))
      .filter(isRecord);
  }
  return found;
}

/**
 * Refuses a bill of materials with too many parts, or with one reference for
 * two of them: nobody could tell which of them is meant (reliability C13).
 */
export function withinCycloneDxLimits(bom: Part): Result<true> {
  if (componentsOf(bom).length > MAX_COMPONENTS) {
    return refuse('too-large', `Send at most ${MAX_COMPONENTS} components`);
  }
  if (listOf(bom.vulnerabilities).length > MAX_VULNERABILITIES) {
    return refuse(
      'too-large',
      `Send at most ${MAX_VULNERABILITIES} vulnerabilities`,
    );
  }
  const twice = referenceTwice(bom);
  return twice === undefined
    ? accept(true)
    : refuse(
        'invalid-input',
        `Two parts of the bill of materials have the reference ${twice}; each needs one of its own`,
      );
}

/** The first `bom-ref` that stands at two parts, wherever they are. */
function referenceTwice(bom: unknown): string | undefined {
  const seen = new Set<string>();
  const waiting: unknown[] = [bom];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part !== 'object' || part === null) continue;
    if (isRecord(part) && typeof part['bom-ref'] === 'string') {
      const reference = part['bom-ref'];
      if (seen.has(reference)) return textOf(reference, 200);
      seen.add(reference);
    }
    for (const inner of Object.values(part)) waiting.push(inner);
  }
  return undefined;
}

/** Names of the tools that made it; both ways of writing them down. */
export function toolsOf(
  bom: Part,
): readonly { name: string; version?: string }[] {
  const { tools } = isRecord(bom.metadata) ? bom.metadata : { tools: [] };
  const parts = isRecord(tools)
    ? [...listOf(tools.components), ...listOf(tools.services)]
    : listOf(tools);
  return parts
    .filter(isRecord)
    .filter(part => !isRuntime(part))
    .map(({ group, vendor, name, version }) => ({
      name: [textOf(group ?? vendor, 100), textOf(name, 100)]
        .filter(Boolean)
        .join('/'),
      ...(textOf(version, 50) && { version: textOf(version, 50) }),
    }));
}

/** What a tool ran on, or is built of, is listed beside it. */
function isRuntime({ type, name, group, vendor }: Part): boolean {
  if (type === 'library') return true;
  return (
    name === 'npm' ||
    name === 'node' ||
    (name === 'cyclonedx-library' &&
      [group, vendor].some(text => text === '@cyclonedx'))
  );
}

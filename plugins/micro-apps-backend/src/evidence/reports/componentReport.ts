import type { EvidenceProblem } from '@micro-apps/governance-core';
import {
  matchComponents,
  type ComponentBaseline,
  type InstalledComponent,
} from '@micro-apps/policy-pack';
import { componentsOf } from './cycloneDxParts';
import { purlText, readPurl } from './purl';
import type { Reading } from './reading';
import { isRecord, listOf, textOf } from './untrusted';

type Part = Readonly<Record<string, unknown>>;

/** A component as the registry remembers it. */
export interface ListedComponent {
  readonly purl: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Compares what a bill of materials lists with the approved components, by
 * package URL and content hash, as the portal's own scan compares a lock file.
 * What is no npm package, or names no package at all, cannot be told.
 */
export function componentReport(
  bom: Part,
  options: { baseline: ComponentBaseline; now: Date },
): Pick<Reading, 'outcome' | 'summary' | 'problems' | 'count' | 'expiresAt'> {
  const { baseline, now } = options;
  const parts = componentsOf(bom);
  if (parts.length === 0) {
    return {
      outcome: 'unknown',
      summary: 'The bill of materials lists no component',
      problems: [],
      count: 0,
    };
  }
  const read = parts.map(part => ({ part, installed: installedOf(part) }));
  const verdict = matchComponents({
    installed: read.flatMap(({ installed }) => installed ?? []),
    baseline,
    now: now.toISOString(),
  });
  const unread = read.filter(({ installed }) => !installed);
  const problems: EvidenceProblem[] = [
    ...verdict.problems.map(({ code, message, purl }) => ({
      code,
      level: 'error' as const,
      message,
      ...(purl && { location: purl }),
    })),
    ...unread.map(({ part }) => ({
      code: 'component/unreadable',
      level: 'error' as const,
      message: `${textOf(part.name, 200)} ${textOf(
        part.version,
        50,
      )} names no npm package that could be compared`,
    })),
  ];
  const end = new Date(`${baseline.expiresAt}T00:00:00.000Z`);
  return {
    outcome:
      verdict.outcome === 'pass' && unread.length > 0
        ? 'unknown'
        : verdict.outcome,
    summary:
      unread.length === 0
        ? verdict.summary
        : `${unread.length} of ${parts.length} components are no npm packages that could be compared`,
    problems,
    count: problems.length,
    ...(!Number.isNaN(end.getTime()) && { expiresAt: end.toISOString() }),
  };
}

/** What the registry can look apps up by; each once. */
export function listedComponents(bom: Part): readonly ListedComponent[] {
  const byPurl = new Map<string, ListedComponent>();
  for (const part of componentsOf(bom)) {
    const purl = readPurl(textOf(part.purl, 1_000));
    if (!purl) continue;
    const { name, version = '' } = purl;
    const text = purlText(purl);
    if (text.length > 400 || name.length > 300 || version.length > 100)
      continue;
    byPurl.set(text, { purl: text, name, version });
  }
  return [...byPurl.values()];
}

function installedOf(part: Part): InstalledComponent | undefined {
  const purl = readPurl(textOf(part.purl, 1_000));
  const { name, version } = part;
  if (purl?.type !== 'npm' || purl.elsewhere || !purl.version) {
    return undefined;
  }
  // Two names for one thing: nobody can tell which of them is installed.
  const group = textOf(part.group, 200);
  const called = group ? `${group}/${textOf(name, 200)}` : textOf(name, 200);
  if (
    called.toLowerCase() !== purl.name ||
    (version !== undefined && version !== purl.version)
  ) {
    return undefined;
  }
  const sources = listOf(part.externalReferences)
    .filter(isRecord)
    .filter(({ type }) => type === 'distribution');
  const resolved = sources
    .map(({ url }) => textOf(url, 1_000))
    .find(url => url !== '');
  return {
    name: purl.name,
    version: purl.version,
    integrity: [part, ...sources]
      .flatMap(({ hashes }) => listOf(hashes))
      .filter(isRecord)
      .filter(({ alg }) => alg === 'SHA-512')
      .map(
        ({ content }) =>
          `sha512-${Buffer.from(textOf(content, 128), 'hex').toString(
            'base64',
          )}`,
      )
      .join(' '),
    ...(resolved && { resolved }),
  };
}

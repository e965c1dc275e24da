import {
  accept,
  refuse,
  type EvidenceKind,
  type Result,
} from '@micro-apps/governance-core';
import type { ComponentBaseline } from '@micro-apps/policy-pack';
import { componentReport, listedComponents } from './componentReport';
import { toolsOf, withinCycloneDxLimits } from './cycloneDxParts';
import type { Reading } from './reading';
import { readSarif } from './readSarif';
import { withinSarifLimits } from './sarifLimits';
import {
  CYCLONEDX_VERSIONS,
  cycloneDxSchemaProblem,
  sarifSchemaProblem,
} from './schemas';
import { vulnerabilityReport } from './vulnerabilityReport';
import { textOf } from './untrusted';

/** What is kept beside the report itself, the worst first. */
const MAX_PROBLEMS = 200;

/** A report as it was sent: one of the two. */
export interface Report {
  readonly sarif?: Record<string, unknown>;
  readonly cyclonedx?: Record<string, unknown>;
}

/** What reports are held against. */
export interface ReadingContext {
  readonly baseline: ComponentBaseline;
  readonly now: Date;
}

/**
 * Reads a report of a tool: its limits, its format's schema, then its words.
 * Whatever it points at is text and never fetched (reliability C8, C9).
 */
export function readReport(
  report: Report,
  about: ReadingContext & { kind: EvidenceKind },
): Result<Reading> {
  const { sarif, cyclonedx } = report;
  if (sarif && !cyclonedx) return fromSarif(sarif);
  if (cyclonedx && !sarif) return fromCycloneDx(cyclonedx, about);
  return refuse(
    'invalid-input',
    'Send the result of one tool: as sarif (SARIF 2.1.0) or as cyclonedx (CycloneDX 1.4 to 1.6)',
  );
}

function fromSarif(log: Record<string, unknown>): Result<Reading> {
  // Cheap limits first: a schema walks through everything.
  const within = withinSarifLimits(Array.isArray(log.runs) ? log.runs : []);
  if (!within.ok) return within;
  const problem = sarifSchemaProblem(log);
  if (problem) return refuse('invalid-input', problem);
  const read = readSarif(log);
  if (!read.ok) return read;
  const { count } = read.value;
  return accept({
    ...read.value,
    summary: count === 1 ? '1 problem' : `${count} problems`,
  });
}

function fromCycloneDx(
  bom: Record<string, unknown>,
  { kind, baseline, now }: ReadingContext & { kind: EvidenceKind },
): Result<Reading> {
  const version = CYCLONEDX_VERSIONS.find(known => known === bom.specVersion);
  if (bom.bomFormat !== 'CycloneDX' || !version) {
    return refuse(
      'invalid-input',
      `Send a CycloneDX bill of materials as JSON, version ${CYCLONEDX_VERSIONS.join(
        ', ',
      )}`,
    );
  }
  if (kind !== 'component-scan' && kind !== 'vulnerability-scan') {
    return refuse(
      'invalid-input',
      'A bill of materials proves component-scan or vulnerability-scan; send other results as SARIF',
    );
  }
  const within = withinCycloneDxLimits(bom);
  if (!within.ok) return within;
  const problem = cycloneDxSchemaProblem(bom, version);
  if (problem) return refuse('invalid-input', problem);
  const tools = toolsOf(bom);
  const said =
    kind === 'component-scan'
      ? componentReport(bom, { baseline, now })
      : vulnerabilityReport(bom);
  return accept({
    ...said,
    problems: said.problems.slice(0, MAX_PROBLEMS),
    tool: tools[0] ?? { name: 'unnamed tool' },
    toolNames: tools.map(({ name }) => name),
    endedAt: madeAt(bom),
    components: listedComponents(bom),
  });
}

function madeAt({ metadata }: Record<string, unknown>): string | undefined {
  const { timestamp }: { timestamp?: unknown } = Object(metadata);
  const at = Date.parse(textOf(timestamp, 40));
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

import type { EvidenceKind } from '../controls/control';

/** A tool, and the one thing that its results can prove. @public */
export interface ScanTool {
  /** As the tool calls itself in its results; `vendor/name` in a bill of materials. */
  readonly name: string;
  readonly kind: EvidenceKind;
}

/**
 * Tools whose results can prove something, and what: one kind each, so that
 * one file never stands for two checks (reliability C10). An installation adds
 * its own.
 * @public
 */
export const SCAN_TOOLS: readonly ScanTool[] = [
  { name: 'cyclonedx-npm', kind: 'component-scan' },
  { name: '@cyclonedx/cyclonedx-npm', kind: 'component-scan' },
  { name: 'npm/cli', kind: 'component-scan' },
  { name: 'Micro Apps component check', kind: 'component-scan' },
  { name: 'npm audit', kind: 'vulnerability-scan' },
  { name: 'Trivy', kind: 'vulnerability-scan' },
  { name: 'aquasecurity/trivy', kind: 'vulnerability-scan' },
  { name: 'Grype', kind: 'vulnerability-scan' },
  { name: 'anchore/grype', kind: 'vulnerability-scan' },
  { name: 'osv-scanner', kind: 'vulnerability-scan' },
  { name: 'dependency-check', kind: 'vulnerability-scan' },
  { name: 'ZAP', kind: 'dynamic-scan' },
  { name: 'OWASP ZAP', kind: 'dynamic-scan' },
  { name: 'Wapiti', kind: 'dynamic-scan' },
  { name: 'MDN HTTP Observatory', kind: 'header-scan' },
];

/**
 * The one kind that all tools of a result prove; `undefined` when one of them
 * is not known, when they prove different things, or when there is none.
 * @public
 */
export function provenBy(
  names: readonly string[],
  tools: readonly ScanTool[] = SCAN_TOOLS,
): EvidenceKind | undefined {
  const kinds = names.map(
    name =>
      tools.find(tool => tool.name.toLowerCase() === name.trim().toLowerCase())
        ?.kind,
  );
  const [first] = kinds;
  return kinds.every(kind => kind === first) ? first : undefined;
}

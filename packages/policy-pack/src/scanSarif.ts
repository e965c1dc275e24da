import type { ScanProblem } from './npmAudit';

/** What one tool found, however it was run. @public */
export interface ScanReport {
  readonly tool: { readonly name: string; readonly version?: string };
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** One plain sentence. */
  readonly summary: string;
  readonly problems: readonly ScanProblem[];
}

/**
 * A SARIF 2.1.0 log of one scan (OASIS standard). An outcome of `unknown` is a
 * run that did not succeed, so that an empty log is never read as a clean one.
 * @public
 */
export function scanSarif({ tool, problems, outcome, summary }: ScanReport) {
  const rules = [...new Set(problems.map(({ code }) => code))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0' as const,
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            rules: rules.map(id => ({ id })),
          },
        },
        invocations: [
          {
            executionSuccessful: outcome !== 'unknown',
            exitCodeDescription: summary,
          },
        ],
        results: problems.map(({ code, level, message, location }) => ({
          ruleId: code,
          level,
          message: { text: message },
          locations: location
            ? [{ logicalLocations: [{ fullyQualifiedName: location }] }]
            : [],
        })),
      },
    ],
  };
}

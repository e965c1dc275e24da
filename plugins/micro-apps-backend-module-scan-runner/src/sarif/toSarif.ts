import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import type { Log } from 'sarif';

/**
 * A SARIF 2.1.0 log of one scan (OASIS standard). An outcome of `unknown` is a
 * run that did not succeed, so that an empty log is never read as a clean one.
 */
export function toSarif(scan: Omit<ScanResult, 'sarif'>): Log {
  const { tool, problems, outcome, summary } = scan;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            rules: [...new Set(problems.map(problem => problem.code))].map(
              id => ({ id }),
            ),
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

/** A problem as evidence carries it. @public */
export interface ScanProblem {
  readonly code: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly location?: string;
}

/** What an answer of `npm audit` says of an app's packages. @public */
export interface AuditVerdict {
  readonly outcome: 'pass' | 'fail';
  /** One plain sentence. */
  readonly summary: string;
  readonly problems: readonly ScanProblem[];
}

const LEVELS: Readonly<Record<string, ScanProblem['level']>> = {
  critical: 'error',
  high: 'error',
  moderate: 'warning',
  low: 'note',
  info: 'note',
};

/**
 * Reads what `npm audit --json` printed. Only a complete report over at least
 * one package says anything: a registry that gives no advisories answers with
 * an error or with nothing, and that is no clean result.
 * @public
 */
export function readNpmAudit(stdout: string): AuditVerdict | undefined {
  let report: unknown;
  try {
    report = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  if (
    !isRecord(report) ||
    report.auditReportVersion !== 2 ||
    !isRecord(report.vulnerabilities) ||
    !isRecord(report.metadata) ||
    !isRecord(report.metadata.dependencies) ||
    !(Number(report.metadata.dependencies.total) > 0)
  ) {
    return undefined;
  }
  const problems = Object.entries(report.vulnerabilities).map(([name, entry]) =>
    problemOf(name, isRecord(entry) ? entry : {}),
  );
  const grave = problems.filter(({ level }) => level === 'error').length;
  return {
    outcome: grave > 0 ? 'fail' : 'pass',
    summary: summaryOf(grave, problems.length),
    problems,
  };
}

function problemOf(
  name: string,
  { severity = 'unknown', range = 'any version' }: Record<string, unknown>,
): ScanProblem {
  return {
    code: `vulnerability/${severity}`,
    // A severity that is not known is read as the worst.
    level: LEVELS[String(severity)] ?? 'error',
    message: `${name} (${range}) has a published hole rated ${severity}`,
    location: 'package-lock.json',
  };
}

function summaryOf(grave: number, all: number): string {
  const packages = (number: number) =>
    `${number} ${number === 1 ? 'package' : 'packages'}`;
  if (grave > 0) {
    return `${packages(grave)} with a published hole rated high or critical`;
  }
  return all > 0
    ? `${packages(
        all,
      )} with a lesser published hole, none rated high or critical`
    : 'No published security hole in any package';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

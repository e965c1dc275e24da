import type {
  ComponentBaseline,
  ComponentProblem,
  ComponentVerdict,
  InstalledComponent,
} from './components';

/** npm's rule for names, with the capitals of old packages let through. */
const NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
/** Sources that are no registry: a folder, a link, a repository, a workspace. */
const OTHER_SOURCE =
  /^(file|link|portal|workspace|git|git\+[a-z]+|ssh|github|gitlab|bitbucket|gist|patch|exec|http):|\.git(#|$)|^[./~]/i;

/**
 * The package URL of an npm package.
 * @public
 */
export function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** Whether an address is the registry path of exactly this archive. */
function isRegistryArchive(
  resolved: string,
  { name, version }: InstalledComponent,
): boolean {
  if (OTHER_SOURCE.test(resolved)) return false;
  let path: string;
  try {
    const url = new URL(resolved);
    if (url.protocol !== 'https:') return false;
    path = decodeURIComponent(url.pathname);
  } catch {
    return false;
  }
  const archive = `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
  return path.endsWith(`/${name}/-/${archive}`);
}

/** Every strong hash of an integrity text; weak ones are not compared. */
function strongHashes(integrity: string): readonly string[] {
  return integrity
    .split(/\s+/)
    .map(hash => hash.split('?')[0] ?? '')
    .filter(hash => /^sha512-[A-Za-z0-9+/]{86}==$/.test(hash));
}

function problemOf(
  component: InstalledComponent,
  approved: ReadonlyMap<string, readonly string[]>,
): ComponentProblem | undefined {
  const { name, version, integrity, resolved } = component;
  const label = `${String(name)} ${String(version)}`;
  if (resolved !== undefined && !isRegistryArchive(resolved, component)) {
    return {
      code: 'component/unsupported-source',
      message: `${label} does not come from the package registry; use a published version`,
    };
  }
  if (typeof version === 'string' && OTHER_SOURCE.test(version)) {
    return {
      code: 'component/unsupported-source',
      message: `${label} does not come from the package registry; use a published version`,
    };
  }
  if (!NAME.test(name) || !VERSION.test(version)) {
    return {
      code: 'component/unreadable',
      message: `The lock file has an entry without a usable name and version (${label})`,
    };
  }
  const purl = purlOf(name, version);
  const known = approved.get(purl);
  if (!known) {
    return {
      code: 'component/not-approved',
      message: `${label} is not on the list of approved packages`,
      purl,
    };
  }
  const hashes = strongHashes(integrity ?? '');
  if (hashes.length === 0) {
    return {
      code: 'component/integrity-missing',
      message: `The lock file does not say which content of ${label} it means; write it anew with npm install`,
      purl,
    };
  }
  // Every hash has to be the approved one: npm accepts any of them.
  if (!hashes.every(hash => known.includes(hash))) {
    return {
      code: 'component/integrity-mismatch',
      message: `${label} has other content than the approved one`,
      purl,
    };
  }
  return undefined;
}

function baselineProblem(
  baseline: ComponentBaseline,
  now: string,
): ComponentProblem | undefined {
  const instant = Date.parse(now);
  const from = Date.parse(baseline.reviewedAt);
  const until = Date.parse(baseline.expiresAt);
  if (
    [instant, from, until].some(Number.isNaN) ||
    !Array.isArray(baseline.components) ||
    baseline.components.length === 0
  ) {
    return {
      code: 'baseline/unusable',
      message: 'The list of approved packages cannot be read',
    };
  }
  if (!(instant < until)) {
    return {
      code: 'baseline/expired',
      message: `The list of approved packages ended on ${baseline.expiresAt}; the platform team has to review it again`,
    };
  }
  return undefined;
}

/** Failures are known to be wrong; everything else could not be told. */
const FAILURES: readonly ComponentProblem['code'][] = [
  'component/not-approved',
  'component/integrity-mismatch',
];

function outcomeOf(
  problems: readonly ComponentProblem[],
): ComponentVerdict['outcome'] {
  if (problems.some(({ code }) => FAILURES.includes(code))) return 'fail';
  return problems.length > 0 ? 'unknown' : 'pass';
}

function summaryOf(problems: readonly ComponentProblem[], checked: number) {
  const count = (code: ComponentProblem['code'], words: string) => {
    const number = problems.filter(problem => problem.code === code).length;
    return number === 0 ? [] : [`${number} ${words}${number === 1 ? '' : 's'}`];
  };
  if (problems.length === 0) {
    return checked === 1
      ? 'The one package is approved'
      : `All ${checked} packages are approved`;
  }
  const other = problems.filter(({ code }) => !FAILURES.includes(code)).length;
  return [
    ...count('component/not-approved', 'unknown package'),
    ...count('component/integrity-mismatch', 'changed package'),
    ...(other > 0
      ? [`${other} ${other === 1 ? 'package' : 'packages'} nobody can check`]
      : []),
  ].join(', ');
}

/**
 * Compares installed packages with the reviewed ones, by package URL and
 * integrity. A package that is not listed or has other content fails; what
 * comes from a folder, a repository or another address, or names no content,
 * cannot be told. With a list that has ended, nothing can be told.
 * Source: requirements R5, architecture "Evidence provenance".
 *
 * @param options.installed - every package of the lock file that ships
 * @param options.now - ISO instant, UTC
 * @public
 */
export function matchComponents(options: {
  installed: readonly InstalledComponent[];
  baseline: ComponentBaseline;
  now: string;
}): ComponentVerdict {
  const { installed, baseline, now } = options;
  const outer = {
    checked: installed.length,
    baselineRevision: baseline.revision,
  };
  const unusable = baselineProblem(baseline, now);
  if (unusable) {
    return {
      ...outer,
      outcome: 'unknown',
      summary: unusable.message,
      problems: [unusable],
    };
  }
  const approved = new Map<string, string[]>();
  for (const { purl, integrity } of baseline.components) {
    approved.set(purl, [
      ...(approved.get(purl) ?? []),
      ...strongHashes(integrity),
    ]);
  }
  const problems = installed.flatMap(component => {
    const problem = problemOf(component, approved);
    return problem ? [problem] : [];
  });
  return {
    ...outer,
    outcome: outcomeOf(problems),
    summary:
      installed.length === 0
        ? 'The app installs no packages'
        : summaryOf(problems, installed.length),
    problems,
  };
}

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { EvidenceProblem } from '@micro-apps/governance-core';
import {
  scrubbedEnvironment,
  type ScanResult,
} from '@micro-apps/plugin-micro-apps-node';
import { runProcess } from '../checkout/runProcess';
import type { Workspace } from '../checkout/Workspace';
import { concretePath, isSignInRoute } from '../app/declaredRoutes';
import type { ProbeTarget } from './accessProbe';
import { count, outcomeOf, result } from './result';

const TOOL = { name: 'MDN HTTP Observatory', version: '1.4.8' };

const OBSERVER = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend-module-scan-runner',
  'observatory/observe.mjs',
);

/** What `observatory/observe.mjs` prints for every page it looked at. */
interface Observation {
  readonly path: string;
  readonly status: number;
  readonly tests: readonly {
    readonly name: string;
    readonly pass: boolean;
    readonly result: string;
  }[];
}

/** Plain words for the names of the Observatory's tests. */
const WORDS: Record<string, string> = {
  'content-security-policy': 'a strict content security policy',
  'cross-origin-resource-sharing': 'no sharing with other sites',
  'referrer-policy': 'a referrer policy',
  'subresource-integrity': 'checksums for foreign scripts',
  'x-content-type-options': '"nosniff" as content type option',
  'x-frame-options': 'protection against being framed',
  'cross-origin-resource-policy': 'a cross-origin resource policy',
};

/**
 * Security headers of every page that answers, signed in. The Observatory's
 * tests of redirection to HTTPS and of HSTS do not apply to a local app over
 * plain HTTP and are left out.
 */
export async function headerScan(
  target: ProbeTarget,
  workspace: Workspace,
  signal?: AbortSignal,
): Promise<ScanResult> {
  const { visitor } = target.visitors.at(-1) ?? {};
  const paths = target.routes
    .filter(route => route.method === 'GET' && !isSignInRoute(route))
    .filter(({ path }) => !path.includes(':'))
    .map(concretePath);
  const { stdout, stderr } = await runProcess(process.execPath, [OBSERVER], {
    cwd: workspace.home,
    signal,
    env: scrubbedEnvironment(workspace.home, {
      TARGET: JSON.stringify({
        origin: target.origin,
        paths,
        cookie: visitor?.cookieHeader(new URL(target.origin).hostname) ?? '',
      }),
    }),
  });
  const observations = parse(stdout).filter(({ status }) => status === 200);
  if (observations.length === 0) {
    return result({
      kind: 'header-scan',
      tool: TOOL,
      outcome: 'unknown',
      summary: `The Observatory reached no page${
        stderr ? `: ${stderr.split('\n')[0].slice(0, 200)}` : ''
      }`,
      problems: [],
    });
  }
  const problems: EvidenceProblem[] = [
    ...observations.flatMap(({ path, tests }) =>
      tests
        .filter(({ pass }) => !pass)
        .map(test => ({
          code: `header/${test.name}`,
          level: 'error' as const,
          message: `${path} lacks ${WORDS[test.name] ?? test.name} (${
            test.result
          })`,
          location: path,
        })),
    ),
    ...cookieProblems(target),
  ];
  const kinds = new Set(problems.map(({ code }) => code));
  return result({
    kind: 'header-scan',
    tool: TOOL,
    outcome: outcomeOf(problems),
    summary: problems.length
      ? `${count(kinds.size, 'kind')} of browser protection missing or weak`
      : `${count(
          observations.length,
          'page',
        )} checked: security headers are in place`,
    problems,
  });
}

/** Cookies that a script or another site could use (RFC 6265bis). */
function cookieProblems(target: ProbeTarget): readonly EvidenceProblem[] {
  const { hostname } = new URL(target.origin);
  const lines = target.visitors.flatMap(({ visitor }) =>
    visitor.setCookieLinesOf(hostname),
  );
  const weak = lines.filter(
    line =>
      // A cookie that is being removed carries nothing.
      !/^[^=]*=(;|$)/.test(line) &&
      !(
        /;\s*httponly\b/i.test(line) &&
        /;\s*samesite=(lax|strict)\b/i.test(line)
      ),
  );
  const names = new Set(weak.map(line => line.split('=')[0]));
  return [...names].map(name => ({
    code: 'header/cookie',
    level: 'error',
    message: `The cookie ${name} can be read by scripts or sent by other sites; set HttpOnly and SameSite`,
  }));
}

function parse(stdout: string): readonly Observation[] {
  try {
    const value: unknown = JSON.parse(stdout);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

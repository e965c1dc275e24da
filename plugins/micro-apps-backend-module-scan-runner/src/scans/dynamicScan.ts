import type { EvidenceProblem } from '@micro-apps/governance-core';
import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import { concretePath, isSignInRoute } from '../app/declaredRoutes';
import type { Workspace } from '../checkout/Workspace';
import type { ProbeTarget } from './accessProbe';
import {
  openRedirects,
  reflectedMarkup,
  storedMarkup,
  traversal,
} from './attacks';
import { count, outcomeOf, PROBE, result } from './result';
import { wapitiScan, type WapitiOutcome } from './wapitiScan';

/**
 * Attacks the running copy, signed in as the scan identity with the most
 * rights: markup in addresses and forms, ways out of the folder, redirects to
 * elsewhere, and wapiti's attacks where wapiti is installed (requirements R5).
 * When none of the declared pages behind sign-in could be opened, the scan
 * knows nothing, whatever the attacks found.
 */
export async function dynamicScan(options: {
  target: ProbeTarget;
  workspace: Workspace;
  /** Whether the app is still up. */
  running: () => boolean;
  signal?: AbortSignal;
}): Promise<ScanResult> {
  const { target, workspace, running, signal } = options;
  const { origin } = target;
  const routes = target.routes.filter(route => !isSignInRoute(route));
  const visitor = target.visitors.at(-1)?.visitor;
  if (!visitor) {
    return unknown('Nobody could sign in, so no page was attacked');
  }
  let reached = 0;
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const { status } = await visitor.ask(new URL(concretePath(route), origin));
    if (status === 200 && route.access !== 'public') reached++;
  }
  if (reached === 0) {
    return unknown('None of the declared pages behind sign-in could be opened');
  }
  const attack = { origin, visitor, routes };
  const problems: EvidenceProblem[] = [];
  for (const attempt of [
    reflectedMarkup,
    storedMarkup,
    traversal,
    openRedirects,
  ]) {
    signal?.throwIfAborted();
    problems.push(...(await attempt(attack)));
  }
  const wapiti = running()
    ? await wapitiScan(target, workspace, signal)
    : undefined;
  problems.push(...(wapiti?.problems ?? []));
  if (!running()) {
    problems.push({
      code: 'dynamic/crash',
      level: 'error',
      message: 'The app ended while it was attacked; its log says why',
    });
  }
  const grave = problems.filter(({ level }) => level === 'error').length;
  return result({
    kind: 'dynamic-scan',
    tool: wapiti
      ? {
          name: `${PROBE.name} and wapiti`,
          version: `${PROBE.version} and ${wapiti.version}`,
        }
      : PROBE,
    outcome: outcomeOf(problems),
    summary: grave
      ? `${count(grave, 'weak spot')} found`
      : `${count(
          reached,
          'page',
        )} behind sign-in attacked: nothing gave way${reachOf(wapiti)}`,
    problems,
  });
}

/** What wapiti did not do, so that nobody takes it for done. */
function reachOf(wapiti: WapitiOutcome | undefined): string {
  if (!wapiti) return ' (wapiti does not run here)';
  return wapiti.signedIn ? '' : ' (wapiti: public pages only)';
}

function unknown(summary: string): ScanResult {
  return result({
    kind: 'dynamic-scan',
    tool: PROBE,
    outcome: 'unknown',
    summary,
    problems: [],
  });
}

import {
  hasPersonalData,
  type Registration,
} from '@micro-apps/governance-core';
import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import { concretePath } from '../app/declaredRoutes';
import { Visitor } from '../app/Visitor';
import type { ProbeTarget } from './accessProbe';
import { PROBE, result } from './result';

/** A notice that anybody can read, naming how long data is kept (requirements R7). */
export async function privacyNoticeCheck(
  target: ProbeTarget,
  registration: Registration,
): Promise<ScanResult> {
  const answer = (
    outcome: 'pass' | 'fail',
    summary: string,
    location?: string,
  ) =>
    result({
      kind: 'privacy-notice-check',
      tool: PROBE,
      outcome,
      summary,
      problems:
        outcome === 'pass'
          ? []
          : [
              {
                code: 'privacy/notice',
                level: 'error',
                message: summary,
                location,
              },
            ],
    });
  if (!hasPersonalData(registration)) {
    return answer('pass', 'No personal data is registered, so none is needed');
  }
  const route = target.routes.find(({ kind }) => kind === 'privacy-notice');
  if (!route) {
    return answer('fail', 'The app declares no privacy notice in routes.json');
  }
  const page = await new Visitor().ask(
    new URL(concretePath(route), target.origin),
  );
  if (page.status !== 200) {
    return answer(
      'fail',
      `The privacy notice cannot be read without signing in (status ${page.status})`,
      route.path,
    );
  }
  const days = String(registration.retentionDays);
  if (!new RegExp(`\\b${days}\\s*days?\\b`, 'i').test(page.body)) {
    return answer(
      'fail',
      `The privacy notice does not say that data is kept for ${days} days`,
      route.path,
    );
  }
  return answer('pass', 'A privacy notice is there for everybody to read');
}

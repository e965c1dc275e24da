import { stricterRequirements } from '@micro-apps/governance-core';
import { stricterBand } from '../gates/assessApp';
import type { RequestRow } from '../gates/requestRecords';

import type { RulesNow } from '../kernel/requestKinds';
import type { Connection } from '../registry/AppStore';
import { bandOf, type KnownSubject } from './kinds';

/** True until somebody decides, withdraws, or it no longer fits. */
export function isUndecided({ state }: Pick<RequestRow, 'state'>): boolean {
  return state === 'open' || state === 'changes-requested';
}

/**
 * An undecided request as it stands today. The app may have changed inside its
 * envelope and the settings may have become stricter since somebody asked: the
 * stricter of then and now counts (reliability A17), and the version to decide
 * on is the present one. A decided request stays what it was.
 */
export async function requestNow(
  options: KnownSubject & {
    connection: Connection;
    request: RequestRow;
    /** What company rules said a moment ago, where they were asked. */
    rules?: RulesNow;
  },
): Promise<RequestRow> {
  const { kind, connection, request, subject, rules } = options;
  if (!isUndecided(request)) return request;
  const now = await kind.requirementsNow({ connection, request, subject });
  return {
    ...request,
    version: subject.version,
    band: stricterBand(request.band, bandOf(subject)),
    score: Math.max(request.score, subject.score ?? request.score),
    requirements: stricterRequirements(
      stricterRequirements(request.requirements, now),
      rules?.requirements ?? [],
    ),
  };
}

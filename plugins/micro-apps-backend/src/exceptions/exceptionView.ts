import { exceptionPhase } from '@micro-apps/governance-core';
import type {
  ExceptionStanding,
  ExceptionView,
} from '@micro-apps/plugin-micro-apps-common';
import { toGranted, type ExceptionRow } from '../gates/exceptionRecords';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { controlTitle } from './whatIsAsked';

/** Where an exception stands, by comparison with the instant of the question. */
export function standingOf(row: ExceptionRow, now: Date): ExceptionStanding {
  if (row.state !== 'granted') return row.state;
  const granted = toGranted(row);
  // A grant of nobody is none.
  return granted ? exceptionPhase(granted, now.toISOString()) : 'void';
}

/** An exception as `actor` may see it. */
export function viewOf(options: {
  row: ExceptionRow;
  app: AppRow;
  actor: Actor;
  settings: Settings;
  now: Date;
  /** Ids of exceptions that lift nothing, because their compensation is open. */
  unproven?: ReadonlySet<string>;
}): ExceptionView {
  const { row, app, actor, settings, now, unproven } = options;
  const { compensation } = row;
  const standing = standingOf(row, now);
  const access = accessOf({ actor, app, settings });
  const runs = standing === 'active' || standing === 'coming';
  return {
    id: row.id,
    appId: app.id,
    appName: app.name,
    controlId: row.controlId,
    controlTitle: controlTitle(row.controlId),
    standing,
    reason: row.reason,
    compensation: {
      statement: compensation.statement,
      controlId: compensation.controlId,
      controlTitle:
        compensation.controlId && controlTitle(compensation.controlId),
      evidenceIds: compensation.evidenceIds,
      evidenceExpiresAt: compensation.evidenceExpiresAt,
    },
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt,
    requestId: row.requestId,
    renewal: row.renewal,
    grantedBy: row.grantedBy,
    grantedAs: row.grantedAs,
    grantedAt: row.grantedAt,
    revokedBy: row.revokedBy,
    revokedAt: row.revokedAt,
    revokeReason: row.revokeReason,
    unproven: standing === 'active' && unproven?.has(row.id) ? true : undefined,
    viewer: { mayRevoke: runs && (access.canEdit || access.roles.length > 0) },
  };
}

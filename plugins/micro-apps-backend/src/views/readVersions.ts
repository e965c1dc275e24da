import { accept, registrationDifference } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type VersionsResponse,
  type VersionView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireRead } from '../registry/appAccess';
import { listVersionRows, type VersionRow } from '../registry/DatabaseVersions';
import { unknownApp } from '../registry/unknownApp';

/**
 * The registration as it was, newest first, with what was new each time, for
 * its owner, reviewers and administrators (R1: history is kept).
 */
export function readVersions(
  deps: BackendDeps,
): Command<{ id: string; limit: number; cursor?: string }, VersionsResponse> {
  return {
    permission: microAppsAppReadPermission,
    async run({ actor }, { id, limit, cursor }) {
      const { database, apps, settings } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const [place] = decodeCursor(cursor, 1) ?? [];
      // One more than is shown: the last one shown is compared with it.
      const rows = await listVersionRows(database.knex, {
        appId: id,
        before: place && /^\d{1,9}$/.test(place) ? Number(place) : undefined,
        limit: limit + 1,
      });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return accept({
        items: shown.map((row, index) => viewOf(row, rows[index + 1])),
        nextCursor:
          rows.length > limit && last
            ? encodeCursor([String(last.version)])
            : undefined,
      });
    },
  };
}

function viewOf(row: VersionRow, before: VersionRow | undefined): VersionView {
  const { version, at, changedBy, via, score, band, effectiveClass } = row;
  return {
    version,
    at,
    changedBy,
    via,
    changes: before
      ? registrationDifference(before.registration, row.registration)
      : [],
    leftEnvelope:
      before?.envelopeHash && row.envelopeHash
        ? before.envelopeHash !== row.envelopeHash
        : undefined,
    score,
    band,
    effectiveClass,
  };
}

import type { AppStanding } from '@micro-apps/governance-core';
import type { WaitingArtefactsResponse } from '@micro-apps/plugin-micro-apps-common';
import { decodeCursor, encodeCursor } from '../../kernel/cursor';
import type { Settings } from '../../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../../permissions/DatabaseAppCriteria';
import type { Connection } from '../../registry/AppStore';
import { APPS } from '../../registry/DatabaseAppStore';

const ARTEFACTS = 'micro_apps_artefacts';
const ENDED: readonly AppStanding[] = ['retired', 'disposed'];
const PLACE = ['finished_at', 'app_id', 'kind'] as const;

/** One page of forms that wait, with the names of their apps. */
export async function listWaitingRows(
  connection: Connection,
  options: {
    limit: number;
    cursor?: string;
    visible?: AppCriteria;
    settings: Settings;
  },
): Promise<WaitingArtefactsResponse> {
  const { limit, cursor, visible, settings } = options;
  const query = connection(ARTEFACTS)
    .where({ state: 'waiting' })
    // Nobody can accept anything of an app at its end, so nobody is asked to.
    .whereNotExists(
      connection({ ended: APPS })
        .select('ended.id')
        .whereRaw('ended.id = ??', [`${ARTEFACTS}.app_id`])
        .whereIn('ended.standing', [...ENDED]),
    )
    .orderBy([...PLACE])
    .limit(limit + 1);
  whereVisible(query, {
    connection,
    settings,
    criteria: visible,
    column: 'app_id',
  });
  const place = decodeCursor(cursor, PLACE.length);
  if (place) {
    query.whereRaw('(??, ??, ??) > (?, ?, ?)', [...PLACE, ...place]);
  }
  const found: {
    app_id: string;
    kind: WaitingArtefactsResponse['items'][number]['kind'];
    finished_by: string;
    finished_at: string;
  }[] = await query.select(...PLACE, 'finished_by');
  const rows = found.slice(0, limit);
  const names = new Map(
    (
      await connection(APPS)
        .select<{ id: string; name: string }[]>('id', 'name')
        .whereIn(
          'id',
          rows.map(row => row.app_id),
        )
    ).map(({ id, name }) => [id, name]),
  );
  const last = rows.at(-1);
  return {
    items: rows.map(row => ({
      appId: row.app_id,
      appName: names.get(row.app_id) ?? row.app_id,
      kind: row.kind,
      finishedBy: row.finished_by,
      finishedAt: row.finished_at,
    })),
    nextCursor:
      found.length > limit && last
        ? encodeCursor([last.finished_at, last.app_id, last.kind])
        : undefined,
  };
}

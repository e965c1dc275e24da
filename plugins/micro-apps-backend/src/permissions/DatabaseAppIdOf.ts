import { EXCEPTIONS, type ExceptionRecord } from '../gates/exceptionRecords';
import { INCIDENTS, type IncidentRecord } from '../gates/incidentRecords';
import { REQUESTS, type RequestRecord } from '../gates/requestRecords';
import type { Connection } from '../registry/AppStore';

/**
 * Finds the app that a path is about, for permissions that are given app by
 * app. A path that is not listed here is about no app.
 */
export function createAppIdOf(connection: Connection) {
  return async function appIdOf(
    path: string,
    id: string,
  ): Promise<string | undefined> {
    if (path.startsWith('/v1/apps/:id')) return id;
    if (path.startsWith('/v1/requests/:id')) {
      const record = await connection<RequestRecord>(REQUESTS)
        .select('app_id')
        .where({ id })
        .first();
      return record?.app_id || undefined;
    }
    if (path.startsWith('/v1/exceptions/:id')) {
      const record = await connection<ExceptionRecord>(EXCEPTIONS)
        .select('app_id')
        .where({ id })
        .first();
      return record?.app_id;
    }
    if (path.startsWith('/v1/incidents/:id')) {
      const record = await connection<IncidentRecord>(INCIDENTS)
        .select('app_id')
        .where({ id })
        .first();
      return record?.app_id;
    }
    return undefined;
  };
}

import { retentionSettings } from '../kernel/settings';
import type { BackendDeps } from '../kernel/deps';
import { endOfData, holdsOnData } from '../gates/DatabaseRetentionLedger';
import type { AppRow, Connection } from '../registry/AppStore';
import { thingsOfApp, type KeptRow } from './DatabaseKeptThings';
import type { Keeping } from './planOf';

/** What retention needs of the rest of the backend. */
export type RetentionDeps = BackendDeps;

/** What an app keeps and by which rule, as it is stored now. */
export async function keepingOf(
  connection: Connection,
  { settings }: Pick<RetentionDeps, 'settings'>,
  about: { app: AppRow; things?: readonly KeptRow[]; now: Date },
): Promise<Keeping> {
  const { app, now } = about;
  return {
    things: about.things ?? (await thingsOfApp(connection, app.id)),
    holds: await holdsOnData(connection, app.id),
    retentionDays: app.registration.retentionDays,
    endsAt: await endOfData(connection, app.id),
    maxShare: retentionSettings(settings).maxShare,
    now,
  };
}

import { accept, type Result } from '@micro-apps/governance-core';
import type {
  IncidentStepRequest,
  IncidentView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry, type AuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import { onceForApp } from '../kernel/DatabaseIdempotencyKeys';
import { enqueue } from '../kernel/outbox';
import { CONSIDER_APPROVAL } from '../kernel/parts';
import type { AppRow } from '../registry/AppStore';
import { findPeople, withPeople } from '../separation/knownPeople';
import { requireDirect } from '../separation/requireDirect';
import { getIncident } from './DatabaseIncidents';
import { settleClocks } from './incidentClock';
import type { IncidentRow } from './incidentRow';
import type { IncidentsDeps } from './incidentsDeps';
import { viewOf } from './incidentView';
import {
  involvedIn,
  partInIncident,
  type PartInIncident,
} from './partInIncident';
import { unknownIncident } from './refusals';

/** What a step of an incident is taken on. */
export interface IncidentStep {
  readonly app: AppRow;
  readonly row: IncidentRow;
  readonly part: PartInIncident;
  readonly context: CommandContext;
}

/** What becomes of the step in the history. */
export type StepEntry = Pick<AuditEntry, 'action' | 'summary'> &
  Pick<Partial<AuditEntry>, 'details' | 'personal'>;

/**
 * One step of an incident, as all of them are taken: by a person herself, on
 * the app's lock, with what the directory knows of who is involved; then the
 * entry, the clocks and whoever waits for an answer, in the same transaction.
 * Sent again under its key, it is answered and not taken again.
 */
export function incidentCommand<
  Input extends IncidentStepRequest & { readonly id: string },
>(
  deps: IncidentsDeps,
  step: {
    /** Tells it from the others under the same key. */
    name: string;
    permission: Command<Input, IncidentView>['permission'];
    /** Refuses, or writes what changes and tells people. */
    take(
      tx: Knex.Transaction,
      about: IncidentStep,
      input: Input,
    ): Promise<Result<StepEntry>>;
  },
): Command<Input, IncidentView> {
  const { apps, database, settings } = deps;
  return {
    permission: step.permission,
    decides: true,
    async run(context, input) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const { actor, now } = context;
      const seen = await getIncident(database.knex, input.id);
      const seenApp = seen && (await apps.get(database.knex, seen.appId));
      if (!seen || !seenApp) return unknownIncident();
      const asked = { actor, settings };
      const { seesAll, reported } = partInIncident({
        ...asked,
        app: seenApp,
        row: seen,
      });
      // Whoever may not see it does not learn that it is there.
      if (!seesAll && !reported) return unknownIncident();
      const known = await findPeople(deps.findActor, involvedIn(seenApp, seen));
      if (!known.ok) return known;
      return await database.transaction(async tx => {
        const app = await lockApp(tx, seen.appId);
        const row = app && (await getIncident(tx, input.id));
        if (!app || !row) return unknownIncident();
        const people = withPeople(involvedIn(app, row), known.value);
        if (!people.ok) return people;
        const part = partInIncident({
          ...asked,
          app,
          row,
          people: people.value,
        });
        const { idempotencyKey, ...content } = input;
        const once = {
          route: 'incident.step',
          actor: actor.ref,
          key: idempotencyKey,
          appId: app.id,
          content: { step: step.name, ...content },
          at: now,
        } as const;
        const about = { app, row, part, context };
        const taken = await onceForApp(tx, once, async () => {
          const entry = await step.take(tx, about, input);
          return entry.ok ? await finish(tx, deps, about, entry.value) : entry;
        });
        if (!taken.ok) return taken;
        const told = await getIncident(tx, row.id);
        if (!told) return unknownIncident();
        return accept(viewOf({ row: told, app, actor, settings, now }));
      });
    },
  };
}

/** What follows from every step. */
async function finish(
  tx: Knex.Transaction,
  { newId }: IncidentsDeps,
  { app, row, context }: IncidentStep,
  { details, ...entry }: StepEntry,
): Promise<Result<true>> {
  const { actor, now: at } = context;
  await appendAuditEntry(tx, {
    ...entry,
    at,
    actor,
    appId: app.id,
    details: { incidentId: row.id, ...details },
  });
  const after = await getIncident(tx, row.id);
  if (!after) return unknownIncident();
  await settleClocks(tx, { app, row: after, at });
  await enqueueAppChanged(tx, { appId: app.id, at });
  // What held the app back may be done.
  await enqueue(tx, {
    topic: CONSIDER_APPROVAL,
    key: `${CONSIDER_APPROVAL}:${app.id}:incident:${newId()}`,
    payload: { appId: app.id },
    at,
  });
  return accept(true);
}

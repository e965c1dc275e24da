import {
  sumSpans,
  type Measured,
  type Span,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { EVIDENCE } from '../../gates/evidenceRecords';
import { REQUESTS } from '../../gates/requestRecords';
import type { Connection } from '../../registry/AppStore';
import { APPS } from '../../registry/DatabaseAppStore';

const DEPLOYMENTS = 'micro_apps_deployments';
const INCIDENTS = 'micro_apps_incidents';
const BREACHES = 'micro_apps_incident_breaches';

/** What happened since an instant, by wall clock. */
export async function readMeasured(
  connection: Connection,
  since: string,
): Promise<Measured> {
  const [approvals, deployments, remedies, incidents, breached] =
    await Promise.all([
      spansTo(connection, lowFirstYes(connection), since),
      spansTo(
        connection,
        firstDeployments(connection).whereIn(
          'app_id',
          connection(lowFirstYes(connection).as('low')).select('app_id'),
        ),
        since,
      ),
      connection(INCIDENTS)
        .select<Span[]>({ from: 'detected_at', to: 'closed_at' })
        .where('closed_at', '>=', since),
      countOf(connection(INCIDENTS).where('reported_at', '>=', since)),
      countOf(
        connection(INCIDENTS)
          .where('reported_at', '>=', since)
          .whereIn('id', connection(BREACHES).select('incident_id')),
      ),
    ]);
  return {
    approvals: sumSpans(approvals),
    deployments: sumSpans(deployments),
    remedies: sumSpans(remedies),
    incidents,
    breached,
  };
}

/**
 * When apps first got a yes, of those that it was given as low risk. What the
 * app became later, and a second yes, change nothing of it.
 */
function lowFirstYes(connection: Connection): Knex.QueryBuilder {
  const yes = () =>
    connection(REQUESTS)
      .where('kind', 'app')
      // A yes whose envelope was left later was a yes; nobody decided the others.
      .whereIn('state', ['approved', 'void'])
      .whereNotNull('decided_at');
  const first = yes()
    .select('app_id')
    .min({ at: 'decided_at' })
    .groupBy('app_id')
    .as('first_yes');
  return connection(yes().where('band', 'low').as('low_yes'))
    .join(first, joined =>
      joined
        .on('first_yes.app_id', 'low_yes.app_id')
        .andOn('first_yes.at', 'low_yes.decided_at'),
    )
    .distinct({ app_id: 'low_yes.app_id', at: 'first_yes.at' });
}

/** When apps first ran behind the gate; what never came to run has no address. */
function firstDeployments(connection: Connection): Knex.QueryBuilder {
  return connection(DEPLOYMENTS)
    .select('app_id')
    .min({ at: 'redeemed_at' })
    .whereIn('state', ['running', 'superseded', 'stopped'])
    .whereNotNull('redeemed_at')
    .whereNotNull('url')
    .groupBy('app_id');
}

/** From registering to the first time of something, where that is no longer ago. */
async function spansTo(
  connection: Connection,
  first: Knex.QueryBuilder,
  since: string,
): Promise<readonly Span[]> {
  return await connection(APPS)
    .join(first.as('first'), 'first.app_id', `${APPS}.id`)
    .where('first.at', '>=', since)
    .select<Span[]>({ from: `${APPS}.created_at`, to: 'first.at' });
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [row] = await query.count<{ n: number | string }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}

/** Whether a verified pipeline has handed in anything. */
export async function anyPipelineResult(
  connection: Connection,
): Promise<boolean> {
  const found: unknown = await connection(EVIDENCE)
    // Said as the index says it, which holds nothing else.
    .whereRaw(`provenance = 'pipeline'`)
    .whereNull('set_aside')
    .first('app_id');
  return found !== undefined;
}

/** Apps that run behind the gate. */
export async function countDeployed(connection: Connection): Promise<number> {
  const [row] = await connection(DEPLOYMENTS)
    .where({ state: 'running' })
    .countDistinct<{ n: number | string }[]>({ n: 'app_id' });
  return Number(row?.n ?? 0);
}

import type { Entity } from '@backstage/catalog-model';
import type { Registration } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type { ProposalView } from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  change,
  MAYA,
  registered,
  type Portal,
} from '../../../__testUtils__';

/** Where the file of Maya's app is. */
export const HERE =
  'url:https://git.example.com/lunch/blob/main/catalog-info.yaml';
/** Where another file says that it is her app. */
export const THERE =
  'url:https://git.example.com/other/blob/main/catalog-info.yaml';

/** The entity that the catalog makes of a file. */
export function fileOf(
  changes: Partial<Registration> = {},
  options: {
    name?: string;
    origin?: string;
    owner?: string;
    /** Whether it says anything of the app but its name. */
    whole?: boolean;
  } = {},
): Entity {
  const { name = APP, origin = HERE, owner = MAYA, whole = true } = options;
  const { name: title, ...rest } = aRegistration(changes);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      title,
      annotations: {
        'backstage.io/managed-by-location': origin,
        'backstage.io/managed-by-origin-location': origin,
      },
    },
    spec: {
      type: 'micro-app',
      lifecycle: 'experimental',
      owner,
      ...(whole && { microApp: JSON.parse(JSON.stringify(rest)) }),
    },
  };
}

/** These files are in repositories now, and the registry looks at them all. */
export async function look(portal: Portal, ...files: readonly Entity[]) {
  for (const file of files) portal.company.publish(file);
  await portal.run('micro-apps-repositories');
}

/** What files ask of the app, newest first, as somebody sees it. */
export async function proposals(
  portal: Portal,
  ref = MAYA,
): Promise<ProposalView[]> {
  const { body } = await portal
    .as(ref)
    .get(`/apps/${APP}/proposals`)
    .expect(200);
  return body.items;
}

/** Somebody accepts or declines a proposal. */
export function decide(
  portal: Portal,
  id: string,
  how: string,
  body: object,
  ref = MAYA,
) {
  return portal.as(ref).post(`/apps/${APP}/proposals/${id}/${how}`, body);
}

/** Maya's app, and a file that would like it to keep data for 30 days. */
export async function proposed(portal: Portal): Promise<ProposalView> {
  await registered(portal);
  await look(portal, fileOf({ retentionDays: 30 }));
  const [proposal] = await proposals(portal);
  return proposal;
}

/** An app that began in a repository and that its owner has confirmed. */
export async function confirmed(
  portal: Portal,
  changes: Partial<Registration> = {},
) {
  await look(portal, fileOf(changes));
  return await change(portal, {});
}

/** Kinds of what people are told, oldest first. */
export async function notices({ knex }: Portal): Promise<string[]> {
  const rows = await knex('micro_apps_outbox')
    .where({ topic: 'notice' })
    .orderBy('id');
  return rows.map(({ payload }) => JSON.parse(payload).kind);
}

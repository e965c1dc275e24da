import {
  BANDS,
  DATA_CATEGORIES,
  DATA_CLASSES,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { named } from './responses/named';

/** What the catalog shows of an app; facts that every signed-in user may see. @public */
export const catalogApp = z.object({
  id: z.string(),
  name: z.string(),
  purpose: z.string(),
  owner: z.string(),
  classification: z.enum(DATA_CLASSES),
  effectiveClass: z.enum(DATA_CLASSES),
  dataTypes: z.array(z.enum(DATA_CATEGORIES)),
  band: z.enum(BANDS),
  standing: z.string(),
  lifecycle: z.enum(['experimental', 'production', 'deprecated']),
  links: z.array(z.object({ url: z.string(), title: z.string() })),
  /** Entity references of scopes and vendors. */
  dependsOn: z.array(z.string()),
  /** Location of the file that describes it; the registry shows no entity then. */
  repository: z.string().optional(),
});
/** @public */
export type CatalogApp = z.output<typeof catalogApp>;

/** `GET /v1/catalog/apps`, for the catalog plugin's service principal. @public */
export const catalogAppsResponse = named(
  'CatalogApps',
  z.object({
    items: z.array(catalogApp),
    nextCursor: z.string().optional(),
  }),
);
/** @public */
export type CatalogAppsResponse = z.output<typeof catalogAppsResponse>;

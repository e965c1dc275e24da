import { useApi } from '@backstage/core-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useAsyncResource } from '@micro-apps/plugin-micro-apps-react';

/** As many as one looks through in a menu. */
const SHOWN = 100;

/** Somebody, or a team, as a menu shows them. */
export interface DirectoryEntry {
  readonly ref: string;
  readonly title: string;
}

/**
 * People or teams of the software catalog. Without an answer there are none;
 * what is chosen already stays a choice.
 */
export function useDirectory(
  kind: 'user' | 'group',
): readonly DirectoryEntry[] {
  const catalog = useApi(catalogApiRef);
  const { value } = useAsyncResource(
    () =>
      catalog.queryEntities({
        filter: { kind },
        fields: ['kind', 'metadata', 'spec.profile'],
        orderFields: [{ field: 'metadata.name', order: 'asc' }],
        limit: SHOWN,
      }),
    [catalog, kind],
  );
  return (value?.items ?? []).map(entity => ({
    ref: stringifyEntityRef(entity),
    title: titleOf(entity),
  }));
}

function titleOf(entity: Entity): string {
  const profile = entity.spec?.profile;
  const shown =
    typeof profile === 'object' && profile !== null && 'displayName' in profile
      ? profile.displayName
      : undefined;
  return typeof shown === 'string' ? shown : entity.metadata.name;
}

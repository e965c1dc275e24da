import { useEntity } from '@backstage/plugin-catalog-react';
import { ANNOTATION_ID } from '@micro-apps/plugin-micro-apps-common';

/** The registry's id of the entity that is shown. */
export function useAppId(): string {
  const { entity } = useEntity();
  return entity.metadata.annotations?.[ANNOTATION_ID] ?? entity.metadata.name;
}

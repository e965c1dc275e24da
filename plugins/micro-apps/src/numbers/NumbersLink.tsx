import { LinkButton } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  microAppsNumbersReadPermission,
  RESOURCE_TYPE_MICRO_APP,
} from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';

/** The way to the numbers, for those who may see them. */
export function NumbersLink() {
  const t = useTexts();
  const { allowed } = usePermission({
    permission: microAppsNumbersReadPermission,
    // Numbers are of all apps, so nothing is asked about a single one.
    resourceRef: RESOURCE_TYPE_MICRO_APP,
  });
  if (!allowed) return null;
  return (
    <LinkButton to="/micro-apps/numbers" variant="outlined">
      {t('numbers.link')}
    </LinkButton>
  );
}

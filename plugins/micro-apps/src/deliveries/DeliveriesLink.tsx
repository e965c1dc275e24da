import { LinkButton } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import { microAppsOutboxReadPermission } from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';

/** The way to the deliveries, for those who may look after them. */
export function DeliveriesLink() {
  const t = useTexts();
  const { allowed } = usePermission({
    permission: microAppsOutboxReadPermission,
  });
  if (!allowed) return null;
  return (
    <LinkButton to="/micro-apps/deliveries" variant="outlined">
      {t('deliveries.link')}
    </LinkButton>
  );
}

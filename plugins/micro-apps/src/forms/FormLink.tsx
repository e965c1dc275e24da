import { LinkButton } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import { artefactForControl } from '@micro-apps/governance-core';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';
import { formPath } from './formPath';

/** The way from a control to the form that it is filled in with, if any. */
export function FormLink({
  app,
  controlId,
}: {
  app: Pick<AppDetail, 'id' | 'viewer'>;
  controlId: string;
}) {
  const t = useTexts();
  const template = artefactForControl(controlId);
  if (!template || !app.viewer.canRead) return null;
  const { title, kind } = template;
  return (
    <Box my={1}>
      <LinkButton to={formPath(app.id, kind)} size="small" variant="outlined">
        {app.viewer.canEdit
          ? t('forms.fillIn', { title })
          : t('forms.open', { title })}
      </LinkButton>
    </Box>
  );
}

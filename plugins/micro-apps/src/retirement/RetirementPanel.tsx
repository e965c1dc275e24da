import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { RetirementView } from '@micro-apps/plugin-micro-apps-common';
import { useState } from 'react';
import type { PanelProps } from '../risk/panel';
import { useTexts } from '../translation/useTexts';
import { RetireDialog } from './RetireDialog';

/** The way to end an app, for those who may. */
export function RetirementPanel({
  app,
  onDone,
  retirement,
}: PanelProps & { readonly retirement: RetirementView }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <InfoCard title={t('retirement.panel.title')}>
      <Typography variant="body1">{t('retirement.panel.text')}</Typography>
      <Box mt={1}>
        <Button variant="outlined" onClick={() => setOpen(true)}>
          {t('retirement.panel.open')}
        </Button>
      </Box>
      {open && retirement.preview && (
        <RetireDialog
          app={app}
          preview={retirement.preview}
          onClose={() => setOpen(false)}
          onDone={onDone}
        />
      )}
    </InfoCard>
  );
}

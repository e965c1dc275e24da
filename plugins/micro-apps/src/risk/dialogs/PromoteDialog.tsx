import Typography from '@material-ui/core/Typography';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import { useIdempotencyKey } from '../../useIdempotencyKey';
import type { DialogProps } from './RiskDialogs';

/** Says what promoting does, to whom, and how to undo it. */
export function PromoteDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const withKey = useIdempotencyKey();
  return (
    <ConfirmDialog
      open
      title={t('dialogs.promote.title', { app: app.name })}
      confirmText={t('dialogs.promote.confirm')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () => api.promote(app.id, withKey({ environment: 'beta' })),
          t('dialogs.promote.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>
        {t('dialogs.promote.what', {
          commit: app.head?.slice(0, 7) ?? t('dialogs.promote.noCommit'),
          audience: t(`dialogs.promote.audience.${app.registration.audience}`),
        })}
      </Typography>
      <Typography paragraph>{t('dialogs.promote.undo')}</Typography>
    </ConfirmDialog>
  );
}

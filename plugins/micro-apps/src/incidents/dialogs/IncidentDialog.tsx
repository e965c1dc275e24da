import Typography from '@material-ui/core/Typography';
import { ConfirmDialog } from '@micro-apps/plugin-micro-apps-react';
import type { PropsWithChildren } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { IncidentDialogProps } from './IncidentDialogs';

/** Names of the dialogs in the texts. */
type DialogName =
  | 'escalate'
  | 'causes'
  | 'rate'
  | 'postMortem'
  | 'suspension'
  | 'close'
  | 'reopen'
  | 'link';

/** One step of an incident: what it does, what it needs, and its button. */
export function IncidentDialog({
  incident,
  onClose,
  onDone,
  name,
  ready = true,
  send,
  children,
}: PropsWithChildren<
  IncidentDialogProps & {
    name: DialogName;
    /** Everything is filled in. */
    ready?: boolean;
    send: () => Promise<unknown>;
  }
>) {
  const t = useTexts();
  const { act, busy, error } = useAct();
  return (
    <ConfirmDialog
      open
      title={t(`incidents.dialog.${name}.title`, { app: incident.appName })}
      confirmText={t(`incidents.dialog.${name}.confirm`)}
      cancelText={t('incidents.dialog.cancel')}
      disabled={!ready}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(send, t(`incidents.dialog.${name}.done`));
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>{t(`incidents.dialog.${name}.what`)}</Typography>
      {children}
    </ConfirmDialog>
  );
}

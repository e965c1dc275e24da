import Typography from '@material-ui/core/Typography';
import { ConfirmDialog } from '@micro-apps/plugin-micro-apps-react';
import type { PropsWithChildren } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import { useIdempotencyKey } from '../../useIdempotencyKey';
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
export function IncidentDialog<Content extends object>({
  incident,
  onClose,
  onDone,
  name,
  ready = true,
  content,
  send,
  children,
}: PropsWithChildren<
  IncidentDialogProps & {
    name: DialogName;
    /** Everything is filled in. */
    ready?: boolean;
    /** What was filled in. */
    content: Content;
    send: (
      body: Content & { readonly idempotencyKey: string },
    ) => Promise<unknown>;
  }
>) {
  const t = useTexts();
  const { act, busy, error } = useAct();
  const withKey = useIdempotencyKey();
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
        const body = withKey(content);
        const done = await act(
          () => send(body),
          t(`incidents.dialog.${name}.done`),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>{t(`incidents.dialog.${name}.what`)}</Typography>
      {children}
    </ConfirmDialog>
  );
}

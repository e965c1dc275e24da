import Typography from '@material-ui/core/Typography';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

const AUDIENCES = {
  self: 'only you',
  team: 'your team',
  company: 'everybody in the company',
  public: 'everybody, also outside the company',
};

/** Says what promoting does, to whom, and how to undo it. */
export function PromoteDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  return (
    <ConfirmDialog
      open
      title={`Promote ${app.name} to beta`}
      confirmText="Promote to beta"
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () => api.promote(app.id, { environment: 'beta' }),
          'On its way to beta',
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>
        Commit {app.head?.slice(0, 7) ?? '(none yet)'} is put into beta with
        real data. It can be used by {AUDIENCES[app.registration.audience]}.
      </Typography>
      <Typography paragraph>
        Its controls are checked once more before anything happens. What runs in
        beta now keeps running if this fails; promoting an earlier commit brings
        it back.
      </Typography>
    </ConfirmDialog>
  );
}

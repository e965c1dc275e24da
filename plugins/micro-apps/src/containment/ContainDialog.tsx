import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import FormLabel from '@material-ui/core/FormLabel';
import Typography from '@material-ui/core/Typography';
import type { ContainmentRequest } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../dialogs/ReasonField';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Says what holding or releasing an app does, and asks why. */
export function ContainDialog({
  app,
  action,
  holdId,
  onClose,
  onDone,
}: DialogProps & {
  action: ContainmentRequest['action'];
  /** Of a release: what she looked at. */
  holdId?: string;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  const [controlIds, setControlIds] = useState<readonly string[]>([]);
  // What she has before her eyes is what she decides on.
  const [expectedVersion] = useState(app.version);
  return (
    <ConfirmDialog
      open
      title={t(`containment.dialog.title.${action}`, { app: app.name })}
      confirmText={t(`containment.dialog.confirm.${action}`)}
      disabled={reason.trim().length < SHORTEST_REASON}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () =>
            api.contain(app.id, {
              action,
              reason: reason.trim(),
              expectedVersion,
              holdId,
              controlIds: action === 'quarantine' ? [...controlIds] : undefined,
            }),
          t(`containment.dialog.done.${action}`),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography>{t(`containment.dialog.what.${action}`)}</Typography>
      <ReasonField
        id="containment-reason"
        label={t('containment.dialog.reason')}
        hint={t('containment.dialog.reasonHint')}
        value={reason}
        onChange={setReason}
      />
      {action === 'quarantine' && (
        <Controls app={app} chosen={controlIds} onChange={setControlIds} />
      )}
    </ConfirmDialog>
  );
}

function Controls({
  app,
  chosen,
  onChange,
}: Pick<DialogProps, 'app'> & {
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const t = useTexts();
  const controls = app.required.filter(({ control }) =>
    control.gates.includes('promote'),
  );
  if (controls.length === 0) return null;
  return (
    <FormControl component="fieldset" margin="normal">
      <FormLabel component="legend">
        {t('containment.dialog.controls')}
      </FormLabel>
      <FormGroup>
        {controls.map(({ control: { id, title } }) => (
          <FormControlLabel
            key={id}
            label={title}
            control={
              <Checkbox
                color="primary"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  onChange(
                    target.checked
                      ? [...chosen, id]
                      : chosen.filter(each => each !== id),
                  )
                }
              />
            }
          />
        ))}
      </FormGroup>
    </FormControl>
  );
}

import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import { ATTESTATION_STATEMENTS } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** The owner confirms sentence by sentence. */
export function AttestDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  return (
    <ConfirmDialog
      open
      title={t('dialogs.attest.title')}
      confirmText={t('dialogs.attest.confirm')}
      disabled={ticked.length < ATTESTATION_STATEMENTS.length}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { id, envelopeHash } = app;
        const done = await act(
          () => api.attest(id, { envelopeHash, statements: [...ticked] }),
          t('dialogs.attest.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <FormGroup>
        {ATTESTATION_STATEMENTS.map(statement => (
          <FormControlLabel
            key={statement}
            control={
              <Checkbox
                color="primary"
                checked={ticked.includes(statement)}
                onChange={(_, checked) =>
                  setTicked(before =>
                    checked
                      ? [...before, statement]
                      : before.filter(each => each !== statement),
                  )
                }
              />
            }
            label={statement}
          />
        ))}
      </FormGroup>
    </ConfirmDialog>
  );
}

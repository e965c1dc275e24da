import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import { ATTESTATION_STATEMENTS } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** The owner confirms sentence by sentence. */
export function AttestDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  return (
    <ConfirmDialog
      open
      title="Attest data handling"
      confirmText="Confirm all three"
      disabled={ticked.length < ATTESTATION_STATEMENTS.length}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { id, envelopeHash } = app;
        const done = await act(
          () => api.attest(id, { envelopeHash, statements: [...ticked] }),
          'Confirmed',
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

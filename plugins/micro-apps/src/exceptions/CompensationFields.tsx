import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import FormLabel from '@material-ui/core/FormLabel';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { ControlDefinition } from '@micro-apps/governance-core';
import type {
  AppDetail,
  EvidenceView,
} from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';
import { compensatingFindings, proofsFor } from './proofsFor';

/** What makes up for it, as far as it is chosen. */
export interface Chosen {
  readonly statement: string;
  /** Id of a control that is met; empty: other proof. */
  readonly controlId: string;
  readonly evidenceIds: readonly string[];
}

/** Which control or which proof makes up for an exception, and how, in words. */
export function CompensationFields(props: {
  app: AppDetail;
  control: ControlDefinition;
  evidence: readonly EvidenceView[];
  now: number;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}) {
  const { app, control, evidence, now, chosen, onChange } = props;
  const t = useTexts();
  const proofs = proofsFor({ app, control, evidence, now });
  return (
    <>
      <TextField
        id="exception-control"
        select
        label={t('exceptions.dialog.control')}
        helperText={t('exceptions.dialog.controlHint')}
        value={chosen.controlId}
        onChange={({ target }) =>
          onChange({ ...chosen, controlId: target.value })
        }
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
        fullWidth
        margin="normal"
      >
        <option value="">{t('exceptions.dialog.otherProof')}</option>
        {compensatingFindings(app, control).map(({ controlId, title }) => (
          <option key={controlId} value={controlId}>
            {title}
          </option>
        ))}
      </TextField>
      {chosen.controlId === '' && proofs.length === 0 && (
        <Typography variant="body2">
          {t('exceptions.dialog.noProofs')}
        </Typography>
      )}
      {chosen.controlId === '' && proofs.length > 0 && (
        <FormControl component="fieldset" margin="normal">
          <FormLabel component="legend">
            {t('exceptions.dialog.proofs')}
          </FormLabel>
          <FormGroup>
            {proofs.map(({ id, tool, summary }) => (
              <FormControlLabel
                key={id}
                control={
                  <Checkbox
                    color="primary"
                    checked={chosen.evidenceIds.includes(id)}
                    onChange={(_, checked) =>
                      onChange({
                        ...chosen,
                        evidenceIds: checked
                          ? [...chosen.evidenceIds, id]
                          : chosen.evidenceIds.filter(each => each !== id),
                      })
                    }
                  />
                }
                label={`${tool.name}: ${summary}`}
              />
            ))}
          </FormGroup>
        </FormControl>
      )}
      <TextField
        id="exception-statement"
        label={t('exceptions.dialog.statement')}
        helperText={t('exceptions.dialog.statementHint')}
        value={chosen.statement}
        onChange={({ target }) =>
          onChange({ ...chosen, statement: target.value })
        }
        fullWidth
        multiline
        required
        margin="normal"
      />
    </>
  );
}

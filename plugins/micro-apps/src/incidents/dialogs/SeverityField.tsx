import TextField from '@material-ui/core/TextField';
import { SEVERITIES, type Severity } from '@micro-apps/governance-core';
import { useTexts } from '../../translation/useTexts';

/** Chooses how bad something is. */
export function SeverityField({
  label,
  hint,
  value,
  choices = SEVERITIES,
  onChange,
}: {
  label: string;
  hint?: string;
  value: Severity;
  choices?: readonly Severity[];
  onChange: (severity: Severity) => void;
}) {
  const t = useTexts();
  return (
    <TextField
      id="incident-severity"
      select
      label={label}
      helperText={hint}
      value={value}
      onChange={({ target }) => {
        const chosen = choices.find(each => each === target.value);
        if (chosen) onChange(chosen);
      }}
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
      fullWidth
      margin="normal"
    >
      {choices.map(each => (
        <option key={each} value={each}>
          {t(`incidents.severity.${each}`)}
        </option>
      ))}
    </TextField>
  );
}

import TextField from '@material-ui/core/TextField';
import { useTexts } from '../../translation/useTexts';

/** Shortest reason that the registry takes. */
export const SHORTEST_REASON = 3;

/** Why somebody does something. */
export function ReasonField({
  value,
  onChange,
}: {
  value: string;
  onChange: (reason: string) => void;
}) {
  const t = useTexts();
  return (
    <TextField
      id="incident-reason"
      label={t('incidents.dialog.reason')}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      fullWidth
      multiline
      required
      margin="normal"
    />
  );
}

import TextField from '@material-ui/core/TextField';

/** Shortest reason that the registry takes. */
export const SHORTEST_REASON = 3;

/** Why somebody does something; asked before it is done. */
export function ReasonField(props: {
  id: string;
  label: string;
  /** Who reads it, or how long it has to be. */
  hint?: string;
  value: string;
  onChange: (reason: string) => void;
}) {
  const { id, label, hint, value, onChange } = props;
  return (
    <TextField
      id={id}
      label={label}
      helperText={hint}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      fullWidth
      multiline
      required
      margin="normal"
    />
  );
}

import TextField from '@material-ui/core/TextField';
import { useState } from 'react';

/** A list that is written one entry a line. */
export function LinesInput(props: {
  id: string;
  label: string;
  hint: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const { id, label, hint, value, onChange } = props;
  // As typed: an empty line is on its way to an entry.
  const [typed, setTyped] = useState(value.join('\n'));
  return (
    <TextField
      id={id}
      label={label}
      helperText={hint}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(
          target.value
            .split('\n')
            .map(line => line.trim())
            .filter(Boolean),
        );
      }}
      fullWidth
      multiline
      margin="normal"
    />
  );
}

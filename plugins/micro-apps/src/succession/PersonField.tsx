import TextField from '@material-ui/core/TextField';
import { useDirectory } from '../people/useDirectory';
import { useTexts } from '../translation/useTexts';

/** One person of the directory. */
export function PersonField(props: {
  id: string;
  label: string;
  value: string;
  onChange: (ref: string) => void;
}) {
  const { id, label, value, onChange } = props;
  const t = useTexts();
  const people = useDirectory('user');
  return (
    <TextField
      id={id}
      select
      SelectProps={{ native: true }}
      label={label}
      InputLabelProps={{ shrink: true }}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      fullWidth
      required
      margin="normal"
    >
      <option value="">{t('succession.offer.nobody')}</option>
      {people.map(({ ref, title }) => (
        <option key={ref} value={ref}>
          {title}
        </option>
      ))}
    </TextField>
  );
}

import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import { useEffect, useState } from 'react';
import { DEFAULTS, type LifeValue } from './draft';
import { LiveScore } from './LiveScore';
import { valuesOf } from './PeopleField';

/** Retention, the end, and how much an AI wrote. */
export function LifeField(props: FieldExtensionComponentProps<LifeValue>) {
  const { formData, onChange, formContext } = props;
  const value = { ...DEFAULTS.life, ...formData };
  // As typed: an empty field is not a zero.
  const [days, setDays] = useState(String(value.retentionDays));
  useEffect(() => {
    if (formData?.retentionDays === undefined) onChange(DEFAULTS.life);
  }, [formData, onChange]);
  return (
    <>
      <TextField
        id="micro-app-retention"
        type="number"
        label="How many days is data kept?"
        helperText="Older records are deleted by the app itself. From 1 to 3,650."
        inputProps={{ min: 1, max: 3650 }}
        value={days}
        onChange={({ target }) => {
          setDays(target.value);
          onChange({ ...value, retentionDays: Number(target.value) });
        }}
        required
        fullWidth
        margin="normal"
      />
      <TextField
        id="micro-app-plan"
        label="What happens when it is no longer needed?"
        helperText="For example: Delete all entries, tell the team, then switch it off."
        value={value.decommissionPlan}
        onChange={({ target }) =>
          onChange({ ...value, decommissionPlan: target.value })
        }
        required
        multiline
        fullWidth
        margin="normal"
      />
      <TextField
        id="micro-app-ai"
        type="number"
        label="How much of it does an AI assistant write, in percent?"
        helperText="Optional; a guess is fine."
        inputProps={{ min: 0, max: 100 }}
        value={value.aiGeneratedShare ?? ''}
        onChange={({ target }) =>
          onChange({
            ...value,
            aiGeneratedShare:
              target.value === '' ? undefined : Number(target.value),
          })
        }
        fullWidth
        margin="normal"
      />
      <LiveScore values={valuesOf(formContext)} />
    </>
  );
}

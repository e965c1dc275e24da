import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { DATA_CLASSES, type DataClass } from '@micro-apps/governance-core';
import { useEffect } from 'react';
import { DataTypesInput } from './DataTypesInput';
import { DEFAULTS, type DataValue } from './draft';
import { LiveScore } from './LiveScore';
import { valuesOf } from './PeopleField';

const CLASSES: Record<DataClass, string> = {
  public: 'Public: could be on our website (opening hours)',
  internal: 'Internal: colleagues may see it (team lists, restaurant tips)',
  confidential: 'Confidential: only some people may see it (contracts)',
  regulated: 'Regulated: a law protects it (health, payroll)',
};

/** How sensitive, and which facts about people. */
export function DataField(props: FieldExtensionComponentProps<DataValue>) {
  const { formData, onChange, formContext } = props;
  const value = { ...DEFAULTS.data, ...formData };
  useEffect(() => {
    if (!formData?.classification) onChange(DEFAULTS.data);
  }, [formData, onChange]);
  return (
    <>
      <FormLabel id="micro-app-class">
        How sensitive is the most sensitive thing in it?
      </FormLabel>
      <RadioGroup
        aria-labelledby="micro-app-class"
        value={value.classification}
        onChange={(_, next) => {
          const classification = DATA_CLASSES.find(each => each === next);
          if (classification) onChange({ ...value, classification });
        }}
      >
        {DATA_CLASSES.map(each => (
          <FormControlLabel
            key={each}
            value={each}
            control={<Radio color="primary" />}
            label={CLASSES[each]}
          />
        ))}
      </RadioGroup>
      <DataTypesInput
        value={value.dataTypes}
        onChange={dataTypes => onChange({ ...value, dataTypes })}
      />
      <LiveScore values={valuesOf(formContext)} />
    </>
  );
}

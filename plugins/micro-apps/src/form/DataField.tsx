import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { DATA_CLASSES } from '@micro-apps/governance-core';
import { useEffect } from 'react';
import { useTexts } from '../translation/useTexts';
import { DataTypesInput } from './DataTypesInput';
import { DEFAULTS, type DataValue } from './draft';
import { LiveScore } from './LiveScore';
import { valuesOf } from './PeopleField';

/** How sensitive, and which facts about people. */
export function DataField(props: FieldExtensionComponentProps<DataValue>) {
  const { formData, onChange, formContext } = props;
  const t = useTexts();
  const value = { ...DEFAULTS.data, ...formData };
  useEffect(() => {
    if (!formData?.classification) onChange(DEFAULTS.data);
  }, [formData, onChange]);
  return (
    <>
      <FormLabel id="micro-app-class">{t('form.data.class')}</FormLabel>
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
            label={t(`form.data.${each}`)}
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

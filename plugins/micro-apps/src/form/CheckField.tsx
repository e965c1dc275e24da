import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import Box from '@material-ui/core/Box';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import { useEffect } from 'react';
import { draftOf } from './draft';
import { LiveScore } from './LiveScore';
import { valuesOf } from './PeopleField';

/** Reads the answers back, and says exactly what Create will do. */
export function CheckField(props: FieldExtensionComponentProps<boolean>) {
  const { formData, onChange, formContext } = props;
  const values = valuesOf(formContext);
  const draft = draftOf(values, '');
  useEffect(() => {
    // Not ticked is an answer: the form then says what is missing.
    if (formData === undefined) onChange(false);
  }, [formData, onChange]);
  const kinds = draft.dataTypes.map(({ category }) => category);
  return (
    <>
      <Box component="ul" pl={2}>
        <li>
          <strong>{draft.name}</strong>: {draft.purpose}
        </li>
        <li>
          It belongs to {draft.businessUnit.replace('group:default/', '')} and
          is used by: {draft.audience}.
        </li>
        <li>
          It handles {draft.classification} data
          {kinds.length
            ? `, with ${kinds.join(', ')}`
            : ', nothing about people'}
          .
        </li>
        <li>
          {draft.scopes.length + draft.vendors.length
            ? `It uses ${[...draft.scopes, ...draft.vendors].join(', ')}.`
            : 'It reaches nothing beyond sign-in.'}
        </li>
        <li>Data is kept for {draft.retentionDays} days.</li>
      </Box>
      <Typography variant="body1" paragraph>
        Create registers the app under your name, makes its repository, sets up
        company sign-in and starts a sandbox with invented data. Nobody else can
        use it until it is promoted.
      </Typography>
      <FormControlLabel
        control={
          <Checkbox
            color="primary"
            checked={formData ?? false}
            onChange={(_, checked) => onChange(checked)}
          />
        }
        label="This is right"
      />
      <LiveScore values={values} />
    </>
  );
}

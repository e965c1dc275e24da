import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import Box from '@material-ui/core/Box';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import { useEffect } from 'react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
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
  const t = useTexts();
  const rich = useRichTexts();
  const kinds = draft.dataTypes.map(({ category }) =>
    t(`words.categoryShort.${category}`),
  );
  const reached = [...draft.scopes, ...draft.vendors];
  const days = String(draft.retentionDays);
  return (
    <>
      <Box component="ul" pl={2}>
        <li>
          {rich('form.check.purpose', {
            name: <strong>{draft.name}</strong>,
            purpose: draft.purpose,
          })}
        </li>
        <li>
          {rich('form.check.team', {
            team: <PersonName personRef={draft.businessUnit} />,
            audience: t(`words.audienceOf.${draft.audience}`),
          })}
        </li>
        <li>
          {t(kinds.length ? 'form.check.data' : 'form.check.noPeople', {
            class: t(`words.class.${draft.classification}`),
            kinds: kinds.join(', '),
          })}
        </li>
        <li>
          {reached.length
            ? t('form.check.uses', { names: reached.join(', ') })
            : t('form.check.nothing')}
        </li>
        {draft.endpoints.length > 0 && (
          <li>
            {t('form.check.reaches', {
              addresses: draft.endpoints.join(', '),
            })}
          </li>
        )}
        <li>
          {t(days === '1' ? 'form.check.day' : 'form.check.days', { days })}
        </li>
      </Box>
      <Typography variant="body1" paragraph>
        {t('form.check.create')}
      </Typography>
      <FormControlLabel
        control={
          <Checkbox
            color="primary"
            checked={formData ?? false}
            onChange={(_, checked) => onChange(checked)}
          />
        }
        label={t('form.check.right')}
      />
      <LiveScore values={values} />
    </>
  );
}

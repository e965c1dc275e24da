import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import {
  AUDIENCES,
  DATA_CLASSES,
  HOSTINGS,
  type Integration,
  type Registration,
} from '@micro-apps/governance-core';
import type { ReactNode } from 'react';
import { DataTypesInput } from '../form/DataTypesInput';
import { ScopesInput } from '../form/ScopesInput';
import { VendorsInput } from '../form/VendorsInput';
import { useDirectory, type DirectoryEntry } from '../people/useDirectory';
import { useTexts } from '../translation/useTexts';
import { LinesInput } from './LinesInput';

/** Every field of a registration, in the words of the form. */
export function RegistrationFields(props: {
  value: Registration;
  integrations: readonly Integration[];
  onChange: (part: Partial<Registration>) => void;
  /** A vendor was asked for; there may be more to choose from. */
  onAsked?: () => void;
}) {
  const { value, integrations, onChange, onAsked } = props;
  const t = useTexts();
  const people = useDirectory('user');
  const teams = useDirectory('group');
  return (
    <>
      <TextField
        id="edit-name"
        label={t('dialogs.edit.name')}
        value={value.name}
        onChange={({ target }) => onChange({ name: target.value })}
        fullWidth
        margin="normal"
      />
      <TextField
        id="edit-purpose"
        label={t('dialogs.edit.purpose')}
        value={value.purpose}
        onChange={({ target }) => onChange({ purpose: target.value })}
        fullWidth
        multiline
        margin="normal"
      />
      <Choice
        id="edit-owner"
        label={t('dialogs.edit.owner')}
        value={value.owner}
        onChange={owner => onChange({ owner })}
      >
        {entriesOf(people, value.owner)}
      </Choice>
      <Choice
        id="edit-successor"
        label={t('dialogs.edit.successor')}
        value={value.successor ?? ''}
        onChange={successor => onChange({ successor: successor || undefined })}
      >
        <MenuItem value="">{t('form.people.nobody')}</MenuItem>
        {entriesOf(
          people.filter(({ ref }) => ref !== value.owner),
          value.successor,
        )}
      </Choice>
      <Choice
        id="edit-unit"
        label={t('dialogs.edit.unit')}
        value={value.businessUnit}
        onChange={businessUnit => onChange({ businessUnit })}
      >
        {entriesOf(teams, value.businessUnit)}
      </Choice>
      <Choice
        id="edit-audience"
        label={t('dialogs.edit.audience')}
        value={value.audience}
        onChange={next => {
          const audience = AUDIENCES.find(each => each === next);
          if (audience) onChange({ audience });
        }}
      >
        {AUDIENCES.map(each => (
          <MenuItem key={each} value={each}>
            {t(`words.audience.${each}`)}
          </MenuItem>
        ))}
      </Choice>
      <Choice
        id="edit-class"
        label={t('dialogs.edit.class')}
        value={value.classification}
        onChange={next => {
          const classification = DATA_CLASSES.find(each => each === next);
          if (classification) onChange({ classification });
        }}
      >
        {DATA_CLASSES.map(each => (
          <MenuItem key={each} value={each}>
            {t(`words.class.${each}`)}
          </MenuItem>
        ))}
      </Choice>
      <DataTypesInput
        value={value.dataTypes}
        onChange={dataTypes => onChange({ dataTypes })}
      />
      <ScopesInput
        integrations={integrations}
        value={value.scopes}
        onChange={scopes => onChange({ scopes })}
      />
      <VendorsInput
        integrations={integrations}
        value={value.vendors}
        onChange={vendors => onChange({ vendors })}
        onAsked={onAsked}
      />
      <LinesInput
        id="edit-endpoints"
        label={t('form.access.endpoints')}
        hint={t('form.access.endpointsHint')}
        value={value.endpoints}
        onChange={endpoints => onChange({ endpoints })}
      />
      <LinesInput
        id="edit-libraries"
        label={t('form.access.libraries')}
        hint={t('form.access.librariesHint')}
        value={value.libraries}
        onChange={libraries => onChange({ libraries })}
      />
      <Choice
        id="edit-hosting"
        label={t('dialogs.edit.hosting')}
        value={value.hosting}
        onChange={next => {
          const hosting = HOSTINGS.find(each => each === next);
          if (hosting) onChange({ hosting });
        }}
      >
        {HOSTINGS.map(each => (
          <MenuItem key={each} value={each}>
            {t(`words.hosting.${each}`)}
          </MenuItem>
        ))}
      </Choice>
      <TextField
        id="edit-retention"
        type="number"
        label={t('dialogs.edit.retention')}
        value={value.retentionDays}
        onChange={({ target }) =>
          onChange({ retentionDays: Number(target.value) })
        }
        fullWidth
        margin="normal"
      />
      <TextField
        id="edit-plan"
        label={t('form.life.plan')}
        value={value.decommissionPlan}
        onChange={({ target }) => onChange({ decommissionPlan: target.value })}
        fullWidth
        multiline
        margin="normal"
      />
      <TextField
        id="edit-ai"
        type="number"
        label={t('form.life.ai')}
        helperText={t('form.life.aiHint')}
        inputProps={{ min: 0, max: 100 }}
        value={value.aiGeneratedShare ?? ''}
        onChange={({ target }) =>
          onChange({
            aiGeneratedShare:
              target.value === '' ? undefined : Number(target.value),
          })
        }
        fullWidth
        margin="normal"
      />
    </>
  );
}

function Choice(props: {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  const { id, label, value, onChange, children } = props;
  return (
    <TextField
      id={id}
      select
      label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      fullWidth
      margin="normal"
    >
      {children}
    </TextField>
  );
}

/** The directory's entries, and what is chosen already if it is none of them. */
function entriesOf(
  known: readonly DirectoryEntry[],
  chosen: string | undefined,
): readonly ReactNode[] {
  const all =
    !chosen || known.some(({ ref }) => ref === chosen)
      ? known
      : [{ ref: chosen, title: chosen }, ...known];
  return all.map(({ ref, title }) => (
    <MenuItem key={ref} value={ref}>
      {title}
    </MenuItem>
  ));
}

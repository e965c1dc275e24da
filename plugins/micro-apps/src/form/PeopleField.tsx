import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { AUDIENCES } from '@micro-apps/governance-core';
import {
  ErrorNotice,
  useAsyncResource,
} from '@micro-apps/plugin-micro-apps-react';
import { useEffect } from 'react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { DEFAULTS, type FormValues, type PeopleValue } from './draft';
import { LiveScore } from './LiveScore';

const SHOWN = 100;

/** Owner, second owner, business unit and audience. */
export function PeopleField(props: FieldExtensionComponentProps<PeopleValue>) {
  const { formData, onChange, formContext } = props;
  const t = useTexts();
  const rich = useRichTexts();
  const catalog = useApi(catalogApiRef);
  const identity = useApi(identityApiRef);
  const value = { ...DEFAULTS.people, ...formData };
  const {
    value: known,
    error,
    reload,
  } = useAsyncResource(async () => {
    const me = await identity.getBackstageIdentity();
    const of = async (kind: string) =>
      (
        await catalog.queryEntities({
          filter: { kind },
          fields: ['kind', 'metadata', 'spec.profile'],
          orderFields: [{ field: 'metadata.name', order: 'asc' }],
          limit: SHOWN,
        })
      ).items;
    const [groups, users] = await Promise.all([of('group'), of('user')]);
    return { me, groups, users };
  }, [catalog, identity]);
  const change = (part: Partial<PeopleValue>) =>
    onChange({ ...value, ...part });
  const mine = known?.me.ownershipEntityRefs.find(ref =>
    ref.startsWith('group:'),
  );
  useEffect(() => {
    // One's own team is nearly always right.
    if (!formData?.businessUnit && mine) {
      onChange({ ...DEFAULTS.people, ...formData, businessUnit: mine });
    }
  }, [formData, mine, onChange]);
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  return (
    <>
      <Typography variant="body2" paragraph>
        {known
          ? rich('form.people.ownerNamed', {
              person: <PersonName personRef={known.me.userEntityRef} />,
            })
          : t('form.people.owner')}
      </Typography>
      <TextField
        id="micro-app-audience"
        select
        fullWidth
        margin="normal"
        label={t('form.people.audience')}
        helperText={t('form.people.audienceTerm')}
        value={value.audience}
        onChange={({ target }) => {
          const audience = AUDIENCES.find(each => each === target.value);
          if (audience) change({ audience });
        }}
      >
        {AUDIENCES.map(each => (
          <MenuItem key={each} value={each}>
            {t(`words.audience.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        id="micro-app-unit"
        select
        fullWidth
        required
        margin="normal"
        label={t('form.people.unit')}
        helperText={t('form.people.unitTerm')}
        value={known ? value.businessUnit : ''}
        onChange={({ target }) => change({ businessUnit: target.value })}
      >
        {known?.groups.map(group => (
          <MenuItem key={refOf(group)} value={refOf(group)}>
            {titleOf(group)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        id="micro-app-successor"
        select
        fullWidth
        margin="normal"
        label={t('form.people.successor')}
        helperText={t('form.people.successorTerm')}
        value={known ? value.successor ?? '' : ''}
        onChange={({ target }) =>
          change({ successor: target.value || undefined })
        }
      >
        <MenuItem value="">{t('form.people.nobody')}</MenuItem>
        {known?.users
          .filter(user => refOf(user) !== known.me.userEntityRef)
          .map(user => (
            <MenuItem key={refOf(user)} value={refOf(user)}>
              {titleOf(user)}
            </MenuItem>
          ))}
      </TextField>
      <LiveScore values={valuesOf(formContext)} />
    </>
  );
}

/** Answers of all steps, as the scaffolder hands them to its fields. */
export function valuesOf(formContext: unknown): FormValues {
  if (typeof formContext !== 'object' || formContext === null) return {};
  const { formData } = formContext as { formData?: FormValues };
  return formData ?? {};
}

function refOf(entity: Entity): string {
  return stringifyEntityRef(entity);
}

function titleOf(entity: Entity): string {
  const profile = entity.spec?.profile;
  const shown =
    typeof profile === 'object' && profile !== null && 'displayName' in profile
      ? profile.displayName
      : undefined;
  return typeof shown === 'string' ? shown : entity.metadata.name;
}

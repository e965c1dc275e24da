import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import {
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useEffect, useState } from 'react';
import { LinesInput } from '../registration/LinesInput';
import { useTexts } from '../translation/useTexts';
import { DEFAULTS, type AccessValue } from './draft';
import { LiveScore } from './LiveScore';
import { valuesOf } from './PeopleField';
import { ScopesInput } from './ScopesInput';
import { VendorsInput } from './VendorsInput';

/** Scopes, services outside and addresses. */
export function ScopesField(props: FieldExtensionComponentProps<AccessValue>) {
  const { formData, onChange, formContext } = props;
  const t = useTexts();
  const api = useMicroAppsApi();
  const {
    value: known,
    error,
    reload,
  } = useAsyncResource(() => api.getIntegrations(), [api]);
  const value = { ...DEFAULTS.access, ...formData };
  const [addresses, setAddresses] = useState(value.endpoints.join('\n'));
  useEffect(() => {
    if (!formData?.scopes) onChange(DEFAULTS.access);
  }, [formData, onChange]);
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!known) return <LoadingRows rows={4} />;
  return (
    <>
      <ScopesInput
        integrations={known.items}
        value={value.scopes}
        onChange={scopes => onChange({ ...value, scopes })}
      />
      <VendorsInput
        integrations={known.items}
        value={value.vendors}
        onChange={vendors => onChange({ ...value, vendors })}
        onAsked={reload}
      />
      <TextField
        id="micro-app-endpoints"
        label={t('form.access.endpoints')}
        helperText={t('form.access.endpointsHint')}
        value={addresses}
        onChange={({ target }) => {
          setAddresses(target.value);
          const endpoints = target.value
            .split('\n')
            .map(line => line.trim())
            .filter(Boolean);
          onChange({ ...value, endpoints });
        }}
        multiline
        fullWidth
        margin="normal"
      />
      <LinesInput
        id="micro-app-libraries"
        label={t('form.access.libraries')}
        hint={t('form.access.librariesHint')}
        value={value.libraries}
        onChange={libraries => onChange({ ...value, libraries })}
      />
      <LiveScore values={valuesOf(formContext)} />
    </>
  );
}

import FormHelperText from '@material-ui/core/FormHelperText';
import TextField from '@material-ui/core/TextField';
import { slugOf } from '@micro-apps/governance-core';
import {
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useTexts } from '../translation/useTexts';

/** The name, its address, and whether somebody has it already. */
export function NameField(props: FieldExtensionComponentProps<string>) {
  const { formData = '', onChange, rawErrors = [] } = props;
  const t = useTexts();
  const api = useMicroAppsApi();
  const slug = slugOf(formData);
  const taken = useAsyncResource(async () => {
    if (!slug) return false;
    const { items } = await api.listApps({ q: formData.trim(), limit: 10 });
    return items.some(({ id }) => id === slug);
  }, [api, slug]);
  return (
    <>
      <TextField
        id="micro-app-name"
        label={t('form.name.label')}
        required
        fullWidth
        value={formData}
        inputProps={{ maxLength: 80 }}
        error={rawErrors.length > 0 || taken.value}
        helperText={
          slug ? t('form.name.address', { slug }) : t('form.name.example')
        }
        onChange={({ target }) => onChange(target.value)}
      />
      {taken.value && (
        <FormHelperText error>{t('form.name.taken')}</FormHelperText>
      )}
    </>
  );
}

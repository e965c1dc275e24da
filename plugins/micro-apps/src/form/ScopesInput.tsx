import Box from '@material-ui/core/Box';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Typography from '@material-ui/core/Typography';
import { approvalEnded, type Integration } from '@micro-apps/governance-core';

import { useTexts, type Texts } from '../translation/useTexts';

/** What may be chosen, the pre-authorised first; the others say what they cost. */
export function ScopesInput(props: {
  integrations: readonly Integration[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  kind?: 'scope' | 'vendor';
}) {
  const { integrations, value, onChange, kind = 'scope' } = props;
  const t = useTexts();
  const offered = integrations
    .filter(each => each.kind === kind)
    .sort((a, b) => Number(b.preAuthorised) - Number(a.preAuthorised));
  return (
    <Box component="fieldset" border={0} p={0} mt={2}>
      <FormLabel component="legend">
        {t(kind === 'scope' ? 'form.access.scopes' : 'form.access.vendors')}
      </FormLabel>
      {offered.length === 0 && (
        <Typography variant="body2">
          {t(
            kind === 'scope' ? 'form.access.noScopes' : 'form.access.noVendors',
          )}
        </Typography>
      )}
      {offered.map(each => (
        <Box key={each.name}>
          <FormControlLabel
            control={
              <Checkbox
                color="primary"
                checked={value.includes(each.name)}
                onChange={(_, checked) =>
                  onChange(
                    checked
                      ? [...value, each.name]
                      : value.filter(name => name !== each.name),
                  )
                }
              />
            }
            label={t('form.access.option', {
              title: each.title,
              name: each.name,
            })}
          />
          <Typography variant="body2" color="textSecondary">
            {each.description && `${each.description}. `}
            {hintOf(each, t)}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

function hintOf(integration: Integration, t: Texts) {
  const { preAuthorised, privileged, minimumClass } = integration;
  if (approvalEnded(integration, new Date().toISOString())) {
    return t('form.access.notApproved');
  }
  return [
    t('form.access.atLeast', { class: t(`words.class.${minimumClass}`) }),
    ...(privileged ? [t('form.access.privileged')] : []),
    t(preAuthorised ? 'form.access.free' : 'form.access.asks'),
  ].join(' ');
}

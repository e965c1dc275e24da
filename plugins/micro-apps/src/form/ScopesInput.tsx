import Box from '@material-ui/core/Box';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Typography from '@material-ui/core/Typography';
import type { Integration } from '@micro-apps/governance-core';

/** What may be chosen, the pre-authorised first; the others say what they cost. */
export function ScopesInput(props: {
  integrations: readonly Integration[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  kind?: 'scope' | 'vendor';
}) {
  const { integrations, value, onChange, kind = 'scope' } = props;
  const offered = integrations
    .filter(each => each.kind === kind)
    .sort((a, b) => Number(b.preAuthorised) - Number(a.preAuthorised));
  return (
    <Box component="fieldset" border={0} p={0} mt={2}>
      <FormLabel component="legend">
        {kind === 'scope'
          ? 'Which company data does it read?'
          : 'Which services outside does it use?'}
      </FormLabel>
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
            label={`${each.title} (${each.name})`}
          />
          <Typography variant="body2" color="textSecondary">
            {each.description}. {hintOf(each)}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

function hintOf({ preAuthorised, privileged, minimumClass }: Integration) {
  const parts = [`Makes the data at least ${minimumClass}.`];
  if (privileged) parts.push('Privileged: at least Medium risk.');
  parts.push(
    preAuthorised
      ? 'You may choose it yourself.'
      : 'Not pre-authorised: choosing it requests it, and a reviewer decides.',
  );
  return parts.join(' ');
}

import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import {
  registrationFieldTitle,
  REGISTRATION_FIELDS,
} from '@micro-apps/governance-core';
import type { MissingField } from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';

/** What a draft still lacks, as its fields are called. */
export function MissingFields(props: { missing: readonly MissingField[] }) {
  const { missing } = props;
  const t = useTexts();
  return (
    <Box my={1}>
      <Typography variant="body2">
        {t(
          missing.length > 0
            ? 'dialogs.edit.missing'
            : 'dialogs.edit.missingNone',
        )}
      </Typography>
      {missing.length > 0 && (
        <Box component="ul" pl={2} my={0}>
          {missing.map(({ path, message }) => (
            <Typography component="li" variant="body2" key={path}>
              {titleOf(path)}: {message}
            </Typography>
          ))}
        </Box>
      )}
    </Box>
  );
}

function titleOf(path: string): string {
  const field = REGISTRATION_FIELDS.find(each => each === path);
  return field ? registrationFieldTitle(field) : path;
}

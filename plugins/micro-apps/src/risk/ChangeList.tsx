import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { RegistrationChange } from '@micro-apps/governance-core';
import { useTexts } from '../translation/useTexts';

/** Fields that changed, with the values before and after. */
export function ChangeList(props: { changes: readonly RegistrationChange[] }) {
  const t = useTexts();
  return (
    <Box component="ul" pl={2} my={0}>
      {props.changes.map(({ field, title, before, after }) => (
        <Typography component="li" variant="body2" key={field}>
          {t('risk.history.change', { title, before, after })}
        </Typography>
      ))}
    </Box>
  );
}

import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { ExceptionView } from '@micro-apps/plugin-micro-apps-common';
import { PersonName } from '../people/PersonName';
import type { PanelProps } from '../risk/panel';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { ExceptionDecision } from './ExceptionDecision';
import { ExceptionStandingText } from './ExceptionStandingText';

/** One exception: until when, why, what makes up for it, and what can be done. */
export function ExceptionItem(
  props: PanelProps & { exception: ExceptionView },
) {
  const { exception, onOpen } = props;
  const t = useTexts();
  const rich = useRichTexts();
  const { compensation, grantedBy, grantedAs, revokedBy } = exception;
  return (
    <Box component="section" mb={2} aria-label={exception.controlTitle}>
      <Typography variant="subtitle1" component="h6">
        {exception.controlTitle}
      </Typography>
      <Typography variant="body1">
        <ExceptionStandingText exception={exception} />
      </Typography>
      {exception.unproven && (
        <Typography variant="body2" color="error">
          {t('exceptions.unproven')}
        </Typography>
      )}
      <Typography variant="body2">
        {t('exceptions.why', { reason: exception.reason })}
      </Typography>
      <Typography variant="body2">
        {compensation.controlTitle
          ? t('exceptions.insteadControl', {
              statement: compensation.statement,
              control: compensation.controlTitle,
            })
          : t('exceptions.instead', { statement: compensation.statement })}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {grantedBy && grantedAs
          ? rich('exceptions.granted', {
              person: <PersonName personRef={grantedBy} />,
              role: t(`words.role.${grantedAs}`),
            })
          : rich('exceptions.asked', {
              person: <PersonName personRef={exception.requestedBy} />,
            })}
      </Typography>
      {revokedBy && (
        <Typography variant="body2" color="textSecondary">
          {rich('exceptions.revokedBy', {
            person: <PersonName personRef={revokedBy} />,
            reason: exception.revokeReason ?? '',
          })}
        </Typography>
      )}
      {exception.standing === 'asked' && exception.requestId && (
        <ExceptionDecision {...props} requestId={exception.requestId} />
      )}
      {exception.viewer.mayRevoke && (
        <Box mt={1}>
          <Button
            size="small"
            variant="outlined"
            onClick={() => onOpen({ kind: 'revoke', exception })}
          >
            {t('exceptions.revoke')}
          </Button>
        </Box>
      )}
    </Box>
  );
}

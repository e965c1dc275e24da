import { InfoCard, Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { useRichTexts, useTexts } from '../translation/useTexts';
import type { PanelProps } from './panel';

const SHOWN = 5;

/** Where the app runs for others, and the button that brings it there. */
export function DeploymentsPanel({ app, onOpen }: PanelProps) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <InfoCard title={t('risk.beta.title')}>
      {app.deployments.length === 0 && (
        <Typography variant="body1">{t('risk.beta.none')}</Typography>
      )}
      <Box component="ul" pl={2} mt={0}>
        {app.deployments.slice(0, SHOWN).map(each => (
          <li key={each.id}>
            {rich('risk.beta.row', {
              commit: each.commit.slice(0, 7),
              state: t(`risk.beta.${each.state}`),
              time: <RelativeTime at={each.finishedAt ?? each.requestedAt} />,
            })}
            {each.state === 'running' && each.url && (
              <>
                {' · '}
                <Link to={each.url}>{t('risk.beta.open')}</Link>
              </>
            )}
            {each.reason && <>: {each.reason}</>}
            {each.state === 'failed' && (
              <Typography variant="body2" color="textSecondary">
                {t('risk.beta.tryAgain')}
              </Typography>
            )}
          </li>
        ))}
      </Box>
      {app.viewer.canPromote && app.gate.allowed && (
        <Button variant="outlined" onClick={() => onOpen({ kind: 'promote' })}>
          {t('risk.beta.promote')}
        </Button>
      )}
      {app.viewer.canPromote && !app.gate.allowed && (
        <Typography variant="body2" color="textSecondary">
          {t('risk.beta.closed')}
        </Typography>
      )}
    </InfoCard>
  );
}

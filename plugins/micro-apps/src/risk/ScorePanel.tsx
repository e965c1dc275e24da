import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { BandChip, RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { gateOf } from './byUrgency';
import type { PanelProps } from './panel';

/** The score, what it means, and the facts it comes from. */
export function ScorePanel({ app, onOpen }: PanelProps) {
  const t = useTexts();
  const rich = useRichTexts();
  const { scopes, retentionDays } = app.registration;
  return (
    <InfoCard title={t('risk.title')}>
      <Typography variant="h3" component="p">
        {app.score}
        <Typography component="span" color="textSecondary">
          {' '}
          {t('risk.score.of')}
        </Typography>
      </Typography>
      <Box my={1}>
        <BandChip band={app.band} />
      </Box>
      <Typography variant="body1">
        {t(`risk.score.${app.band}`, {
          controls: String(
            app.findings.filter(finding => gateOf(finding) === 'promote')
              .length,
          ),
        })}
      </Typography>
      <Box component="ul" pl={2} my={1}>
        <li>{t(`words.classData.${app.effectiveClass}`)}</li>
        <li>
          {retentionDays === 1
            ? t('risk.score.keptDay')
            : t('risk.score.keptDays', { days: String(retentionDays) })}
        </li>
        <li>
          {scopes.length
            ? t('risk.score.scopes', { scopes: scopes.join(', ') })
            : t('risk.score.noScopes')}
        </li>
      </Box>
      {app.lookAlikes.length > 0 && (
        <Typography variant="body2" color="error">
          {t('risk.score.looksLike', { names: app.lookAlikes.join(', ') })}
        </Typography>
      )}
      <Typography variant="body2" color="textSecondary">
        {rich('risk.score.model', {
          model: app.risk.modelRevision,
          rules: app.policyRevision,
          time: <RelativeTime at={app.updatedAt} />,
        })}
      </Typography>
      {app.viewer.canEdit && (
        <Box mt={1}>
          <Button
            variant="outlined"
            size="small"
            onClick={() => onOpen({ kind: 'edit' })}
          >
            {t('risk.score.edit')}
          </Button>
        </Box>
      )}
    </InfoCard>
  );
}

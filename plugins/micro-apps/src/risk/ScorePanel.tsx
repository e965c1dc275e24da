import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { BandChip, RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import type { PanelProps } from './panel';

const CLASSES = {
  public: 'Public data',
  internal: 'Internal data',
  confidential: 'Confidential data',
  regulated: 'Regulated data',
};

/** The score, what it means, and the facts it comes from. */
export function ScorePanel({ app, onOpen }: PanelProps) {
  const { registration } = app;
  return (
    <InfoCard title="Risk">
      <Typography variant="h3" component="p">
        {app.score}
        <Typography component="span" color="textSecondary">
          {' '}
          of 10
        </Typography>
      </Typography>
      <Box my={1}>
        <BandChip band={app.band} />
      </Box>
      <Typography variant="body1">{meaning(app)}</Typography>
      <Box component="ul" pl={2} my={1}>
        <li>{CLASSES[app.effectiveClass]}</li>
        <li>
          Kept for {registration.retentionDays}{' '}
          {registration.retentionDays === 1 ? 'day' : 'days'}
        </li>
        <li>
          {registration.scopes.length
            ? `Scopes: ${registration.scopes.join(', ')}`
            : 'No scopes beyond sign-in'}
        </li>
      </Box>
      {app.lookAlikes.length > 0 && (
        <Typography variant="body2" color="error">
          The name looks like {app.lookAlikes.join(', ')}.
        </Typography>
      )}
      <Typography variant="body2" color="textSecondary">
        Model {app.risk.modelRevision} · rules {app.policyRevision} · changed{' '}
        <RelativeTime at={app.updatedAt} />
      </Typography>
      {app.viewer.canEdit && (
        <Box mt={1}>
          <Button
            variant="outlined"
            size="small"
            onClick={() => onOpen({ kind: 'edit' })}
          >
            Change the registration
          </Button>
        </Box>
      )}
    </InfoCard>
  );
}

function meaning({ band, findings }: PanelProps['app']): string {
  const controls = `${findings.length} controls`;
  if (band === 'low') {
    return `Approved automatically when its ${controls} are met.`;
  }
  return band === 'medium'
    ? `Needs its ${controls} and one reviewer.`
    : `Needs its ${controls}, a security review and an approval.`;
}

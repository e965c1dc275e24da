import { InfoCard, Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { DeploymentView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import type { PanelProps } from './panel';

const STATES: Record<DeploymentView['state'], string> = {
  requested: 'waiting for its turn',
  deploying: 'on its way',
  running: 'running',
  failed: 'failed',
  superseded: 'replaced by a newer one',
  stopped: 'stopped',
};

/** Where the app runs for others, and the button that brings it there. */
export function DeploymentsPanel({ app, onOpen }: PanelProps) {
  return (
    <InfoCard title="Beta">
      {app.deployments.length === 0 && (
        <Typography variant="body1">
          Not promoted yet. In beta it has real data and its users.
        </Typography>
      )}
      <Box component="ul" pl={2} mt={0}>
        {app.deployments.slice(0, 5).map(each => (
          <li key={each.id}>
            {each.commit.slice(0, 7)} {STATES[each.state]},{' '}
            <RelativeTime at={each.finishedAt ?? each.requestedAt} />
            {each.state === 'running' && each.url && (
              <>
                {' '}
                · <Link to={each.url}>Open the beta</Link>
              </>
            )}
            {each.reason && <>: {each.reason}</>}
          </li>
        ))}
      </Box>
      {app.viewer.canPromote && (
        <Button variant="outlined" onClick={() => onOpen({ kind: 'promote' })}>
          Promote to beta
        </Button>
      )}
    </InfoCard>
  );
}

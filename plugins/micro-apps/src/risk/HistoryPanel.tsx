import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';

const PAGE = 8;
const MAX = 100;

/** What happened, newest first. */
export function HistoryPanel({ app }: { app: AppDetail }) {
  const api = useMicroAppsApi();
  const [limit, setLimit] = useState(PAGE);
  const { value, error, reload } = useAsyncResource(
    async () =>
      app.viewer.canRead
        ? await api.getHistory(app.id, { limit })
        : { items: [] },
    [api, app, limit],
    { keepOnChange: true },
  );
  return (
    <InfoCard title="History">
      {!value && error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={3} />}
      {value?.items.length === 0 && (
        <Typography variant="body2">
          The owner and the reviewers see what happened.
        </Typography>
      )}
      <Box component="ul" pl={2} mt={0}>
        {value?.items.map(entry => (
          <li key={entry.seq}>
            <Typography variant="body2">
              {entry.summary}{' '}
              <Typography
                component="span"
                variant="body2"
                color="textSecondary"
              >
                {entry.actor.replace(/^user:default\//, '')},{' '}
                <RelativeTime at={entry.at} />
              </Typography>
            </Typography>
          </li>
        ))}
      </Box>
      {value?.nextCursor && limit < MAX && (
        <Button size="small" onClick={() => setLimit(MAX)}>
          Show older
        </Button>
      )}
    </InfoCard>
  );
}

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
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';

const PAGE = 8;
const MAX = 100;

/** What happened, newest first. */
export function HistoryPanel({ app }: { app: AppDetail }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
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
    <InfoCard title={t('risk.history.title')}>
      {!value && error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={3} />}
      {value?.items.length === 0 && (
        <Typography variant="body2">
          {t(app.viewer.canRead ? 'risk.history.none' : 'risk.history.others')}
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
                {rich('risk.history.who', {
                  person: <PersonName personRef={entry.actor} />,
                  time: <RelativeTime at={entry.at} />,
                })}
              </Typography>
            </Typography>
          </li>
        ))}
      </Box>
      {value?.nextCursor && limit < MAX && (
        <Button size="small" onClick={() => setLimit(MAX)}>
          {t('risk.history.older')}
        </Button>
      )}
    </InfoCard>
  );
}

import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import Typography from '@material-ui/core/Typography';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useId, useState } from 'react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { VersionList } from './VersionList';

const PAGE = 8;
const MAX = 100;
const VIEWS = ['events', 'changes'] as const;
type View = (typeof VIEWS)[number];

/** What happened, and what changed in the registration, newest first. */
export function HistoryPanel({ app }: { app: AppDetail }) {
  const t = useTexts();
  const id = useId();
  const [view, setView] = useState<View>('events');
  if (!app.viewer.canRead) {
    return (
      <InfoCard title={t('risk.history.title')}>
        <Typography variant="body2">{t('risk.history.others')}</Typography>
      </InfoCard>
    );
  }
  return (
    <InfoCard title={t('risk.history.title')}>
      <Tabs
        value={view}
        indicatorColor="primary"
        aria-label={t('risk.history.title')}
        onChange={(_, next: View) => setView(next)}
      >
        {VIEWS.map(each => (
          <Tab
            key={each}
            value={each}
            id={`${id}-${each}`}
            aria-controls={view === each ? `${id}-panel` : undefined}
            label={t(`risk.history.${each}`)}
          />
        ))}
      </Tabs>
      <Box
        mt={1}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${view}`}
      >
        {view === 'events' ? <Events app={app} /> : <VersionList app={app} />}
      </Box>
    </InfoCard>
  );
}

function Events({ app }: { app: AppDetail }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const [limit, setLimit] = useState(PAGE);
  const { value, error, reload } = useAsyncResource(
    () => api.getHistory(app.id, { limit }),
    [api, app, limit],
    { keepOnChange: true },
  );
  return (
    <>
      {!value && error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={3} />}
      {value?.items.length === 0 && (
        <Typography variant="body2">{t('risk.history.none')}</Typography>
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
    </>
  );
}

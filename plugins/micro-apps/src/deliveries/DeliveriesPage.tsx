import { Content, Header, Page } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { DeliveriesStatus } from './DeliveriesStatus';
import { DeliveriesTable } from './DeliveriesTable';

const VIEWS = ['failed', 'waiting'] as const;

/** What waits to be delivered and what could not be, for administrators. */
export function DeliveriesPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error: failure } = useAct();
  const [view, setView] = useState<(typeof VIEWS)[number]>('failed');
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const { value, error, reload } = useAsyncResource(
    () => api.listOutbox({ state: view, cursor }),
    [api, view, cursor],
    { keepOnChange: true },
  );
  async function retry(id: string) {
    await act(() => api.retryDelivery(id), t('deliveries.retried'));
    reload();
  }
  return (
    <Page themeId="tool">
      <Header
        title={t('deliveries.title')}
        subtitle={t('deliveries.subtitle')}
        type={t('deliveries.parent')}
        typeLink="/micro-apps"
      />
      <Content>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {failure && <ErrorNotice error={failure} />}
        {!value && !error && <LoadingRows rows={6} />}
        {value && <DeliveriesStatus outbox={value} />}
        <Box mt={2}>
          <Tabs
            value={view}
            indicatorColor="primary"
            onChange={(_, next) => {
              setView(next);
              setCursors([]);
            }}
            aria-label={t('deliveries.which')}
          >
            {VIEWS.map(each => (
              <Tab
                key={each}
                value={each}
                label={t(`deliveries.view.${each}`)}
              />
            ))}
          </Tabs>
        </Box>
        <Box mt={2}>
          {value?.items.length === 0 && (
            <EmptyNotice
              title={t(`deliveries.none.${view}`)}
              text={t(`deliveries.noneText.${view}`)}
            />
          )}
          {value && value.items.length > 0 && (
            <DeliveriesTable
              items={value.items}
              state={value.items[0].state}
              busy={busy}
              onRetry={({ id }) => retry(id)}
            />
          )}
          <Box mt={1}>
            {cursors.length > 0 && (
              <Button onClick={() => setCursors(cursors.slice(0, -1))}>
                {t('deliveries.earlier')}
              </Button>
            )}
            {value?.nextCursor && (
              <Button
                onClick={() =>
                  value.nextCursor && setCursors([...cursors, value.nextCursor])
                }
              >
                {t('deliveries.more')}
              </Button>
            )}
          </Box>
        </Box>
      </Content>
    </Page>
  );
}

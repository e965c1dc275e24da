import Box from '@material-ui/core/Box';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { PageButtons } from '../list/PageButtons';
import { ToolPage } from '../list/ToolPage';
import { usePagedList } from '../list/usePagedList';
import { ViewTabs } from '../list/ViewTabs';
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
  const { list, pages } = usePagedList(
    cursor => api.listOutbox({ state: view, cursor }),
    [api, view],
  );
  const { value, error, reload } = list;
  async function retry(id: string) {
    await act(() => api.retryDelivery(id), t('deliveries.retried'));
    reload();
  }
  return (
    <ToolPage title={t('deliveries.title')} subtitle={t('deliveries.subtitle')}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {failure && <ErrorNotice error={failure} />}
      {!value && !error && <LoadingRows rows={6} />}
      {value && <DeliveriesStatus outbox={value} />}
      <Box mt={2}>
        <ViewTabs
          label={t('deliveries.which')}
          views={VIEWS}
          view={view}
          titleOf={each => t(`deliveries.view.${each}`)}
          onChange={next => {
            setView(next);
            pages.go([]);
          }}
        />
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
        <PageButtons pages={pages} next={value?.nextCursor} />
      </Box>
    </ToolPage>
  );
}

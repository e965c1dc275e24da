import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  RelativeTime,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { ToolPage } from '../list/ToolPage';
import { usePagedList } from '../list/usePagedList';
import { ViewTabs } from '../list/ViewTabs';
import { useTableStyles } from '../tableStyles';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { ClockText } from './ClockText';
import { nextOf } from './nextOf';

const LOOK_MS = 30_000;
const VIEWS = ['open', 'overdue', 'all'] as const;

/** Incidents of every app, for the security team: what is due first. */
export function IncidentsPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('open');
  const { list, pages } = usePagedList(
    cursor => api.listIncidents({ show: view, cursor }),
    [api, view],
    { pollMs: LOOK_MS },
  );
  return (
    <ToolPage
      title={t('incidents.page.title')}
      subtitle={t('incidents.page.subtitle')}
    >
      <ViewTabs
        label={t('incidents.page.which')}
        views={VIEWS}
        view={view}
        titleOf={each => t(`incidents.page.view.${each}`)}
        onChange={next => {
          setView(next);
          pages.go([]);
        }}
      />
      <Box mt={2}>
        <PagedList
          list={list}
          pages={pages}
          empty={() => (
            <EmptyNotice
              title={t(`incidents.page.empty.${view}`)}
              text={t('incidents.page.emptyText')}
            />
          )}
        >
          {({ items }) => <Rows items={items} />}
        </PagedList>
      </Box>
    </ToolPage>
  );
}

function Rows({ items }: { items: readonly IncidentView[] }) {
  const t = useTexts();
  const { name, long, short, spare } = useTableStyles();
  return (
    <ListTable
      label={t('incidents.page.table')}
      columns={[
        [name, t('incidents.page.incident')],
        [name, t('incidents.page.app')],
        [short, t('incidents.page.severity')],
        [long, t('incidents.page.due')],
        [`${long} ${spare}`, t('incidents.page.next')],
      ]}
    >
      {items.map(incident => (
        <TableRow key={incident.id}>
          <TableCell className={name}>
            <Link to={`/micro-apps/incidents/${incident.id}`}>
              {incident.title}
            </Link>
          </TableCell>
          <TableCell className={name}>
            <Link to={`/catalog/default/component/${incident.appId}/risk`}>
              {incident.appName}
            </Link>
          </TableCell>
          <TableCell className={short}>
            {t(`incidents.severity.${incident.severity}`)}
          </TableCell>
          <TableCell className={long}>
            <Due incident={incident} />
          </TableCell>
          <TableCell className={`${long} ${spare}`}>
            {t(`incidents.next.${nextOf(incident)}`)}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

/** What is due and not done; of a closed one, since when it is. */
function Due({ incident }: { incident: IncidentView }) {
  const rich = useRichTexts();
  const { closedAt, clocks } = incident;
  if (closedAt !== undefined) {
    return (
      <>{rich('incidents.closed', { time: <RelativeTime at={closedAt} /> })}</>
    );
  }
  const undone = clocks.filter(({ doneAt }) => doneAt === undefined);
  return (
    <>
      {(undone.length > 0 ? undone : clocks).map(clock => (
        <ClockText key={clock.name} clock={clock} />
      ))}
    </>
  );
}

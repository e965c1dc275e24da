import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { PageButtons } from '../list/PageButtons';
import { ToolPage } from '../list/ToolPage';
import { usePages } from '../list/usePages';
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
  const pages = usePages();
  const { cursor } = pages;
  const { value, error, reload } = useAsyncResource(
    () => api.listIncidents({ show: view, cursor }),
    [api, view, cursor],
    { keepOnChange: true, pollMs: LOOK_MS },
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
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!value && !error && <LoadingRows rows={6} />}
        {value?.items.length === 0 && (
          <EmptyNotice
            title={t(`incidents.page.empty.${view}`)}
            text={t('incidents.page.emptyText')}
          />
        )}
        {value && value.items.length > 0 && <Rows items={value.items} />}
        <PageButtons pages={pages} next={value?.nextCursor} />
      </Box>
    </ToolPage>
  );
}

function Rows({ items }: { items: readonly IncidentView[] }) {
  const t = useTexts();
  const { name, long, short, spare } = useTableStyles();
  return (
    <TableContainer component={Paper}>
      <Table aria-label={t('incidents.page.table')}>
        <TableHead>
          <TableRow>
            <TableCell className={name}>
              {t('incidents.page.incident')}
            </TableCell>
            <TableCell className={name}>{t('incidents.page.app')}</TableCell>
            <TableCell className={short}>
              {t('incidents.page.severity')}
            </TableCell>
            <TableCell className={long}>{t('incidents.page.due')}</TableCell>
            <TableCell className={`${long} ${spare}`}>
              {t('incidents.page.next')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
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
        </TableBody>
      </Table>
    </TableContainer>
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

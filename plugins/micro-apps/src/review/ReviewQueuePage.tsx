import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { RequestSummary } from '@micro-apps/plugin-micro-apps-common';
import {
  BandChip,
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
import { WaitingForms } from '../forms/WaitingForms';
import { UnfitBanner } from '../policy/UnfitBanner';
import { WeakenedBanner } from '../policy/WeakenedBanner';
import { useTableStyles } from '../tableStyles';
import { pathOf } from './pathOf';
import { useRichTexts, useTexts } from '../translation/useTexts';

const REQUESTS = ['open', 'mine', 'all'] as const;
const VIEWS = [...REQUESTS, 'forms'] as const;

/** What waits for a decision, the most urgent first; and forms to accept. */
export function ReviewQueuePage() {
  const t = useTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('open');
  return (
    <ToolPage title={t('queue.title')} subtitle={t('queue.subtitle')}>
      <UnfitBanner />
      <WeakenedBanner />
      <ViewTabs
        label={t('queue.which')}
        views={VIEWS}
        view={view}
        titleOf={each => t(`queue.view.${each}`)}
        onChange={setView}
      />
      <Box mt={2}>
        {view === 'forms' ? (
          <WaitingForms />
        ) : (
          <Requests key={view} view={view} />
        )}
      </Box>
    </ToolPage>
  );
}

function Requests({ view }: { view: (typeof REQUESTS)[number] }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const { short, name, long, spare } = useTableStyles();
  const { list, pages } = usePagedList(
    cursor => api.listRequests({ state: view, cursor }),
    [api, view],
  );
  return (
    <PagedList
      list={list}
      pages={pages}
      empty={({ lastDecidedAt }) => (
        <EmptyNotice
          title={t(`queue.none.${view}`)}
          text={
            lastDecidedAt
              ? rich('queue.lastDecided', {
                  time: <RelativeTime at={lastDecidedAt} />,
                })
              : t('queue.neverDecided')
          }
        />
      )}
    >
      {({ items }) => (
        <ListTable
          label={t('queue.table')}
          columns={[
            [name, t('queue.app')],
            [short, t('queue.risk')],
            [`${long} ${spare}`, t('queue.change')],
            [long, t('queue.waitsFor')],
            [short, t('queue.due')],
          ]}
        >
          {items.map(request => (
            <Row key={request.id} request={request} />
          ))}
        </ListTable>
      )}
    </PagedList>
  );
}

function Row({ request }: { request: RequestSummary }) {
  const t = useTexts();
  const { short, name, long, spare } = useTableStyles();
  const { title, band, score, change, mayVote } = request;
  const dueAt = request.secondLookDueAt ?? request.dueAt;
  const who = t(mayVote ? 'queue.you' : `queue.clock.${request.clock}`);
  const roles = request.waitingFor
    .map(role => t(`words.role.${role}`))
    .join(', ');
  function waitsFor() {
    if (request.secondLookDueAt) return t('queue.secondLook');
    if (!roles) return who;
    if (mayVote) return t('queue.waiting', { who, roles });
    return request.clock === 'reviewers' ? roles : who;
  }
  return (
    <TableRow>
      <TableCell className={name}>
        <Link to={pathOf(request)}>{title}</Link>
        {request.kind !== 'app' && (
          <Typography variant="body2" color="textSecondary">
            {t(`queue.kind.${request.kind}`)}
          </Typography>
        )}
      </TableCell>
      <TableCell className={short}>
        {band ? <BandChip band={band} score={score} /> : t('queue.noRisk')}
      </TableCell>
      <TableCell className={`${long} ${spare}`}>{change}</TableCell>
      <TableCell className={long}>{waitsFor()}</TableCell>
      <TableCell className={dueAt ? short : long}>
        {dueAt ? (
          <RelativeTime at={dueAt} />
        ) : (
          t(`words.requestState.${request.state}`)
        )}
      </TableCell>
    </TableRow>
  );
}

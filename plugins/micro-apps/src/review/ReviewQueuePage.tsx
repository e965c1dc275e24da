import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { RequestSummary } from '@micro-apps/plugin-micro-apps-common';
import {
  BandChip,
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
import { UnfitBanner } from '../policy/UnfitBanner';
import { WeakenedBanner } from '../policy/WeakenedBanner';
import { useTableStyles } from '../tableStyles';
import { pathOf } from './pathOf';
import { useRichTexts, useTexts } from '../translation/useTexts';

const VIEWS = ['open', 'mine', 'all'] as const;

/** What waits for a decision, the most urgent first. */
export function ReviewQueuePage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const { short, name, long, spare } = useTableStyles();
  const [view, setView] = useState<(typeof VIEWS)[number]>('open');
  const pages = usePages();
  const { cursor } = pages;
  const { value, error, reload } = useAsyncResource(
    () => api.listRequests({ state: view, cursor }),
    [api, view, cursor],
    { keepOnChange: true },
  );
  return (
    <ToolPage title={t('queue.title')} subtitle={t('queue.subtitle')}>
      <UnfitBanner />
      <WeakenedBanner />
      <ViewTabs
        label={t('queue.which')}
        views={VIEWS}
        view={view}
        titleOf={each => t(`queue.view.${each}`)}
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
            title={t(`queue.none.${view}`)}
            text={
              value.lastDecidedAt
                ? rich('queue.lastDecided', {
                    time: <RelativeTime at={value.lastDecidedAt} />,
                  })
                : t('queue.neverDecided')
            }
          />
        )}
        {value && value.items.length > 0 && (
          <TableContainer component={Paper}>
            <Table aria-label={t('queue.table')}>
              <TableHead>
                <TableRow>
                  <TableCell className={name}>{t('queue.app')}</TableCell>
                  <TableCell className={short}>{t('queue.risk')}</TableCell>
                  <TableCell className={`${long} ${spare}`}>
                    {t('queue.change')}
                  </TableCell>
                  <TableCell className={long}>{t('queue.waitsFor')}</TableCell>
                  <TableCell className={short}>{t('queue.due')}</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {value.items.map(request => (
                  <Row key={request.id} request={request} />
                ))}
              </TableBody>
            </Table>
          </TableContainer>
        )}
        <PageButtons pages={pages} next={value?.nextCursor} />
      </Box>
    </ToolPage>
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

import { Content, Header, Link, Page } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Tab from '@material-ui/core/Tab';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Tabs from '@material-ui/core/Tabs';
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

const VIEWS = ['open', 'mine', 'all'] as const;
const TITLES = { open: 'Undecided', mine: 'Asked by me', all: 'All' };
const CLOCKS = {
  reviewers: 'reviewers',
  owner: 'owner',
  stopped: 'nobody',
};

/** What waits for a decision, the most urgent first. */
export function ReviewQueuePage() {
  const api = useMicroAppsApi();
  const [view, setView] = useState<(typeof VIEWS)[number]>('open');
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const { value, error, reload } = useAsyncResource(
    () => api.listRequests({ state: view, cursor }),
    [api, view, cursor],
    { keepOnChange: true },
  );
  return (
    <Page themeId="tool">
      <Header
        title="Review queue"
        subtitle="Micro apps that wait for a decision"
        type="Micro apps"
        typeLink="/micro-apps"
      />
      <Content>
        <Tabs
          value={view}
          indicatorColor="primary"
          onChange={(_, next) => {
            setView(next);
            setCursors([]);
          }}
          aria-label="Which requests"
        >
          {VIEWS.map(each => (
            <Tab key={each} value={each} label={TITLES[each]} />
          ))}
        </Tabs>
        <Box mt={2}>
          {error && <ErrorNotice error={error} onRetry={reload} />}
          {!value && !error && <LoadingRows rows={6} />}
          {value?.items.length === 0 && (
            <EmptyNotice
              title="Nothing waits for you, and that is good"
              text={
                value.lastDecidedAt
                  ? `The last decision was made on ${value.lastDecidedAt.slice(
                      0,
                      10,
                    )}.`
                  : 'No request has been decided yet.'
              }
            />
          )}
          {value && value.items.length > 0 && (
            <TableContainer component={Paper}>
              <Table aria-label="Requests">
                <TableHead>
                  <TableRow>
                    <TableCell>App</TableCell>
                    <TableCell>Risk</TableCell>
                    <TableCell>What changed</TableCell>
                    <TableCell>Waits for</TableCell>
                    <TableCell>Due</TableCell>
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
          <Box mt={1}>
            {cursors.length > 0 && (
              <Button onClick={() => setCursors(cursors.slice(0, -1))}>
                Earlier
              </Button>
            )}
            {value?.nextCursor && (
              <Button
                onClick={() =>
                  value.nextCursor && setCursors([...cursors, value.nextCursor])
                }
              >
                More
              </Button>
            )}
          </Box>
        </Box>
      </Content>
    </Page>
  );
}

function Row({ request }: { request: RequestSummary }) {
  const { appId, appName, band, score, change, mayVote } = request;
  return (
    <TableRow>
      <TableCell>
        <Link to={`/catalog/default/component/${appId}/risk`}>{appName}</Link>
      </TableCell>
      <TableCell>
        <BandChip band={band} score={score} />
      </TableCell>
      <TableCell>{change}</TableCell>
      <TableCell>
        {mayVote ? 'you' : CLOCKS[request.clock]}
        {request.waitingFor.length > 0 && ` (${request.waitingFor.join(', ')})`}
      </TableCell>
      <TableCell>
        {request.dueAt ? <RelativeTime at={request.dueAt} /> : request.state}
      </TableCell>
    </TableRow>
  );
}

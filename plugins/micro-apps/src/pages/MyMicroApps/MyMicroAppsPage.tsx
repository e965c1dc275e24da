import {
  Content,
  Header,
  Link,
  LinkButton,
  Page,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
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
import TextField from '@material-ui/core/TextField';
import type { AppSummary } from '@micro-apps/plugin-micro-apps-common';
import {
  BandChip,
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import useDebounce from 'react-use/esm/useDebounce';
import { useState } from 'react';

const STAGES: Record<AppSummary['stage'], string> = {
  draft: 'Draft',
  sandbox: 'Sandbox',
  'in-review': 'In review',
  approved: 'Approved',
  production: 'In beta',
  retired: 'Retired',
};

const useStyles = makeStyles(theme => ({
  // The usual grey is too pale on the page's background.
  label: { color: theme.palette.text.primary },
}));

/** One's own micro apps, what to do next on each, and the way to a new one. */
export function MyMicroAppsPage() {
  const api = useMicroAppsApi();
  const classes = useStyles();
  const [view, setView] = useState<'me' | 'all'>('me');
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  useDebounce(
    () => {
      if (typed === text) return;
      setText(typed);
      setCursors([]);
    },
    300,
    [typed],
  );
  const { value, error, reload } = useAsyncResource(
    () =>
      api.listApps({
        owner: view === 'me' ? 'me' : undefined,
        q: text.trim() || undefined,
        cursor,
      }),
    [api, view, text, cursor],
    { keepOnChange: true },
  );
  const create = (
    <LinkButton
      to="/create/templates/default/team-web-app"
      color="primary"
      variant="contained"
    >
      Create a micro app
    </LinkButton>
  );
  return (
    <Page themeId="home">
      <Header
        title="Micro apps"
        subtitle="Small apps that your team builds, safely"
      />
      <Content>
        <Box
          display="flex"
          flexWrap="wrap"
          alignItems="center"
          justifyContent="space-between"
          gridGap={16}
        >
          <Tabs
            value={view}
            indicatorColor="primary"
            aria-label="Whose apps"
            onChange={(_, next) => {
              setView(next);
              setCursors([]);
            }}
          >
            <Tab value="me" label="My micro apps" />
            <Tab value="all" label="All" />
          </Tabs>
          <Box display="flex" alignItems="center" gridGap={16}>
            <TextField
              id="find-micro-app"
              label="Find"
              type="search"
              size="small"
              variant="outlined"
              InputLabelProps={{ className: classes.label }}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
            <LinkButton to="/micro-apps/review" variant="outlined">
              Review queue
            </LinkButton>
            {(value?.items.length ?? 0) > 0 && create}
          </Box>
        </Box>
        <Box mt={2}>
          {error && <ErrorNotice error={error} onRetry={reload} />}
          {!value && !error && <LoadingRows rows={6} />}
          {value?.items.length === 0 && (
            <EmptyNotice
              title={text ? 'Nothing found' : 'No micro apps yet'}
              text={
                text
                  ? 'Try another word, or look among all apps.'
                  : 'Answer a few plain questions and get a running app with company sign-in.'
              }
              action={text ? undefined : create}
            />
          )}
          {value && value.items.length > 0 && (
            <TableContainer component={Paper}>
              <Table aria-label="Micro apps">
                <TableHead>
                  <TableRow>
                    <TableCell>App</TableCell>
                    <TableCell>Risk</TableCell>
                    <TableCell>Stage</TableCell>
                    <TableCell>Next step</TableCell>
                    <TableCell>Changed</TableCell>
                  </TableRow>
                </TableHead>
                <TableBody>
                  {value.items.map(app => (
                    <TableRow key={app.id}>
                      <TableCell>
                        <Link to={`/catalog/default/component/${app.id}/risk`}>
                          {app.name}
                        </Link>
                      </TableCell>
                      <TableCell>
                        <BandChip band={app.band} score={app.score} />
                      </TableCell>
                      <TableCell>{STAGES[app.stage]}</TableCell>
                      <TableCell>{app.nextStep.sentence}</TableCell>
                      <TableCell>
                        <RelativeTime at={app.updatedAt} />
                      </TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            </TableContainer>
          )}
          <Box mt={1} display="flex" gridGap={8}>
            {cursors.length > 0 && (
              <Button onClick={() => setCursors(cursors.slice(0, -1))}>
                Back
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

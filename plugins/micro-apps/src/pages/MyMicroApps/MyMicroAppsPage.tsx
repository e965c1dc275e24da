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
import { PersonName } from '../../people/PersonName';
import { DeliveriesLink } from '../../deliveries/DeliveriesLink';
import { WeakenedBanner } from '../../policy/WeakenedBanner';
import { useTableStyles } from '../../tableStyles';
import { useTexts } from '../../translation/useTexts';

const useStyles = makeStyles(theme => ({
  // The usual grey is too pale on the page's background.
  label: { color: theme.palette.text.primary },
}));

/** One's own micro apps, what to do next on each, and the way to a new one. */
export function MyMicroAppsPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const classes = useStyles();
  const { short, name, long, spare, tools } = useTableStyles();
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
      {t('mine.create')}
    </LinkButton>
  );
  return (
    <Page themeId="home">
      <Header title={t('mine.title')} subtitle={t('mine.subtitle')} />
      <Content>
        <WeakenedBanner />
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
            aria-label={t('mine.whose')}
            onChange={(_, next) => {
              setView(next);
              setCursors([]);
            }}
          >
            <Tab value="me" label={t('mine.me')} />
            <Tab value="all" label={t('mine.all')} />
          </Tabs>
          <Box className={tools}>
            <TextField
              id="find-micro-app"
              label={t('mine.find')}
              type="search"
              size="small"
              variant="outlined"
              InputLabelProps={{ className: classes.label }}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
            <LinkButton to="/micro-apps/review" variant="outlined">
              {t('mine.queue')}
            </LinkButton>
            <LinkButton to="/micro-apps/exceptions" variant="outlined">
              {t('exceptions.page.link')}
            </LinkButton>
            <DeliveriesLink />
            {(value?.items.length ?? 0) > 0 && create}
          </Box>
        </Box>
        <Box mt={2}>
          {error && <ErrorNotice error={error} onRetry={reload} />}
          {!value && !error && <LoadingRows rows={6} />}
          {value?.items.length === 0 && (
            <EmptyNotice
              title={t(text ? 'mine.notFound' : 'mine.none')}
              text={t(text ? 'mine.notFoundText' : 'mine.noneText')}
              action={text ? undefined : create}
            />
          )}
          {value && value.items.length > 0 && (
            <TableContainer component={Paper}>
              <Table aria-label={t('mine.table')}>
                <TableHead>
                  <TableRow>
                    <TableCell className={name}>{t('mine.app')}</TableCell>
                    {view === 'all' && (
                      <TableCell className={name}>{t('mine.owner')}</TableCell>
                    )}
                    <TableCell className={short}>{t('mine.risk')}</TableCell>
                    <TableCell className={short}>{t('mine.stage')}</TableCell>
                    <TableCell className={long}>{t('mine.next')}</TableCell>
                    <TableCell className={`${short} ${spare}`}>
                      {t('mine.changed')}
                    </TableCell>
                  </TableRow>
                </TableHead>
                <TableBody>
                  {value.items.map(app => (
                    <TableRow key={app.id}>
                      <TableCell className={name}>
                        <Link to={`/catalog/default/component/${app.id}/risk`}>
                          {app.name}
                        </Link>
                      </TableCell>
                      {view === 'all' && (
                        <TableCell className={name}>
                          <PersonName personRef={app.owner} />
                        </TableCell>
                      )}
                      <TableCell className={short}>
                        <BandChip band={app.band} score={app.score} />
                      </TableCell>
                      <TableCell className={short}>
                        {t(`words.stage.${app.stage}`)}
                      </TableCell>
                      <TableCell className={long}>
                        {app.nextStep.sentence}
                      </TableCell>
                      <TableCell className={`${short} ${spare}`}>
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
                {t('mine.back')}
              </Button>
            )}
            {value?.nextCursor && (
              <Button
                onClick={() =>
                  value.nextCursor && setCursors([...cursors, value.nextCursor])
                }
              >
                {t('mine.more')}
              </Button>
            )}
          </Box>
        </Box>
      </Content>
    </Page>
  );
}

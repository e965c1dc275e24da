import { Content, Header, LinkButton, Page } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import Typography from '@material-ui/core/Typography';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import useDebounce from 'react-use/esm/useDebounce';
import { PlacesBar } from '../../places/PlacesBar';
import { useState, type ReactNode } from 'react';
import { PageButtons } from '../../list/PageButtons';
import { UnfitBanner } from '../../policy/UnfitBanner';
import { ListSearch } from '../../list/ListField';
import { WeakenedBanner } from '../../policy/WeakenedBanner';
import { useTableStyles } from '../../tableStyles';
import { useTexts } from '../../translation/useTexts';
import { AppFilters } from './AppFilters';
import { AppTable } from './AppTable';
import { ListTools } from './ListTools';
import { useAppsQuery, type AppsQueryState } from './useAppsQuery';

/**
 * One's own micro apps, what to do next on each, and the way to a new one; or
 * everybody's, narrowed and sorted. The address holds every choice.
 */
export function MyMicroAppsPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { tools } = useTableStyles();
  const list = useAppsQuery();
  const { view, text, query, change } = list;
  const [typed, setTyped] = useState(text);
  useDebounce(
    () => {
      if (typed !== text) change({ q: typed || undefined });
    },
    300,
    [typed],
  );
  const { value, error, reload } = useAsyncResource(
    () => api.listApps(query),
    [api, JSON.stringify(query)],
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
      <PlacesBar />
      <Content>
        <UnfitBanner />
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
            onChange={(_, next) =>
              change({ view: next === 'all' ? next : undefined })
            }
          >
            <Tab value="me" label={t('mine.me')} />
            <Tab value="all" label={t('mine.all')} />
          </Tabs>
          <Box className={tools}>
            <ListSearch
              id="find-micro-app"
              label={t('mine.find')}
              value={typed}
              onChange={setTyped}
            />
            {view === 'all' && <ListTools query={query} />}
            {(value?.items.length ?? 0) > 0 && create}
          </Box>
        </Box>
        {view === 'all' && <AppFilters list={list} />}
        <Box mt={2}>
          {error && <ErrorNotice error={error} onRetry={reload} />}
          {!value && !error && <LoadingRows rows={6} />}
          {value?.items.length === 0 && <Nothing list={list} create={create} />}
          {value && value.items.length > 0 && (
            <>
              {view === 'all' && (
                <Typography variant="body2" role="status" gutterBottom>
                  {t(value.totalIsMore ? 'mine.countMore' : 'mine.count', {
                    count: value.total.toLocaleString(),
                  })}
                </Typography>
              )}
              <AppTable
                apps={value.items}
                withOwners={view === 'all'}
                byCreation={list.sort === 'created'}
              />
            </>
          )}
          <PageButtons pages={list} next={value?.nextCursor} />
        </Box>
      </Content>
    </Page>
  );
}

/** Why nothing is shown, and whether that is good. */
function Nothing({
  list,
  create,
}: {
  list: AppsQueryState;
  create: ReactNode;
}) {
  const t = useTexts();
  const { isNarrowed, filters, text, places } = list;
  // Nobody has to look at anything: that is what these marks are for.
  const isGood =
    places.length === 0 &&
    !text &&
    (filters.flag !== undefined ||
      ['restricted', 'quarantined', 'suspended'].includes(
        filters.standing ?? '',
      ));
  if (isGood) {
    return <EmptyNotice title={t('mine.noneGood')} />;
  }
  return isNarrowed ? (
    <EmptyNotice title={t('mine.notFound')} text={t('mine.notFoundText')} />
  ) : (
    <EmptyNotice
      title={t('mine.none')}
      text={t('mine.noneText')}
      action={create}
    />
  );
}

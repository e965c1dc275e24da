import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { CHECK_STATES, FLEET_CHECK_IDS } from '@micro-apps/governance-core';
import type {
  CountedAppsQuery,
  CountedAppsResponse,
  CountedAppView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  BandChip,
  EmptyNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useSearchParams } from 'react-router-dom';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { ToolPage } from '../list/ToolPage';
import { usePagedList } from '../list/usePagedList';
import { PersonName } from '../people/PersonName';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';

/** The apps behind an answer of the checklist, page by page. */
export function CountedAppsPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [params] = useSearchParams();
  const check =
    FLEET_CHECK_IDS.find(each => each === params.get('check')) ?? 'registered';
  const state =
    CHECK_STATES.find(each => each === params.get('state')) ?? 'yes';
  const { list, pages } = usePagedList(
    cursor => firstWithApps(api, { check, state, cursor }),
    [api, check, state],
  );
  return (
    <ToolPage
      title={t('numbers.behind.title')}
      subtitle={t('numbers.behind.subtitle', {
        check: t(`numbers.behind.checks.${check}`),
        state: t(`numbers.checklist.states.${state}`),
      })}
    >
      <Box mb={2}>
        <Link to="/micro-apps/numbers?view=checklist">
          {t('numbers.behind.back')}
        </Link>
      </Box>
      <PagedList
        list={list}
        pages={pages}
        empty={() => (
          <EmptyNotice
            title={t('numbers.behind.none')}
            text={t('numbers.behind.noneText')}
          />
        )}
      >
        {({ items }) => <CountedTable items={items} />}
      </PagedList>
    </ToolPage>
  );
}

/** The next page with something on it: rare apps may be many pages apart. */
async function firstWithApps(
  api: Pick<ReturnType<typeof useMicroAppsApi>, 'listCountedApps'>,
  query: CountedAppsQuery,
): Promise<CountedAppsResponse> {
  const page = await api.listCountedApps(query);
  return page.items.length === 0 && page.nextCursor !== undefined
    ? await firstWithApps(api, { ...query, cursor: page.nextCursor })
    : page;
}

function CountedTable({ items }: { items: readonly CountedAppView[] }) {
  const t = useTexts();
  const { short, name, spare } = useTableStyles();
  return (
    <ListTable
      label={t('numbers.behind.table')}
      columns={[
        [name, t('numbers.behind.app')],
        [name, t('numbers.behind.owner')],
        [`${name} ${spare}`, t('numbers.behind.unit')],
        [short, t('numbers.behind.risk')],
        [short, t('numbers.behind.class')],
        [short, t('numbers.behind.standing')],
      ]}
    >
      {items.map(app => (
        <TableRow key={app.id}>
          <TableCell className={name}>
            <Link to={`/catalog/default/component/${app.id}/risk`}>
              {app.name}
            </Link>
          </TableCell>
          <TableCell className={name}>
            <PersonName personRef={app.owner} />
          </TableCell>
          <TableCell className={`${name} ${spare}`}>
            <PersonName personRef={app.businessUnit} />
          </TableCell>
          <TableCell className={short}>
            <BandChip band={app.band} />
          </TableCell>
          <TableCell className={short}>
            {t(`words.class.${app.effectiveClass}`)}
          </TableCell>
          <TableCell className={short}>
            {t(`words.standing.${app.standing}`)}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

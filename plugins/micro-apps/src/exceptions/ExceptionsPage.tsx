import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { ExceptionView } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { ToolPage } from '../list/ToolPage';
import { usePagedList } from '../list/usePagedList';
import { ViewTabs } from '../list/ViewTabs';
import { PersonName } from '../people/PersonName';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';
import { ExceptionStandingText } from './ExceptionStandingText';

const VIEWS = ['active', 'ending', 'all'] as const;

/** The ledger of exceptions, for reviewers and platform teams. */
export function ExceptionsPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('active');
  const { list, pages } = usePagedList(
    cursor => api.listExceptions({ show: view, cursor }),
    [api, view],
  );
  return (
    <ToolPage
      title={t('exceptions.page.title')}
      subtitle={t('exceptions.page.subtitle')}
    >
      <ViewTabs
        label={t('exceptions.page.which')}
        views={VIEWS}
        view={view}
        titleOf={each => t(`exceptions.page.view.${each}`)}
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
              title={t(`exceptions.page.none.${view}`)}
              text={t('exceptions.page.noneText')}
            />
          )}
        >
          {({ items }) => <Ledger items={items} />}
        </PagedList>
      </Box>
    </ToolPage>
  );
}

function Ledger({ items }: { items: readonly ExceptionView[] }) {
  const t = useTexts();
  const { name, long, spare } = useTableStyles();
  return (
    <ListTable
      label={t('exceptions.page.table')}
      columns={[
        [name, t('exceptions.page.app')],
        [name, t('exceptions.page.control')],
        [long, t('exceptions.page.standing')],
        [`${long} ${spare}`, t('exceptions.page.instead')],
        [`${name} ${spare}`, t('exceptions.page.granted')],
      ]}
    >
      {items.map(exception => (
        <TableRow key={exception.id}>
          <TableCell className={name}>
            <Link to={`/catalog/default/component/${exception.appId}/risk`}>
              {exception.appName}
            </Link>
          </TableCell>
          <TableCell className={name}>{exception.controlTitle}</TableCell>
          <TableCell className={long}>
            <ExceptionStandingText exception={exception} />
          </TableCell>
          <TableCell className={`${long} ${spare}`}>
            {exception.compensation.statement}
          </TableCell>
          <TableCell className={`${name} ${spare}`}>
            {exception.grantedBy ? (
              <PersonName personRef={exception.grantedBy} />
            ) : (
              t('exceptions.page.nobody')
            )}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

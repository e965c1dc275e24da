import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { ExceptionView } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { PageButtons } from '../list/PageButtons';
import { ToolPage } from '../list/ToolPage';
import { usePages } from '../list/usePages';
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
  const pages = usePages();
  const { cursor } = pages;
  const { value, error, reload } = useAsyncResource(
    () => api.listExceptions({ show: view, cursor }),
    [api, view, cursor],
    { keepOnChange: true },
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
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!value && !error && <LoadingRows rows={6} />}
        {value?.items.length === 0 && (
          <EmptyNotice
            title={t(`exceptions.page.none.${view}`)}
            text={t('exceptions.page.noneText')}
          />
        )}
        {value && value.items.length > 0 && <Ledger items={value.items} />}
        <PageButtons pages={pages} next={value?.nextCursor} />
      </Box>
    </ToolPage>
  );
}

function Ledger({ items }: { items: readonly ExceptionView[] }) {
  const t = useTexts();
  const { name, long, spare } = useTableStyles();
  return (
    <TableContainer component={Paper}>
      <Table aria-label={t('exceptions.page.table')}>
        <TableHead>
          <TableRow>
            <TableCell className={name}>{t('exceptions.page.app')}</TableCell>
            <TableCell className={name}>
              {t('exceptions.page.control')}
            </TableCell>
            <TableCell className={long}>
              {t('exceptions.page.standing')}
            </TableCell>
            <TableCell className={`${long} ${spare}`}>
              {t('exceptions.page.instead')}
            </TableCell>
            <TableCell className={`${name} ${spare}`}>
              {t('exceptions.page.granted')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
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
        </TableBody>
      </Table>
    </TableContainer>
  );
}

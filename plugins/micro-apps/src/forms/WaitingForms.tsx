import { Link } from '@backstage/core-components';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { artefactTemplate } from '@micro-apps/governance-core';
import {
  EmptyNotice,
  RelativeTime,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { usePagedList } from '../list/usePagedList';
import { PersonName } from '../people/PersonName';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';
import { formPath } from './formPath';

/** Forms that wait for the privacy office, the longest first. */
export function WaitingForms() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { short, name } = useTableStyles();
  const { list, pages } = usePagedList(
    cursor => api.listWaitingArtefacts({ cursor }),
    [api],
  );
  return (
    <PagedList
      list={list}
      pages={pages}
      empty={() => (
        <EmptyNotice
          title={t('forms.waiting.none')}
          text={t('forms.waiting.noneText')}
        />
      )}
    >
      {({ items }) => (
        <ListTable
          label={t('forms.waiting.table')}
          columns={[
            [name, t('forms.waiting.form')],
            [name, t('forms.waiting.app')],
            [name, t('forms.waiting.by')],
            [short, t('forms.waiting.since')],
          ]}
        >
          {items.map(item => (
            <TableRow key={`${item.appId} ${item.kind}`}>
              <TableCell className={name}>
                <Link to={formPath(item.appId, item.kind)}>
                  {artefactTemplate(item.kind).title}
                </Link>
              </TableCell>
              <TableCell className={name}>{item.appName}</TableCell>
              <TableCell className={name}>
                <PersonName personRef={item.finishedBy} />
              </TableCell>
              <TableCell className={short}>
                <RelativeTime at={item.finishedAt} />
              </TableCell>
            </TableRow>
          ))}
        </ListTable>
      )}
    </PagedList>
  );
}

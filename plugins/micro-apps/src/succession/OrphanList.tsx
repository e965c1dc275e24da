import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type {
  OfferResult,
  OrphanView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  RelativeTime,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ChooseBox } from '../list/ChooseBox';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { usePagedList } from '../list/usePagedList';
import { PersonName } from '../people/PersonName';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';
import { OfferDialog, OfferResults } from './OfferDialog';
import { People } from './People';

/** Apps that look for a new owner; one person can be asked for many of them. */
export function OrphanList() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [chosen, setChosen] = useState<readonly OrphanView[]>([]);
  const [asking, setAsking] = useState(false);
  const [results, setResults] = useState<
    readonly (OfferResult & { appName: string })[]
  >([]);
  const { list, pages } = usePagedList(
    cursor => api.listOrphans({ cursor }),
    [api],
  );
  return (
    <>
      <PagedList
        list={list}
        pages={pages}
        empty={() => (
          <EmptyNotice
            title={t('succession.list.none')}
            text={t('succession.list.noneText')}
          />
        )}
      >
        {({ items }) => (
          <Orphans items={items} chosen={chosen} onChoose={setChosen} />
        )}
      </PagedList>
      {chosen.length > 0 && (
        <Box mt={2}>
          <Button
            variant="contained"
            color="primary"
            onClick={() => setAsking(true)}
          >
            {t('succession.list.offer', { count: String(chosen.length) })}
          </Button>
        </Box>
      )}
      <OfferResults results={results} />
      {asking && (
        <OfferDialog
          orphans={chosen}
          onClose={() => setAsking(false)}
          onDone={done => {
            const nameOf = (id: string) =>
              chosen.find(each => each.id === id)?.appName ?? id;
            setResults(
              done.map(each => ({ ...each, appName: nameOf(each.orphanId) })),
            );
            setAsking(false);
            setChosen([]);
            list.reload();
          }}
        />
      )}
    </>
  );
}

function Orphans({
  items,
  chosen,
  onChoose,
}: {
  items: readonly OrphanView[];
  chosen: readonly OrphanView[];
  onChoose: (chosen: readonly OrphanView[]) => void;
}) {
  const t = useTexts();
  const { name, short, spare } = useTableStyles();
  const isChosen = ({ id }: OrphanView) => chosen.some(each => each.id === id);
  const others = chosen.filter(({ id }) => !items.some(each => each.id === id));
  return (
    <>
      <Checkbox
        color="primary"
        size="small"
        checked={items.every(isChosen)}
        onChange={(_, checked) =>
          onChoose(checked ? [...others, ...items] : others)
        }
        inputProps={{ 'aria-label': t('succession.list.all') }}
      />
      {t('succession.list.all')}
      <ListTable
        label={t('succession.list.table')}
        columns={[
          [name, t('succession.list.app')],
          [name, t('succession.list.leaver')],
          [name, t('succession.list.step')],
          [short, t('succession.list.due')],
          [`${name} ${spare}`, t('succession.list.offered')],
        ]}
      >
        {items.map(item => (
          <TableRow key={item.id}>
            <TableCell className={name}>
              <ChooseBox
                item={item}
                chosen={chosen}
                onChoose={onChoose}
                label={t('succession.list.choose', { app: item.appName })}
              />
              <Link to={`/catalog/default/component/${item.appId}/risk`}>
                {item.appName}
              </Link>
            </TableCell>
            <TableCell className={name}>
              <PersonName personRef={item.leaver} />{' '}
              <RelativeTime at={item.orphanedAt} />
            </TableCell>
            <TableCell className={name}>
              {t(`succession.rung.${item.rung}`)}
            </TableCell>
            <TableCell className={short}>
              {item.dueAt ? (
                <RelativeTime at={item.dueAt} />
              ) : (
                t('succession.list.last')
              )}
            </TableCell>
            <TableCell className={`${name} ${spare}`}>
              <People
                refs={item.offers
                  .filter(({ answer }) => !answer)
                  .map(({ to }) => to)}
              />
            </TableCell>
          </TableRow>
        ))}
      </ListTable>
    </>
  );
}

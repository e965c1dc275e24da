import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { HELD_STANDINGS, type HeldStanding } from '@micro-apps/governance-core';
import type { HeldApp } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ListChoice } from '../list/ListField';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { usePages } from '../list/usePages';
import { PersonName } from '../people/PersonName';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';
import { ReasonDialog } from './ReasonDialog';

const LOOK_MS = 10_000;

/** Who is held, by whom and since when; the longest first. */
export function HeldApps() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const pages = usePages();
  const [standing, setStanding] = useState<HeldStanding>();
  const [release, setRelease] = useState<HeldApp>();
  const { cursor } = pages;
  const list = useAsyncResource(
    () => api.listHeldApps({ standing, cursor }),
    [api, standing, cursor],
    { keepOnChange: true, pollMs: LOOK_MS },
  );
  return (
    <>
      <ListChoice
        id="held-standing"
        label={t('fleet.held.standing')}
        any={t('fleet.held.all')}
        value={standing ?? ''}
        onChange={value => {
          setStanding(HELD_STANDINGS.find(each => each === value));
          pages.go([]);
        }}
      >
        {HELD_STANDINGS.map(each => (
          <MenuItem key={each} value={each}>
            {t(`words.standing.${each}`)}
          </MenuItem>
        ))}
      </ListChoice>
      <Box mt={2}>
        <PagedList
          list={list}
          pages={pages}
          rows={4}
          empty={() => (
            <EmptyNotice
              title={t('fleet.held.none')}
              text={t('fleet.held.noneText')}
            />
          )}
        >
          {({ items }) => <HeldTable items={items} onRelease={setRelease} />}
        </PagedList>
      </Box>
      {release && (
        <ReasonDialog
          title={t('containment.dialog.title.release', {
            app: release.appName,
          })}
          what={t('containment.dialog.what.release')}
          confirmText={t('containment.dialog.confirm.release')}
          done={t('containment.dialog.done.release')}
          onConfirm={reason =>
            api.contain(release.appId, {
              action: 'release',
              reason,
              expectedVersion: release.version,
              holdId: release.hold.id,
            })
          }
          onClose={done => {
            setRelease(undefined);
            if (done) list.reload();
          }}
        />
      )}
    </>
  );
}

function HeldTable({
  items,
  onRelease,
}: {
  items: readonly HeldApp[];
  onRelease: (app: HeldApp) => void;
}) {
  const t = useTexts();
  const { name, long, short, spare } = useTableStyles();
  return (
    <ListTable
      label={t('fleet.held.table')}
      columns={[
        [name, t('fleet.held.app')],
        [short, t('fleet.held.how')],
        [long, t('fleet.held.why')],
        [`${name} ${spare}`, t('fleet.held.by')],
        [name, t('fleet.held.since')],
        [short, t('fleet.held.release')],
      ]}
    >
      {items.map(item => (
        <TableRow key={item.appId}>
          <TableCell className={name}>
            <Link to={`/catalog/default/component/${item.appId}/risk`}>
              {item.appName}
            </Link>
          </TableCell>
          <TableCell className={short}>
            {t(`words.standing.${item.hold.standing}`)}
            {item.hold.revoking && <br />}
            {item.hold.revoking && t('fleet.held.revoking')}
          </TableCell>
          <TableCell className={long}>{item.hold.reason}</TableCell>
          <TableCell className={`${name} ${spare}`}>
            <PersonName personRef={item.hold.by} />
          </TableCell>
          <TableCell className={name}>
            <RelativeTime at={item.hold.since} />
          </TableCell>
          <TableCell className={short}>
            {item.mayRelease && (
              <Button
                size="small"
                variant="outlined"
                aria-label={t('fleet.held.releaseOf', {
                  app: item.appName,
                })}
                onClick={() => onRelease(item)}
              >
                {t('fleet.held.release')}
              </Button>
            )}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TextField from '@material-ui/core/TextField';
import { HELD_STANDINGS, type HeldStanding } from '@micro-apps/governance-core';
import type { HeldApp } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { PageButtons } from '../list/PageButtons';
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
  const { value, error, reload } = useAsyncResource(
    () => api.listHeldApps({ standing, cursor }),
    [api, standing, cursor],
    { keepOnChange: true, pollMs: LOOK_MS },
  );
  return (
    <>
      <TextField
        id="held-standing"
        select
        SelectProps={{ native: true }}
        label={t('fleet.held.standing')}
        InputLabelProps={{ shrink: true }}
        value={standing ?? ''}
        onChange={({ target }) => {
          setStanding(HELD_STANDINGS.find(each => each === target.value));
          pages.go([]);
        }}
      >
        <option value="">{t('fleet.held.all')}</option>
        {HELD_STANDINGS.map(each => (
          <option key={each} value={each}>
            {t(`words.standing.${each}`)}
          </option>
        ))}
      </TextField>
      <Box mt={2}>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!value && !error && <LoadingRows rows={4} />}
        {value?.items.length === 0 && (
          <EmptyNotice
            title={t('fleet.held.none')}
            text={t('fleet.held.noneText')}
          />
        )}
        {value && value.items.length > 0 && (
          <HeldTable items={value.items} onRelease={setRelease} />
        )}
        <PageButtons pages={pages} next={value?.nextCursor} />
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
            if (done) reload();
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
    <TableContainer component={Paper}>
      <Table aria-label={t('fleet.held.table')}>
        <TableHead>
          <TableRow>
            <TableCell className={name}>{t('fleet.held.app')}</TableCell>
            <TableCell className={short}>{t('fleet.held.how')}</TableCell>
            <TableCell className={long}>{t('fleet.held.why')}</TableCell>
            <TableCell className={`${name} ${spare}`}>
              {t('fleet.held.by')}
            </TableCell>
            <TableCell className={name}>{t('fleet.held.since')}</TableCell>
            <TableCell className={short}>{t('fleet.held.release')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
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
        </TableBody>
      </Table>
    </TableContainer>
  );
}

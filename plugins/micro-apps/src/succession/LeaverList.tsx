import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type {
  LeaverPause,
  LeaverView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  EmptyNotice,
  RelativeTime,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonDialog } from '../fleet/ReasonDialog';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { usePagedList } from '../list/usePagedList';
import { PersonName } from '../people/PersonName';
import { Notice } from '../policy/Notice';
import { useTableStyles } from '../tableStyles';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { ReportDialog } from './ReportDialog';

const LOOK_MS = 10_000;

/** Who has left, the latest first, and whether a person has to look at it. */
export function LeaverList() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [reporting, setReporting] = useState(false);
  const [back, setBack] = useState<LeaverView>();
  const { list, pages } = usePagedList(
    cursor => api.listLeavers({ cursor }),
    [api],
    { pollMs: LOOK_MS },
  );
  const { pause } = list.value ?? {};
  return (
    <>
      {pause && <Pause pause={pause} onDone={list.reload} />}
      <Box mt={2} mb={2}>
        <Button variant="outlined" onClick={() => setReporting(true)}>
          {t('succession.leavers.report')}
        </Button>
      </Box>
      <PagedList
        list={list}
        pages={pages}
        empty={() => (
          <EmptyNotice
            title={t('succession.leavers.none')}
            text={t('succession.leavers.noneText')}
          />
        )}
      >
        {({ items }) => <Leavers items={items} onBack={setBack} />}
      </PagedList>
      {reporting && (
        <ReportDialog
          onClose={done => {
            setReporting(false);
            if (done) list.reload();
          }}
        />
      )}
      {back && (
        <ReasonDialog
          title={t('succession.leavers.backTitle')}
          what={t('succession.leavers.backWhat')}
          hint={t('succession.leavers.reasonHint')}
          confirmText={t('succession.leavers.back')}
          done={t('succession.leavers.backDone')}
          onConfirm={reason => api.returnLeaver(back.id, { reason })}
          onClose={done => {
            setBack(undefined);
            if (done) list.reload();
          }}
        />
      )}
    </>
  );
}

function Leavers({
  items,
  onBack,
}: {
  items: readonly LeaverView[];
  onBack: (leaver: LeaverView) => void;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  const { long, name, short } = useTableStyles();
  return (
    <ListTable
      label={t('succession.leavers.table')}
      columns={[
        [name, t('succession.leavers.person')],
        [long, t('succession.leavers.how')],
        [short, t('succession.leavers.when')],
        [short, t('succession.leavers.apps')],
        [name, t('succession.leavers.state')],
      ]}
    >
      {items.map(item => (
        <TableRow key={item.id}>
          <TableCell className={name}>
            <PersonName personRef={item.person} />
          </TableCell>
          <TableCell className={long}>
            {item.reportedBy
              ? rich('succession.leavers.reported', {
                  person: <PersonName personRef={item.reportedBy} />,
                  reason: item.reason ?? '',
                })
              : t('succession.leavers.directory')}
          </TableCell>
          <TableCell className={short}>
            <RelativeTime at={item.leftAt} />
          </TableCell>
          <TableCell className={short}>{item.apps}</TableCell>
          <TableCell className={name}>
            {t(`succession.leavers.${stateOf(item)}`)}{' '}
            {item.mayReturn && (
              <Button
                size="small"
                variant="outlined"
                aria-label={t('succession.leavers.backOf', {
                  person: item.person,
                })}
                onClick={() => onBack(item)}
              >
                {t('succession.leavers.back')}
              </Button>
            )}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

function stateOf({ returnedAt, finishedAt }: LeaverView) {
  if (returnedAt) return 'returned';
  return finishedAt ? 'finished' : 'working';
}

function Pause({ pause, onDone }: { pause: LeaverPause; onDone: () => void }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error, clear } = useAct();
  const [asking, setAsking] = useState(false);
  const missing = String(pause.missing);
  return (
    <Notice
      severity="error"
      title={t('succession.pause.title', {
        missing,
        total: String(pause.total),
      })}
    >
      <Typography variant="body2">{t('succession.pause.text')}</Typography>
      <Box mt={1}>
        <Button variant="outlined" onClick={() => setAsking(true)}>
          {t('succession.pause.confirm')}
        </Button>
      </Box>
      {asking && (
        <ConfirmDialog
          open
          title={t('succession.pause.confirmTitle')}
          confirmText={t('succession.pause.confirm')}
          busy={busy}
          error={error}
          onClose={() => {
            clear();
            setAsking(false);
          }}
          onConfirm={async () => {
            const done = await act(
              () => api.confirmLeavers({ missing: pause.missing }),
              t('succession.pause.done'),
            );
            if (!done) return;
            setAsking(false);
            onDone();
          }}
        >
          <Typography>
            {t('succession.pause.confirmWhat', { missing })}
          </Typography>
        </ConfirmDialog>
      )}
    </Notice>
  );
}

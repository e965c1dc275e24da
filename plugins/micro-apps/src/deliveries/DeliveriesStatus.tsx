import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { OutboxResponse } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { ListTable } from '../list/ListTable';
import { useTableStyles } from '../tableStyles';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** How deliveries are getting on as a whole. */
export function DeliveriesStatus({ outbox }: { outbox: OutboxResponse }) {
  const t = useTexts();
  const { notices } = outbox;
  return (
    <Box display="flex" flexDirection="column" gridGap={16}>
      <Punctuality outbox={outbox} />
      {notices.toldSince === undefined && (
        <InfoCard title={t('deliveries.silent')}>
          <Typography>
            {t('deliveries.silentText', {
              people: String(notices.held.people),
              notices: String(notices.held.notices),
            })}
          </Typography>
        </InfoCard>
      )}
      {outbox.webhooks.length > 0 && <Webhooks outbox={outbox} />}
    </Box>
  );
}

function Punctuality({ outbox }: { outbox: OutboxResponse }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { late, oldestDueAt, waiting, scheduled } = outbox;
  const time = oldestDueAt ? <RelativeTime at={oldestDueAt} /> : undefined;
  if (!time) {
    return (
      <InfoCard title={t('deliveries.onTime')}>
        <Typography>
          {t('deliveries.onTimeText', { scheduled: String(scheduled) })}
        </Typography>
      </InfoCard>
    );
  }
  return (
    <InfoCard
      title={
        late
          ? t('deliveries.late')
          : t('deliveries.some', { waiting: String(waiting) })
      }
    >
      <Typography role={late ? 'alert' : undefined}>
        {rich(late ? 'deliveries.lateText' : 'deliveries.someText', { time })}
      </Typography>
    </InfoCard>
  );
}

function Webhooks({ outbox }: { outbox: OutboxResponse }) {
  const t = useTexts();
  const { short, name } = useTableStyles();
  return (
    <ListTable
      label={t('deliveries.webhooks')}
      columns={[
        [name, t('deliveries.webhook')],
        [short, t('deliveries.waiting')],
        [short, t('deliveries.failed')],
        [short, t('deliveries.since')],
      ]}
    >
      {outbox.webhooks.map(({ id, waiting, failed, oldestDueAt }) => (
        <TableRow key={id}>
          <TableCell className={name}>{id}</TableCell>
          <TableCell className={short}>{waiting}</TableCell>
          <TableCell className={short}>{failed}</TableCell>
          <TableCell className={short}>
            {oldestDueAt ? (
              <RelativeTime at={oldestDueAt} />
            ) : (
              t('deliveries.nothing')
            )}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

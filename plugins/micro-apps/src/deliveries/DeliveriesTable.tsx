import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { OutboxItem } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { ListTable } from '../list/ListTable';
import { useTableStyles } from '../tableStyles';
import { useTexts, type Texts } from '../translation/useTexts';

/** Deliveries one by one, with the way to try again. */
export function DeliveriesTable(props: {
  items: readonly OutboxItem[];
  state: OutboxItem['state'];
  busy: boolean;
  onRetry: (item: OutboxItem) => void;
}) {
  const { items, state, busy, onRetry } = props;
  const t = useTexts();
  const { short, name, long, spare } = useTableStyles();
  return (
    <ListTable
      label={t('deliveries.table')}
      columns={[
        [name, t('deliveries.what')],
        [name, t('deliveries.about')],
        [long, t('deliveries.reason')],
        [`${short} ${spare}`, t('deliveries.tried')],
        [short, t(`deliveries.at.${state}`)],
        state === 'failed' && [short, t('deliveries.todo')],
      ]}
    >
      {items.map(item => (
        <TableRow key={item.id}>
          <TableCell className={name}>{titleOf(t, item.topic)}</TableCell>
          <TableCell className={name}>
            {item.appId && (
              <Link to={`/catalog/default/component/${item.appId}/risk`}>
                {item.appId}
              </Link>
            )}
          </TableCell>
          <TableCell className={long}>
            {item.reason ?? t('deliveries.noReason')}
          </TableCell>
          <TableCell className={`${short} ${spare}`}>
            {t('deliveries.times', { count: String(item.attempts) })}
          </TableCell>
          <TableCell className={short}>
            <RelativeTime at={item.at} />
          </TableCell>
          {state === 'failed' && (
            <TableCell className={short}>
              <Button
                variant="outlined"
                disabled={busy}
                onClick={() => onRetry(item)}
              >
                {t('deliveries.retry')}
              </Button>
            </TableCell>
          )}
        </TableRow>
      ))}
    </ListTable>
  );
}

function titleOf(t: Texts, topic: string): string {
  if (topic.startsWith('webhook.')) {
    return t('deliveries.topic.webhook', { id: topic.slice(8) });
  }
  if (topic.startsWith('notice')) return t('deliveries.topic.notice');
  if (topic === 'happened') return t('deliveries.topic.event');
  return t('deliveries.topic.other', { topic });
}

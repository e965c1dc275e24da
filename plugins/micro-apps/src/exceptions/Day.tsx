import Tooltip from '@material-ui/core/Tooltip';
import { DateTime } from 'luxon';
import { dayOf } from './dayOf';

/** The day of an instant; the exact instant on hover. */
export function Day(props: {
  /** ISO instant. */
  at: string;
}) {
  const { at } = props;
  const exact = DateTime.fromISO(at).toLocaleString(DateTime.DATETIME_FULL);
  return (
    <Tooltip title={exact} aria-label="">
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {dayOf(at)}
      </time>
    </Tooltip>
  );
}

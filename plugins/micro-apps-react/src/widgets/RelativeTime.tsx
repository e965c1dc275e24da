import Tooltip from '@material-ui/core/Tooltip';
import { DateTime } from 'luxon';
import { useEffect, useState } from 'react';
import { useReactTexts } from '../translation/useReactTexts';
import { VisuallyHidden } from './VisuallyHidden';

const MINUTE_MS = 60_000;

/** The present, looked at once a minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/**
 * How long ago, or how long until; the exact instant on hover, on focus and to
 * a screen reader.
 * @public
 */
export function RelativeTime(props: {
  /** ISO instant. */
  at: string;
}) {
  const t = useReactTexts();
  const now = useMinute();
  const instant = DateTime.fromISO(props.at);
  if (!instant.isValid) return <span>{t('time.unknown')}</span>;
  const near = Math.abs(instant.toMillis() - now) < MINUTE_MS;
  const words = near
    ? t('time.now')
    : instant.toRelative({ base: DateTime.fromMillis(now) }) ?? props.at;
  const exact = instant.toLocaleString(DateTime.DATETIME_FULL);
  return (
    <Tooltip title={exact} aria-label="">
      <time dateTime={props.at}>
        {words}
        <VisuallyHidden>{` (${exact})`}</VisuallyHidden>
      </time>
    </Tooltip>
  );
}

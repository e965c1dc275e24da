import type { ExceptionView } from '@micro-apps/plugin-micro-apps-common';
import { useRichTexts } from '../translation/useTexts';
import { Day } from './Day';

/** Where an exception stands, in words with its days: "Excepted until 3 Dec". */
export function ExceptionStandingText(props: {
  exception: Pick<
    ExceptionView,
    'standing' | 'startsAt' | 'endsAt' | 'revokedAt'
  >;
}) {
  const { standing, startsAt, endsAt, revokedAt } = props.exception;
  const rich = useRichTexts();
  return (
    <>
      {rich(`exceptions.standing.${standing}`, {
        from: <Day at={startsAt} />,
        until: <Day at={endsAt} />,
        revoked: <Day at={revokedAt ?? endsAt} />,
      })}
    </>
  );
}

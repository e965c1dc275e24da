import { Fragment } from 'react';
import { PersonName } from '../people/PersonName';

/** People and groups, one after the other. */
export function People({ refs }: { refs: readonly string[] }) {
  return (
    <>
      {refs.map((ref, at) => (
        <Fragment key={ref}>
          {at > 0 && ', '}
          <PersonName personRef={ref} />
        </Fragment>
      ))}
    </>
  );
}

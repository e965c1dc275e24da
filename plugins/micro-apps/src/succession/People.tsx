import { Fragment } from 'react';
import { PersonName } from '../people/PersonName';

/** People and groups, one after the other, each once. */
export function People({ refs }: { refs: readonly string[] }) {
  return (
    <>
      {[...new Set(refs)].map((ref, at) => (
        <Fragment key={ref}>
          {at > 0 && ', '}
          <PersonName personRef={ref} />
        </Fragment>
      ))}
    </>
  );
}

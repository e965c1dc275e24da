import type { RequestSubject } from '../kernel/requestKinds';
import type { AppRow, Connection } from '../registry/AppStore';
import {
  readInvolvement,
  type Involved,
} from '../separation/DatabaseInvolvement';
import type { AskedException } from './DatabaseExceptions';
import { authorsOf } from './DatabaseProofAuthors';
import { controlTitle, hashOfAsk } from './whatIsAsked';

/**
 * An exception as the subject of a request. Nobody decides on it who has a part
 * in the app, asked for it, or wrote what is to make up for it.
 */
export async function exceptionSubject(
  connection: Connection,
  { app, asked }: { app: AppRow; asked: AskedException },
): Promise<RequestSubject> {
  const involvement = await readInvolvement(connection, app);
  const others: readonly Involved[] = [
    {
      person: {
        ref: asked.requestedBy,
        subject: asked.requestedBySubject,
        groups: [],
      },
      as: 'requester',
    },
    ...(await authorsOf(connection, {
      appId: app.id,
      ids: asked.compensation.evidenceIds,
    })),
  ];
  return {
    title: `Exception from "${controlTitle(asked.controlId)}" for ${app.name}`,
    app,
    envelopeHash: hashOfAsk(asked),
    version: app.version,
    involvement: {
      ...involvement,
      people: [...involvement.people, ...others],
    },
  };
}

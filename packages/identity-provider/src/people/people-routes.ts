import {
  Router,
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import type { Provider } from 'oidc-provider';
import { checkPeopleToken, type TokenCheck } from './check-token.ts';
import { companyDirectory } from './company-directory.ts';
import { listPeople } from './list-people.ts';
import type { Person } from './person.ts';
import { sanitisedDirectory } from './sanitised-directory.ts';

function refuse(
  response: Response,
  check: Exclude<TokenCheck, { ok: true }>,
): void {
  const challenge = [
    'realm="people"',
    ...(check.error ? [`error="${check.error}"`] : []),
    'scope="people:read"',
  ];
  response
    .status(check.status)
    .set('www-authenticate', `Bearer ${challenge.join(', ')}`)
    .json({ error: check.error ?? 'unauthorized', message: check.message });
}

/** Real data goes to beta only; anything else gets made-up people. */
function directoryFor(environment: unknown): readonly Person[] {
  return environment === 'beta' ? companyDirectory : sanitisedDirectory;
}

/** `GET /people` and `GET /people/:id`, for micro apps with a people token. */
export function peopleRoutes(provider: Provider): Router {
  const handle =
    (
      answer: (options: {
        directory: readonly Person[];
        request: Request;
        response: Response;
      }) => void,
    ) =>
    (request: Request, response: Response, next: NextFunction) => {
      response.set('cache-control', 'no-store');
      checkPeopleToken(provider, request.headers.authorization)
        .then(check => {
          if (!check.ok) {
            refuse(response, check);
            return;
          }
          answer({
            directory: directoryFor(check.environment),
            request,
            response,
          });
        })
        .catch(next);
    };

  const router = Router();
  router.get(
    '/people',
    handle(({ directory, request, response }) => {
      const page = listPeople(directory, request.query);
      if ('problem' in page) {
        response
          .status(400)
          .json({ error: 'invalid_request', message: page.problem });
        return;
      }
      response.json(page);
    }),
  );
  router.get(
    '/people/:id',
    handle(({ directory, request, response }) => {
      const person = directory.find(({ id }) => id === request.params.id);
      if (!person) {
        response
          .status(404)
          .json({ error: 'not_found', message: 'Nobody has this id.' });
        return;
      }
      response.json(person);
    }),
  );
  return router;
}

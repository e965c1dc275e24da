import {
  Router,
  urlencoded,
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import { errors, type Client, type Provider } from 'oidc-provider';
import { mayUseClient } from '../accounts/directory.ts';
import type { PasswordCheck } from '../accounts/password-check.ts';
import { messagePage, signInPage, type SignInView } from './pages.ts';
import { sendPageResponse } from './send-page.ts';

/** One sign-in that waits for its person. */
interface PendingSignIn {
  client: Client;
  view: SignInView;
}

function textField(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

function sendExpired(response: Response): void {
  sendPageResponse(response, {
    status: 400,
    html: messagePage({
      title: 'This sign-in has expired',
      text: 'Go back to the app and choose "Sign in" again.',
    }),
  });
}

/**
 * The sign-in page and what it sends. A request without the cookie of exactly
 * this sign-in is told that it has expired, so no other page can fill it in.
 */
export function loginRoutes(options: {
  provider: Provider;
  passwords: PasswordCheck;
}): Router {
  const { provider, passwords } = options;

  async function pending(
    request: Request,
    response: Response,
  ): Promise<PendingSignIn | undefined> {
    const details = await provider
      .interactionDetails(request, response)
      .catch((error: unknown) => {
        if (error instanceof errors.SessionNotFound) {
          return undefined;
        }
        throw error;
      });
    const client =
      details && (await provider.Client.find(String(details.params.client_id)));
    if (!client || details.uid !== request.params.uid) {
      return undefined;
    }
    return {
      client,
      view: {
        appName: client.clientName ?? client.clientId,
        appHost: URL.parse(String(details.params.redirect_uri))?.host ?? '',
        sandbox: client.metadata().micro_app_environment === 'sandbox',
        action: `/login/${details.uid}`,
      },
    };
  }

  function finish(
    exchange: { request: Request; response: Response },
    result: Parameters<Provider['interactionFinished']>[2],
  ): Promise<void> {
    return provider.interactionFinished(
      exchange.request,
      exchange.response,
      result,
      { mergeWithLastSubmission: false },
    );
  }

  async function show(request: Request, response: Response): Promise<void> {
    const signIn = await pending(request, response);
    if (!signIn) {
      sendExpired(response);
      return;
    }
    sendPageResponse(response, { status: 200, html: signInPage(signIn.view) });
  }

  async function submit(request: Request, response: Response): Promise<void> {
    const signIn = await pending(request, response);
    if (!signIn) {
      sendExpired(response);
      return;
    }
    if (textField(request.body, 'action') === 'cancel') {
      await finish(
        { request, response },
        {
          error: 'access_denied',
          error_description: 'the person cancelled the sign-in',
        },
      );
      return;
    }
    const username = textField(request.body, 'username').slice(0, 200);
    const refuse = (status: number, problem: string) =>
      sendPageResponse(response, {
        status,
        html: signInPage({ ...signIn.view, username, problem }),
      });
    const result = passwords.check({
      login: username,
      password: textField(request.body, 'password'),
    });
    if (result.outcome === 'wait') {
      response.set('retry-after', String(result.seconds));
      refuse(
        429,
        `There were too many wrong passwords. Wait ${result.seconds} seconds and try again.`,
      );
      return;
    }
    if (result.outcome === 'wrong') {
      refuse(
        403,
        'The user name or the password is wrong. Check both and try again.',
      );
      return;
    }
    const { account } = result;
    if (
      !mayUseClient(account, signIn.client.metadata().micro_app_environment)
    ) {
      refuse(
        403,
        'This account is for automated checks of sandboxes. Sign in with your own account here.',
      );
      return;
    }
    await finish(
      { request, response },
      { login: { accountId: account.subject } },
    );
  }

  const handle =
    (work: (request: Request, response: Response) => Promise<void>) =>
    (request: Request, response: Response, next: NextFunction) => {
      work(request, response).catch(next);
    };
  const router = Router();
  router.get('/login/:uid', handle(show));
  router.post(
    '/login/:uid',
    urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 }),
    handle(submit),
  );
  return router;
}

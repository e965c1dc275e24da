import { escapeHtml } from './escape-html.ts';
import { style } from './style.ts';

const mark = `<p class="mark"><svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" fill="#1d4ed8"/><rect x="7" y="7" width="8" height="8" rx="2" fill="#fff"/><rect x="17" y="7" width="8" height="8" rx="2" fill="#a8c3ff"/><rect x="7" y="17" width="8" height="8" rx="2" fill="#a8c3ff"/><rect x="17" y="17" width="8" height="8" rx="2" fill="#fff"/></svg>Company sign-in</p>`;

function page(options: { title: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${mark}
${options.body}
</main>
</body>
</html>
`;
}

/** What the sign-in page shows. */
export interface SignInView {
  /** The app that asks, as it was registered. */
  appName: string;
  /** Where the browser goes afterwards, for people to recognise. */
  appHost: string;
  /** Set for an app that shows made-up data. */
  sandbox: boolean;
  /** Where the form goes. */
  action: string;
  /** What was typed before; never the password. */
  username?: string;
  /** What went wrong, one sentence or two. */
  problem?: string;
}

/** The sign-in page: works without scripts, by keyboard, and on any width. */
export function signInPage(view: SignInView): string {
  const { problem } = view;
  const described = problem
    ? ' aria-invalid="true" aria-describedby="problem"'
    : '';
  return page({
    title: problem ? 'Sign-in problem' : 'Sign in',
    body: `<h1>Sign in</h1>
<p class="app">to continue to <strong>${escapeHtml(view.appName)}</strong>${
      view.sandbox ? ' (sandbox)' : ''
    } at ${escapeHtml(view.appHost)}</p>
${
  problem
    ? `<p class="problem" id="problem" role="alert">${escapeHtml(problem)}</p>`
    : ''
}
<form method="post" action="${escapeHtml(view.action)}">
<label for="username">User name or e-mail</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="200" required value="${escapeHtml(
      view.username ?? '',
    )}"${view.username ? '' : ' autofocus'}${described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required${
      view.username ? ' autofocus' : ''
    }${described}>
<div class="buttons">
<button type="submit">Sign in</button>
<button class="second" type="submit" name="action" value="cancel" formnovalidate>Cancel</button>
</div>
</form>
<footer><p>This sign-in is for development and demos only. The names are maya, sam, ivan and rita; their passwords were shown when everything first started.</p></footer>`,
  });
}

/** A page with one message, for what ends a sign-in. */
export function messagePage(options: {
  title: string;
  text: string;
  /** Technical details; empty ones are left out. */
  details?: readonly (string | undefined)[];
}): string {
  const details = (options.details ?? [])
    .filter(detail => detail !== undefined && detail !== '')
    .map(detail => `<li><code>${escapeHtml(String(detail))}</code></li>`);
  return page({
    title: options.title,
    body: `<h1>${escapeHtml(options.title)}</h1>
<p>${escapeHtml(options.text)}</p>
${details.length > 0 ? `<ul>${details.join('')}</ul>` : ''}`,
  });
}

/**
 * Asks whether to sign out everywhere.
 *
 * @param form - the provider's own form, which the buttons belong to
 */
export function logoutPage(form: string): string {
  return page({
    title: 'Sign out',
    body: `<h1>Sign out?</h1>
<p>You will be asked to sign in again the next time that you open the portal or an app.</p>
${form}
<div class="buttons">
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button class="second" type="submit" form="op.logoutForm">Stay signed in</button>
</div>`,
  });
}

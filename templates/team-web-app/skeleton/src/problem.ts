import type { Request, Response } from 'express';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { sessionFor } from './requestSession.ts';
import type { Shell } from './shell.ts';

/** An answer that is not what the person hoped for, in plain words. */
export type Problem = {
  status: number;
  title: string;
  advice: string;
  /** A link that helps; "Back to the start" when left out. */
  link?: { href: string; text: string };
};

export const SIGN_IN_AGAIN: Problem = {
  status: 401,
  title: 'Please sign in again',
  advice: 'Your session has ended, or it does not belong to this app.',
  link: { href: '/login', text: 'Sign in with company SSO' },
};

export const NOT_YOUR_ROLE: Problem = {
  status: 403,
  title: 'This page is not for your role',
  advice:
    'Your account works, but this page needs another role. Ask the owner of this app if you should have it.',
};

export const NOT_FOUND: Problem = {
  status: 404,
  title: 'There is nothing here',
  advice: 'The address may be old or mistyped.',
};

/** True when a person, not a program, waits for the answer. */
export function wantsHtml(request: Request): boolean {
  return (request.get('accept') ?? '').includes('text/html');
}

function problemPage(problem: Problem): Html {
  const link = problem.link ?? { href: '/', text: 'Back to the start' };
  return html`<section class="card narrow">
    <h1>${problem.title}</h1>
    <p>${problem.advice}</p>
    <p><a class="button" href="${link.href}">${link.text}</a></p>
  </section>`;
}

/** Answers with a page for people and with JSON for programs. */
export function sendProblem(options: {
  request: Request;
  response: Response;
  shell: Shell;
  problem: Problem;
}): void {
  const { request, response, shell, problem } = options;
  response.status(problem.status);
  if (wantsHtml(request)) {
    const body = problemPage(problem);
    response
      .type('html')
      .send(
        shell({ title: problem.title, body, session: sessionFor(request) }),
      );
  } else {
    response.json({ error: problem.title, advice: problem.advice });
  }
}

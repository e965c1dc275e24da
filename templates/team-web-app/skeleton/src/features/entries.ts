import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Context, Handlers } from '../context.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { mayReadPeople } from '../microApp.ts';
import { NOT_FOUND, sendProblem } from '../problem.ts';
import { requireSession } from '../requestSession.ts';
import { CONSENT_MISSING, consentFromForm } from './consentField.ts';
import { entryForm, readEntryForm } from './entryForm.ts';
import { entryItem, namesFor } from './entryItem.ts';
import { noticeFor } from './notices.ts';

const MOST_ENTRIES = 2_000;
const MOST_OWN_ENTRIES = 200;

function filterLinks(onlyTicked: boolean): Html {
  const link = (options: { href: string; text: string; isOn: boolean }) =>
    options.isOn
      ? html`<a href="${options.href}" aria-current="true">${options.text}</a>`
      : html`<a href="${options.href}">${options.text}</a>`;
  return html`<nav class="filter" aria-label="Filter">
    ${link({ href: '/entries', text: 'Everybody', isOn: !onlyTicked })}
    ${link({
      href: '/entries?show=ticked',
      text: 'Colleagues I ticked',
      isOn: onlyTicked,
    })}
  </nav>`;
}

function emptyList(onlyTicked: boolean): Html {
  return onlyTicked
    ? html`<p class="card empty">
        Nothing here. <a href="/people">Tick colleagues</a> whose entries
        interest you; theirs and yours are shown here.
      </p>`
    : html`<p class="card empty">Nothing here yet. Add the first entry.</p>`;
}

/** The shared list. */
export function entriesHandlers(context: Context): Handlers {
  const { store, shell, microApp, now } = context;

  async function show(options: {
    request: Request;
    response: Response;
    problem?: string;
  }): Promise<void> {
    const { request, response, problem } = options;
    const session = requireSession(request);
    const { subject } = session.identity;
    const onlyTicked = request.query['show'] === 'ticked';
    const names = await namesFor(context, session);
    const { entries, ticks } = store.read();
    const ticked = new Set(
      ticks.filter(tick => tick.subject === subject).map(tick => tick.personId),
    ).add(subject);
    const items = entries
      .filter(entry => !onlyTicked || ticked.has(entry.ownerSubject))
      .toSorted(
        (a, b) =>
          b.rating - a.rating || b.receivedAt.localeCompare(a.receivedAt),
      )
      .map(entry =>
        entryItem({
          entry,
          names,
          removeAction:
            entry.ownerSubject === subject
              ? `/entries/${entry.id}/remove`
              : undefined,
        }),
      );
    const form = request.body as unknown;
    const body = html`<h1>Entries</h1>
      ${noticeFor(request)}
      <div class="columns">
        <section>
          <h2 class="unseen">Shared list</h2>
          <div class="toolbar">
            ${mayReadPeople(microApp) && filterLinks(onlyTicked)}
            <a class="button jump" href="#add">Add an entry</a>
          </div>
          ${items.length === 0
            ? emptyList(onlyTicked)
            : html`<ul class="entries">
                ${items}
              </ul>`}
        </section>
        ${entryForm(context, {
          subject,
          form,
          ...(problem !== undefined && { problem }),
        })}
      </div>`;
    response
      .status(problem === undefined ? 200 : 422)
      .type('html')
      .send(shell({ title: 'Entries', body, session, at: '/entries' }));
  }

  return {
    'GET /entries': (request, response) => show({ request, response }),
    'POST /entries': async (request, response) => {
      const { subject } = requireSession(request).identity;
      const read = readEntryForm(request.body);
      if ('problem' in read) {
        await show({ request, response, problem: read.problem });
        return;
      }
      const { entries } = store.read();
      const own = entries.filter(entry => entry.ownerSubject === subject);
      if (entries.length >= MOST_ENTRIES || own.length >= MOST_OWN_ENTRIES) {
        const problem = 'The list is full. Remove an entry first.';
        await show({ request, response, problem });
        return;
      }
      if (!consentFromForm(context, { subject, form: request.body })) {
        await show({ request, response, problem: CONSENT_MISSING });
        return;
      }
      const entry = {
        ...read.entry,
        id: randomUUID(),
        ownerSubject: subject,
        receivedAt: new Date(now()).toISOString(),
      };
      store.write(records => ({
        ...records,
        entries: [...records.entries, entry],
      }));
      response.redirect(303, '/entries?done=added');
    },
    'POST /entries/:id/remove': (request, response) => {
      const { subject } = requireSession(request).identity;
      const id = request.params['id'];
      const isOwn = store
        .read()
        .entries.some(
          entry => entry.id === id && entry.ownerSubject === subject,
        );
      if (!isOwn) {
        // The same answer for "not yours" and "not there": ids stay private.
        sendProblem({ request, response, shell, problem: NOT_FOUND });
        return;
      }
      store.write(records => ({
        ...records,
        entries: records.entries.filter(entry => entry.id !== id),
      }));
      response.redirect(303, '/entries?done=removed');
    },
  };
}

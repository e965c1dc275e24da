import { z } from 'zod';
import { findConsent, giveConsent, noticeVersion } from '../consent.ts';
import type { Context } from '../context.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** What a form says that may not be saved without consent. */
export const CONSENT_MISSING =
  'Please read the privacy notice and agree before anything is stored.';

const formSchema = z.looseObject({ consent: z.literal('yes') });

/** True when she agreed to the notice as it is now. */
export function hasConsent(context: Context, subject: string): boolean {
  const { store, microApp } = context;
  const version = noticeVersion(microApp);
  return findConsent({ store, subject, version }) !== undefined;
}

/** The question in a form, for those who did not agree yet; never pre-ticked. */
export function consentField(context: Context, subject: string): Html {
  return hasConsent(context, subject)
    ? html``
    : html`<div class="choice consent">
        <input
          type="checkbox"
          id="consent"
          name="consent"
          value="yes"
          required
        />
        <label for="consent"
          >I have read the <a href="/privacy">privacy notice</a> and
          agree</label
        >
      </div>`;
}

/** Records consent, with the server's time, in store and log. */
export function recordConsent(context: Context, subject: string): void {
  const { store, microApp, now, logger, pseudonym } = context;
  const version = noticeVersion(microApp);
  giveConsent({ store, subject, version, now: now() });
  logger.info({
    event: 'consent-given',
    subject: pseudonym(subject),
    noticeVersion: version,
  });
}

/**
 * True when she agreed before, or agrees with this form (recorded then).
 * Nothing may be stored otherwise.
 */
export function consentFromForm(
  context: Context,
  options: { subject: string; form: unknown },
): boolean {
  const { subject, form } = options;
  if (hasConsent(context, subject)) return true;
  if (!formSchema.safeParse(form).success) return false;
  recordConsent(context, subject);
  return true;
}

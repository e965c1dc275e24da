import type { Context } from '../context.ts';
import { displayText, html } from '../html.ts';
import type { Html } from '../html.ts';
import { mayReadPeople } from '../microApp.ts';
import type { MicroApp } from '../microApp.ts';
import { dayCount, daysKept } from '../retention.ts';

const CATEGORIES: Record<string, string> = {
  names: 'Names',
  preferences: 'Preferences (what people like)',
  contact: 'Contact details',
  location: 'Location',
  employment: 'Work and employment',
  financial: 'Money matters',
  'identity-documents': 'Identity documents',
  health: 'Health',
  biometric: 'Biometric data',
  beliefs: 'Beliefs',
  children: 'Data about children',
};

const VOLUMES: Record<string, string> = {
  'under-100': 'of fewer than 100 people',
  'under-1000': 'of fewer than 1,000 people',
  'under-10000': 'of fewer than 10,000 people',
  'over-10000': 'of more than 10,000 people',
};

const AUDIENCES: Record<string, string> = {
  self: 'Only the person who made it',
  team: 'People of the team that it was made for',
  company: 'Colleagues in the company',
  public: 'People inside and outside the company',
};

/** Who uses the app, in words. */
export function audienceText(microApp: MicroApp): string {
  return AUDIENCES[microApp.audience] ?? displayText(microApp.audience, 60);
}

/** The owner's name, as far as the registration tells it. */
export function ownerName({ owner }: MicroApp): string {
  return displayText(owner.replace(/^.*\//, ''), 80) || 'the owner of this app';
}

function registeredData(microApp: MicroApp): Html {
  const kinds = microApp.dataTypes.filter(type => type.category !== 'none');
  if (kinds.length === 0) {
    return html`<p>
      No other personal data is registered for this app: please write none into
      the list.
    </p>`;
  }
  return html`<p>The app is registered to keep:</p>
    <ul>
      ${kinds.map(
        kind =>
          html`<li>
            ${CATEGORIES[kind.category] ?? displayText(kind.category, 60)}
            ${VOLUMES[kind.volume] ?? displayText(kind.volume, 60)}
          </li>`,
      )}
    </ul>`;
}

/** The privacy notice as a piece of a page; all facts come from the registration. */
export function privacyNotice(context: Context): Html {
  const { microApp, config } = context;
  const { retentionDays } = microApp;
  const days = daysKept({ retentionDays, environment: config.environment });
  return html`<h2>Which data</h2>
    <p>
      With each entry that you add: its title, note and preference, the time,
      and the id of your account (not your name).
      ${mayReadPeople(microApp) &&
      'Colleagues whom you tick are kept by the id of their account, together with yours. Names are looked up when a page is shown and are not stored.'}
    </p>
    ${registeredData(microApp)}
    <h2>Why</h2>
    <p><bdi>${microApp.purpose}</bdi></p>
    <h2>Who sees it</h2>
    <p>
      ${audienceText(microApp)}, once signed in. Whom you tick is seen by you
      alone; managers see counts.
    </p>
    <h2>How long</h2>
    <p>
      Records are deleted ${dayCount(retentionDays)} after they arrive.
      ${days < retentionDays &&
      `This is a sandbox: its test data is deleted after ${dayCount(days)}.`}
    </p>
    <h2>Your choice</h2>
    <p>
      Nothing that you enter is stored before you agree.
      ${mayReadPeople(microApp) &&
      'Colleagues may tick you all the same; you see how many did.'}
      Under “My data” you can see and download your records, or withdraw: then
      they are deleted at once, and ticks on you with them.
    </p>
    <h2>Whom to ask</h2>
    <p>The owner of this app: <bdi>${ownerName(microApp)}</bdi>.</p>`;
}

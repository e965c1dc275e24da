import type { Registration } from '@micro-apps/governance-core';
import type { RepositoryFile } from '@micro-apps/plugin-micro-apps-node';
import type { AppRow } from '../registry/AppStore';

const START = '<!-- limits:start -->';
const END = '<!-- limits:end -->';
const SETTINGS = 'micro-app.json';
const INSTRUCTIONS = 'AGENTS.md';

/** Roles that the identity provider vouches for, and what they are for. */
const ROLES = {
  member: 'Uses the app',
  manager: 'Sees the overview and removes what does not belong there',
};

/**
 * The files of an app's repository with the two that the registry writes:
 * `micro-app.json`, the only way for a maker's words into the app, and the
 * limits in `AGENTS.md`, made of closed words and numbers alone.
 */
export function withGeneratedFiles(
  files: readonly RepositoryFile[],
  app: AppRow,
): readonly RepositoryFile[] {
  const others = files.filter(
    ({ path }) => path !== SETTINGS && path !== INSTRUCTIONS,
  );
  const instructions = files.find(({ path }) => path === INSTRUCTIONS);
  return [
    ...others,
    file(SETTINGS, settingsText(app)),
    file(
      INSTRUCTIONS,
      withLimits(instructions ? textOf(instructions) : '', app),
    ),
  ];
}

/** `micro-app.json`: what the running app reads about itself. */
function settingsText({ id, registration, effectiveClass }: AppRow): string {
  const settings = {
    id,
    name: registration.name,
    purpose: registration.purpose,
    owner: registration.owner,
    classification: registration.classification,
    effectiveClass,
    dataTypes: registration.dataTypes,
    scopes: registration.scopes,
    endpoints: registration.endpoints,
    vendors: registration.vendors,
    audience: registration.audience,
    retentionDays: registration.retentionDays,
    decommissionPlan: registration.decommissionPlan,
    roles: ROLES,
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

/** Puts the limits between their marks, or at the end where there are none. */
export function withLimits(text: string, app: AppRow): string {
  const block = `${START}\n${limitsOf(app).join('\n')}\n${END}`;
  const from = text.indexOf(START);
  const to = text.indexOf(END, from);
  return from >= 0 && to > from
    ? `${text.slice(0, from)}${block}${text.slice(to + END.length)}`
    : `${text.trimEnd()}\n\n${block}\n`.trimStart();
}

/** Every sentence is ours; a maker's free text never becomes an instruction. */
function limitsOf({ registration, effectiveClass }: AppRow): readonly string[] {
  const { dataTypes, scopes, endpoints, retentionDays, audience } =
    registration;
  return [
    `- Data class: ${effectiveClass}. Never read or keep anything more sensitive.`,
    `- Personal data: ${personalData(dataTypes)}. Never store another kind.`,
    `- Access: ${scopesText(scopes)}`,
    endpoints.length
      ? `- Outside addresses: only the ${endpoints.length} listed under \`endpoints\` in \`micro-app.json\`.`
      : '- Outside addresses: none. Never call one.',
    `- Keep data for at most ${retentionDays} days.`,
    `- Users: ${audience}. Every page but those declared public needs company sign-in.`,
  ];
}

function personalData(dataTypes: Registration['dataTypes']): string {
  const kinds = dataTypes
    .filter(({ category }) => category !== 'none')
    .map(({ category, volume }) => `${category} (${volume})`);
  return kinds.length ? kinds.join(', ') : 'none';
}

/** Names that have the shape of a scope; they come from the catalog. */
function scopesText(scopes: readonly string[]): string {
  const named = scopes.filter(scope => /^[a-z0-9:._-]{1,100}$/i.test(scope));
  return named.length
    ? `only the scopes ${named.join(', ')}. Never ask for another.`
    : 'no scopes beyond sign-in. Never ask for one.';
}

function file(path: string, text: string): RepositoryFile {
  return { path, contentBase64: Buffer.from(text).toString('base64') };
}

function textOf({ contentBase64 }: RepositoryFile): string {
  return Buffer.from(contentBase64, 'base64').toString('utf8');
}

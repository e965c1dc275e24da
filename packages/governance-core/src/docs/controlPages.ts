import { CONTROL_CATALOGUE } from '../controls/catalogue';
import type { ControlDefinition, ControlMappings } from '../controls/control';
import { GENERATED, page, table } from './markdown';

const ACTORS: Readonly<Record<ControlDefinition['actor'], string>> = {
  runner: 'The portal, when somebody runs the checks',
  owner: 'The owner of the app',
  security: 'A security reviewer without a part in the app',
  privacy: 'The privacy office',
  it: 'The platform team',
  'nobody-yet': 'Nobody yet',
};

const ENVELOPE =
  'Until something that the approval covers changes: class, personal data, access, services, addresses, audience, hosting or retention.';
/** The word of an owner is hers; what is written down stays as it is. */
const NEW_OWNER = 'A new owner confirms anew.';

const CATALOGUES: readonly (readonly [keyof ControlMappings, string])[] = [
  ['owaspLcnc', 'OWASP Low-Code/No-Code Top 10 (2022)'],
  ['owaspCitizen', 'OWASP Citizen Development Top 10'],
  ['asvs5', 'OWASP ASVS 5.0'],
  ['nistCsf2', 'NIST Cybersecurity Framework 2.0'],
];

const NEVER_EXCEPTED: Readonly<
  Record<NonNullable<ControlDefinition['neverExcepted']>, string>
> = {
  'legal-duty': 'No exception can lift it: it is a duty by law.',
  'class-floor':
    'No exception can lift it: it is the least that the class of the data asks for.',
  approval:
    'No exception can lift it: people have to agree, and an exception does not do it for them.',
  compensation: 'No exception can lift it: it is what makes up for exceptions.',
};

function lasts(control: ControlDefinition): string {
  if (control.waitsFor !== undefined) return '';
  if (control.satisfiedBy === 'facts') return 'Until the registration changes.';
  if (control.satisfiedBy === 'records') {
    return 'It is read anew at each decision.';
  }
  if (control.boundTo === 'commit') {
    return `For one commit, and for ${control.freshnessDays} days.`;
  }
  return [
    // Of the app at any time, as its records are.
    ...(control.boundTo === 'envelope' ? [ENVELOPE] : []),
    ...(control.evidenceKinds.includes('owner-attestation') ? [NEW_OWNER] : []),
    ...(control.freshnessDays === undefined
      ? []
      : [`For ${control.freshnessDays} days at most.`]),
  ].join(' ');
}

function labelled(label: string, text: string): string {
  return text === '' ? '' : `${label}: ${text}`;
}

/** The page of one control, `docs/controls/<id>.md`. */
export function controlPage(control: ControlDefinition): string {
  const { waitsFor, neverExcepted, mappings } = control;
  const mapped = CATALOGUES.flatMap(([key, title]) => {
    const ids = mappings[key] ?? [];
    return ids.length > 0 ? [[title, ids.join(', ')]] : [];
  });
  return page([
    `# ${control.title}`,
    GENERATED,
    `\`${control.id}\` · requirements ${control.source}`,
    '## What it asks',
    control.statement,
    `Needed for: ${control.neededFor}.`,
    `Asked at: ${control.gates.join(', ')}.`,
    '## Why',
    control.why,
    '## How to meet it',
    control.howToSatisfy,
    neverExcepted ? NEVER_EXCEPTED[neverExcepted] : '',
    '## What is checked',
    control.checked,
    waitsFor === undefined ? '' : `It waits for ${waitsFor}.`,
    `Who acts: ${ACTORS[control.actor]}.`,
    labelled(
      'What counts as proof',
      control.evidenceKinds.map(kind => `\`${kind}\``).join(', '),
    ),
    labelled('How long it counts', lasts(control)),
    mapped.length > 0 ? '## In public catalogues' : '',
    mapped.length > 0 ? table(['catalogue', 'ids'], mapped) : '',
  ]);
}

/** The list of all controls, `docs/controls/README.md`. */
export function controlIndex(): string {
  return page([
    '# Controls',
    GENERATED,
    `What an app has to meet depends on its risk and its data. These are the ${CONTROL_CATALOGUE.length} controls there are. Each is data, a test and a page of one name; which apps need it is a condition over facts, see \`packages/governance-core/src/controls\`.`,
    table(
      ['control', 'needed for', 'asked at', 'who acts'],
      CONTROL_CATALOGUE.map(control => [
        `[${control.title}](${control.id}.md)`,
        control.neededFor,
        control.gates.join(', '),
        ACTORS[control.actor],
      ]),
    ),
    'A control that nobody can meet yet says on its page what it waits for. Until then its verdict is _unknown_, and an app that needs it at a gate does not pass that gate: unknown is not pass.',
  ]);
}

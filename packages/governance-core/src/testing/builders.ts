import type { Integration } from '../classification/dataClass';
import { controlById } from '../controls/catalogue';
import type { RequiredControl } from '../controls/control';
import type { Evidence } from '../evidence/evidence';
import type { Person, Vote } from '../approvals/approval';
import type {
  ExceptionRequest,
  GrantedException,
} from '../exceptions/exception';
import type { Incident } from '../incidents/incident';
import type { Registration } from '../registration/registration';

/** A sound, low-risk registration: the one of the story in R14. */
export function aRegistration(
  changes: Partial<Registration> = {},
): Registration {
  return {
    name: 'Where2Eat',
    purpose: 'Recommends places for lunch to the team',
    owner: 'user:default/maya',
    successor: 'user:default/rita',
    businessUnit: 'group:default/product',
    audience: 'team',
    classification: 'internal',
    dataTypes: [
      { category: 'names', volume: 'under-100' },
      { category: 'preferences', volume: 'under-100' },
    ],
    aiGeneratedShare: 80,
    scopes: ['people:read'],
    vendors: [],
    libraries: [],
    endpoints: [],
    hosting: 'company',
    retentionDays: 90,
    decommissionPlan: 'Switch it off, delete the data, tell the team.',
    ...changes,
  };
}

export function anIntegration(changes: Partial<Integration> = {}): Integration {
  return {
    kind: 'scope',
    name: 'people:read',
    title: 'Read the people directory',
    minimumClass: 'internal',
    privileged: false,
    preAuthorised: true,
    hosts: [],
    sdkPackages: [],
    ...changes,
  };
}

/** A small integration catalog: scopes and vendors, harmless and not. */
export const SOME_INTEGRATIONS: readonly Integration[] = [
  anIntegration(),
  anIntegration({
    name: 'profile:read',
    title: 'Read your own profile',
  }),
  anIntegration({
    name: 'crm:write',
    title: 'Write to the customer system',
    privileged: true,
    preAuthorised: false,
  }),
  anIntegration({
    name: 'payroll:read',
    title: 'Read the payroll',
    minimumClass: 'confidential',
    preAuthorised: false,
  }),
  anIntegration({
    name: 'patients:read',
    title: 'Read patient records',
    minimumClass: 'regulated',
    privileged: true,
    preAuthorised: false,
  }),
  anIntegration({
    kind: 'vendor',
    name: 'mapland',
    title: 'Mapland',
    minimumClass: 'public',
    vendorKind: 'general',
    hosts: ['api.mapland.example'],
    sdkPackages: ['mapland-sdk'],
  }),
  anIntegration({
    kind: 'vendor',
    name: 'payfast',
    title: 'Payfast',
    vendorKind: 'payment',
    preAuthorised: false,
    hosts: ['api.payfast.example'],
    sdkPackages: ['payfast'],
  }),
];

export const NOW = '2026-11-24T10:00:00.000Z';
export const A_COMMIT = 'c'.repeat(40);
export const AN_ENVELOPE_HASH = 'e'.repeat(64);

/** Proof that passes, received an hour before {@link NOW}. */
export function someEvidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    id: 'evidence-1',
    kind: 'dynamic-scan',
    provenance: 'portal-runner',
    tool: { name: 'portal checks', version: '1.0' },
    outcome: 'pass',
    summary: 'Nothing found on 5 pages',
    problems: [],
    commit: A_COMMIT,
    envelopeHash: AN_ENVELOPE_HASH,
    receivedAt: '2026-11-24T09:00:00.000Z',
    ...changes,
  };
}

/** Passing proof of every kind that the required controls ask for. */
export function evidenceFor(
  required: readonly RequiredControl[],
): readonly Evidence[] {
  return required.flatMap(({ control }) =>
    control.evidenceKinds.map(kind =>
      someEvidence({
        id: `evidence-${kind}`,
        kind,
        provenance:
          control.actor === 'runner' ? 'portal-runner' : 'portal-form',
        ...(control.actor === 'owner' && {
          // Nobody accepts her own assessment.
          by:
            kind === 'privacy-impact-assessment'
              ? 'user:default/pat'
              : 'user:default/maya',
        }),
        ...(control.actor === 'security' && { by: 'user:default/sam' }),
      }),
    ),
  );
}

/** A catalogue control as required. @throws Error for an unknown id */
export function aRequiredControl(id: string): RequiredControl {
  const control = controlById(id);
  if (!control) throw new Error(`There is no control ${id}`);
  return { control, because: 'Every app needs it before others use it' };
}

export function aPerson(name: string, changes: Partial<Person> = {}): Person {
  return {
    ref: `user:default/${name}`,
    subject: `sub-${name}`,
    email: `${name}@example.com`,
    groups: [],
    ...changes,
  };
}

export function aVote(changes: Partial<Vote> = {}): Vote {
  return {
    subject: 'sub-sam',
    voterRef: 'user:default/sam',
    role: 'security',
    choice: 'approve',
    reason: 'Looks good',
    at: '2026-11-24T09:30:00.000Z',
    ...changes,
  };
}

/** A first exception of a week from {@link NOW} on, made up for and proven. */
export function anException(
  changes: Partial<GrantedException> = {},
): GrantedException {
  return {
    id: 'exception-1',
    appId: 'where2eat',
    controlId: 'dynamic-security-scan',
    reason: 'The scanner cannot reach the new page yet',
    compensation: {
      statement: 'A security reviewer tests the page by hand each day',
      evidenceIds: ['evidence-by-hand'],
    },
    startsAt: NOW,
    endsAt: '2026-12-01T10:00:00.000Z',
    requestedBy: 'user:default/maya',
    renewal: 0,
    grantedBy: 'user:default/ivan',
    grantedAs: 'it',
    grantedAt: NOW,
    ...changes,
  };
}

/** A request for two weeks from {@link NOW} on. */
export function anExceptionRequest(
  changes: Partial<ExceptionRequest> = {},
): ExceptionRequest {
  const { appId, controlId, reason, compensation, requestedBy } = anException();
  return {
    appId,
    controlId,
    reason,
    compensation,
    startsAt: NOW,
    endsAt: '2026-12-08T10:00:00.000Z',
    requestedBy,
    ...changes,
  };
}

/** An incident of low severity noticed at {@link NOW}. */
export function anIncident(changes: Partial<Incident> = {}): Incident {
  return {
    id: 'incident-1',
    detectedAt: NOW,
    reportedBy: 'user:default/maya',
    severities: [{ severity: 'low', by: 'user:default/maya', at: NOW }],
    rootCauseReceivedAt: [],
    ...changes,
  };
}

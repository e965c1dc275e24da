import {
  canonicalEnvelope,
  classifyData,
  DEFAULT_RISK_MODEL,
  deriveControls,
  evaluateControls,
  nextStep,
  scoreRisk,
  tally,
  type Evidence,
  type NextStepFacts,
  type Registration,
} from '@micro-apps/governance-core';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import type {
  AppDetail,
  AppSummary,
  AppViewer,
  ExceptionView,
  IncidentView,
  ModelResponse,
  PolicyResponse,
  RequestSummary,
  RequestView,
  SandboxView,
} from '@micro-apps/plugin-micro-apps-common';

/** Everything allowed, as for an owner. */
export const OWNER: AppViewer = {
  isOwner: true,
  canEdit: true,
  canRead: true,
  canScan: true,
  canPromote: true,
  canAttest: true,
  canReview: false,
  canDelegate: false,
  canOverride: false,
  roles: [],
};

/** A security reviewer of somebody else's app. */
export const REVIEWER: AppViewer = {
  isOwner: false,
  canEdit: false,
  canRead: true,
  canScan: false,
  canPromote: false,
  canAttest: false,
  canReview: true,
  canDelegate: false,
  canOverride: false,
  roles: ['security'],
};

/** Anybody else who is signed in. */
export const COLLEAGUE: AppViewer = {
  ...REVIEWER,
  canRead: false,
  canReview: false,
  canDelegate: false,
  canOverride: false,
  roles: [],
};

export function aSandbox(changes: Partial<SandboxView> = {}): SandboxView {
  return {
    state: 'running',
    url: 'http://where2eat.localhost:8100',
    commit: A_COMMIT,
    head: A_COMMIT,
    behind: false,
    ...changes,
  };
}

/** What the registry scores with. */
export function aModel(changes: Partial<ModelResponse> = {}): ModelResponse {
  return {
    riskModel: DEFAULT_RISK_MODEL,
    controls: [],
    settings: { oneApproverInMedium: true, environments: [] },
    ...changes,
  };
}

/** Company rules as they are shipped. */
export function aPolicy(changes: Partial<PolicyResponse> = {}): PolicyResponse {
  return {
    engine: 'embedded',
    coreRulesOnly: false,
    revision: '1.0.0',
    rules: [],
    weakened: false,
    weakenings: [],
    riskModel: { revision: DEFAULT_RISK_MODEL.revision, weakenings: [] },
    ...changes,
  };
}

/** What an app is made of; the rest follows by the rules. */
export interface AppFacts {
  readonly registration?: Partial<Registration>;
  /** `'all'`: everything that can be proved is proved. */
  readonly evidence?: readonly Evidence[] | 'all';
  /** Controls that stay open although the evidence is `'all'`. */
  readonly except?: readonly string[];
  readonly step?: Partial<NextStepFacts>;
}

/** An app as the backend would show it, assessed by the same rules. */
export function anApp(
  changes: Partial<AppDetail> = {},
  facts: AppFacts = {},
): AppDetail {
  const registration = aRegistration(facts.registration);
  const integrations = SOME_INTEGRATIONS;
  const risk = scoreRisk({ registration, integrations });
  const effectiveClass = classifyData({ registration, integrations });
  const required = deriveControls({
    registration,
    integrations,
    score: risk,
    effectiveClass,
  });
  const findings = evaluateControls({
    required,
    registration,
    integrations,
    evidence:
      facts.evidence === 'all'
        ? evidenceFor(
            required.filter(
              ({ control }) => !facts.except?.includes(control.id),
            ),
          )
        : facts.evidence ?? [],
    context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
  });
  const approval = risk.band === 'low' ? 'not-needed' : 'missing';
  return {
    id: 'where2eat',
    entityRef: 'component:default/where2eat',
    name: registration.name,
    purpose: registration.purpose,
    owner: registration.owner,
    businessUnit: registration.businessUnit,
    band: risk.band,
    score: risk.score,
    effectiveClass: effectiveClass.effective,
    standing: 'active',
    stage: 'sandbox',
    nextStep: nextStep({
      standing: 'active',
      band: risk.band,
      hasSandbox: true,
      findings,
      approval,
      productionDeployed: false,
      environment: 'beta',
      ...facts.step,
    }),
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    registration,
    lookAlikes: [],
    effectiveClassDetail: effectiveClass,
    risk,
    envelopeHash: AN_ENVELOPE_HASH,
    envelope: canonicalEnvelope(registration, effectiveClass, integrations),
    findings,
    required,
    gate: { gate: 'promote', allowed: false, violations: [], obligations: [] },
    policyRevision: '1.0.0',
    approval,
    sandbox: aSandbox(),
    deployments: [],
    head: A_COMMIT,
    viewer: OWNER,
    ...changes,
  };
}

/** A privileged scope makes it Medium. */
export const MEDIUM: AppFacts = { registration: { scopes: ['crm:write'] } };
/** Much about many people makes it High. */
export const HIGH: AppFacts = {
  registration: {
    dataTypes: (['names', 'contact', 'location', 'employment'] as const).map(
      category => ({ category, volume: 'over-10000' as const }),
    ),
  },
};

/** A request for approval that waits for a security reviewer. */
export function aRequest(changes: Partial<RequestView> = {}): RequestView {
  const requirements = [
    {
      role: 'security' as const,
      count: 1,
      because: 'Medium risk needs one security reviewer to agree',
    },
  ];
  return {
    id: 'request-1',
    kind: 'app',
    subjectId: 'where2eat',
    title: 'Where2Eat',
    appId: 'where2eat',
    appName: 'Where2Eat',
    state: 'open',
    band: 'medium',
    version: 1,
    envelopeHash: AN_ENVELOPE_HASH,
    commit: A_COMMIT,
    requestedBy: 'user:default/maya',
    requestedAt: NOW,
    automatic: false,
    requirements,
    tally: tally({ requirements, votes: [] }),
    votes: [],
    items: [],
    delegations: [],
    difference: [],
    viewer: { mayVote: false, roles: [] },
    ...changes,
  };
}

/** A row of "My micro apps". */
export function anAppRow(changes: Partial<AppSummary> = {}): AppSummary {
  return { ...anApp(), ...changes };
}

/** A row of the review queue. */
export function aRequestRow(
  changes: Partial<RequestSummary> = {},
): RequestSummary {
  return {
    id: 'request-1',
    kind: 'app',
    subjectId: 'where2eat',
    title: 'Where2Eat',
    appId: 'where2eat',
    appName: 'Where2Eat',
    entityRef: 'component:default/where2eat',
    state: 'open',
    band: 'medium',
    score: 5,
    version: 1,
    requestedBy: 'user:default/maya',
    requestedAt: NOW,
    clock: 'reviewers',
    waitingFor: ['security'],
    change: 'Everything is new',
    mayVote: false,
    ...changes,
  };
}

/** An exception from the dynamic scan that is in force for a week from now. */
export function anExceptionView(
  changes: Partial<ExceptionView> = {},
): ExceptionView {
  const now = Date.now();
  const instant = (days: number) =>
    new Date(now + days * 24 * 60 * 60 * 1000).toISOString();
  return {
    id: 'exception-1',
    appId: 'where2eat',
    appName: 'Where2Eat',
    controlId: 'dynamic-security-scan',
    controlTitle: 'Dynamic security scan',
    standing: 'active',
    reason: 'The scanner cannot reach the new page yet',
    compensation: {
      statement: 'A colleague tests the page by hand',
      controlId: 'security-headers',
      controlTitle: 'Security headers',
      evidenceIds: ['evidence-header-scan'],
    },
    startsAt: instant(0),
    endsAt: instant(7),
    requestedBy: 'user:default/maya',
    requestedAt: instant(0),
    requestId: 'request-9',
    renewal: 0,
    grantedBy: 'user:default/rita',
    grantedAs: 'it',
    grantedAt: instant(0),
    viewer: { mayRevoke: false },
    ...changes,
  };
}

/** An incident of low severity noticed just now, as its app's owner sees it. */
export function anIncidentView(
  changes: Partial<IncidentView> = {},
): IncidentView {
  const now = Date.now();
  const inHours = (hours: number) =>
    new Date(now + hours * 60 * 60 * 1000).toISOString();
  return {
    id: 'incident-1',
    originId: 'incident-1',
    appId: 'where2eat',
    appName: 'Where2Eat',
    title: 'A list went to the wrong people',
    whatHappened: 'The export went to everybody on Monday',
    detectedAt: inHours(0),
    reportedAt: inHours(0),
    reportedBy: 'user:default/sam',
    severity: 'low',
    worstSeverity: 'low',
    severities: [{ severity: 'low', by: 'user:default/sam', at: inHours(0) }],
    causes: [],
    reopened: 0,
    clocks: [
      { name: 'escalation', dueAt: inHours(2.01), state: 'running' },
      { name: 'root-cause', dueAt: inHours(74.01), state: 'running' },
    ],
    breaches: [],
    duties: ['escalation', 'root-cause'],
    viewer: {
      mayHandle: false,
      mayWriteCauses: true,
      mayRaise: true,
      mayLower: false,
      mayReopen: false,
    },
    ...changes,
  };
}

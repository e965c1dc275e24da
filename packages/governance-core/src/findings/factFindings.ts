import type { Integration } from '../classification/dataClass';
import { matchIntegrations } from '../classification/integrationsOf';
import { normaliseText, spokenList } from '../names/normaliseText';
import type { Registration } from '../registration/registration';
import type { FindingState } from './finding';

/** What the facts of a registration say about one control. */
export interface Verdict {
  readonly state: FindingState;
  readonly code: string;
  readonly because: string;
}

const MISSING = 'fact-missing';

function met(because: string): Verdict {
  return { state: 'satisfied', code: 'met', because };
}

function unmet(because: string): Verdict {
  return { state: 'not-satisfied', code: MISSING, because };
}

function scopesVerdict(facts: {
  registration: Registration;
  integrations: readonly Integration[];
}): Verdict {
  const scopes = (facts.registration.scopes ?? []).map(normaliseText);
  if (scopes.some(scope => scope.includes('*'))) {
    return unmet('A scope with * asks for everything; name the ones it needs');
  }
  const { unknownScopes } = matchIntegrations(facts);
  if (unknownScopes.length > 0) {
    return unmet(
      `${spokenList(unknownScopes)} is not in the integration catalog`,
    );
  }
  if (new Set(scopes).size < scopes.length) {
    return unmet('A scope is named twice');
  }
  if (scopes.length === 0) return met('The app asks for no access');
  return met(`Asks for ${spokenList(scopes)} only`);
}

function retentionVerdict({ retentionDays }: Registration): Verdict {
  if (
    !Number.isInteger(retentionDays) ||
    retentionDays < 1 ||
    retentionDays > 3650
  ) {
    return unmet('It is not said for how many days data is kept');
  }
  return met(
    `Data is kept for ${retentionDays} ${retentionDays === 1 ? 'day' : 'days'}`,
  );
}

function planVerdict({ decommissionPlan }: Registration): Verdict {
  return normaliseText(decommissionPlan).length >= 10
    ? met('A plan for the end is written down')
    : unmet('There is no plan for the end yet');
}

/** The verdict on a control that the registration itself meets or not. */
export function factVerdict(
  controlId: string,
  facts: {
    registration: Registration;
    integrations: readonly Integration[];
  },
): Verdict {
  switch (controlId) {
    case 'least-privilege-scopes':
      return scopesVerdict(facts);
    case 'retention-rule':
      return retentionVerdict(facts.registration);
    case 'decommission-plan':
      return planVerdict(facts.registration);
    default:
      return {
        state: 'unknown',
        code: 'no-rule',
        because: 'Nothing in this version can tell whether it is met',
      };
  }
}

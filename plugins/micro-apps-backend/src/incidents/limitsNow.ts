import {
  DEFAULT_INCIDENT_LIMITS,
  type IncidentLimits,
} from '@micro-apps/governance-core';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';

/**
 * How long there is for an incident that is reported now: the shipped hours, or
 * the organisation's where they are fewer. They stay with the incident, so that
 * other settings later move no deadline (requirements R9, R12).
 */
export async function limitsNow(
  policy: Pick<PolicyEnginePort, 'describe'>,
): Promise<IncidentLimits> {
  const { incidentLimits } = await policy.describe();
  const { escalation, rootCause } = DEFAULT_INCIDENT_LIMITS;
  return {
    escalation: fewer(escalation, incidentLimits?.escalateWithinHours),
    rootCause: fewer(rootCause, incidentLimits?.analysisWithinHours),
  };
}

/** Anything but fewer whole hours changes nothing. */
function fewer(shipped: number, given: number | undefined): number {
  return given !== undefined &&
    Number.isInteger(given) &&
    given >= 0 &&
    given < shipped
    ? given
    : shipped;
}

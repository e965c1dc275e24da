import type { ArtefactKind, ArtefactTemplate } from './artefact';
import { DECOMMISSION_PLAN, INCIDENT_RESPONSE_PLAN } from './planTemplates';
import {
  NOTICE_AND_CONSENT,
  PRIVACY_IMPACT_ASSESSMENT,
} from './privacyTemplates';

const TEMPLATES: Readonly<Record<ArtefactKind, ArtefactTemplate>> = {
  'notice-and-consent': NOTICE_AND_CONSENT,
  'privacy-impact-assessment': PRIVACY_IMPACT_ASSESSMENT,
  'incident-response-plan': INCIDENT_RESPONSE_PLAN,
  'decommission-plan': DECOMMISSION_PLAN,
};

/** The form of a kind. @public */
export function artefactTemplate(kind: ArtefactKind): ArtefactTemplate {
  return TEMPLATES[kind];
}

/** The form that a control is met by, or whose matter it writes down. @public */
export function artefactForControl(
  controlId: string,
): ArtefactTemplate | undefined {
  return Object.values(TEMPLATES).find(
    each => each.controlId === controlId || each.alsoAbout?.includes(controlId),
  );
}

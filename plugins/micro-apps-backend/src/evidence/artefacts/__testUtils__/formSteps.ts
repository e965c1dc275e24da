import type { ArtefactKind } from '@micro-apps/governance-core';
import type { ArtefactView } from '@micro-apps/plugin-micro-apps-common';
import { APP, detail, MAYA, PAT, type Portal } from '../../../__testUtils__';
import { filledIn } from '../../../tests/__testUtils__/changingArtefacts';

export const PIA = 'privacy-impact-assessment';

/** Path of a form of the app. */
export function at(kind: ArtefactKind, step = ''): string {
  return `/apps/${APP}/artefacts/${kind}${step}`;
}

/** One form, as somebody sees it. */
export async function form(
  portal: Portal,
  kind: ArtefactKind,
  ref = MAYA,
): Promise<ArtefactView> {
  const { body } = await portal.as(ref).get(at(kind)).expect(200);
  return body;
}

/** What the gate says of a control now. */
export async function finding(portal: Portal, controlId: string) {
  const { findings } = await detail(portal);
  return findings.find(each => each.controlId === controlId);
}

/** Maya fills in a form and finishes it. */
export async function finished(
  portal: Portal,
  kind: ArtefactKind,
): Promise<void> {
  await portal
    .as(MAYA)
    .post(at(kind, '/finish'), await filledIn(portal, kind))
    .expect(200);
}

/** Somebody accepts the impact assessment, or gives it back. */
export function review(
  portal: Portal,
  outcome: string,
  ref = PAT,
  version = 1,
) {
  return portal.as(ref).post(at(PIA, '/review'), {
    outcome,
    reason: 'I read all of it',
    expectedVersion: version,
  });
}

import {
  artefactTemplate,
  questionsOf,
  type ArtefactKind,
} from '@micro-apps/governance-core';
import {
  APP,
  HIGH,
  MAYA,
  PAT,
  registered,
  type PortalFace,
} from '../../__testUtils__';
import type { Prepare } from './changingCommand';

const forms = `/apps/${APP}/artefacts`;

/** Every question of a form answered as its example does. */
export function exampleAnswers(kind: ArtefactKind): Record<string, string> {
  return Object.fromEntries(
    questionsOf(artefactTemplate(kind)).map(({ id, example }) => [id, example]),
  );
}

/** Maya saves a form with its examples; gives back what finishing it takes. */
export async function filledIn(portal: PortalFace, kind: ArtefactKind) {
  const { body } = await portal
    .as(MAYA)
    .put(`${forms}/${kind}`, {
      answers: exampleAnswers(kind),
      expectedVersion: 0,
    })
    .expect(200);
  return { expectedVersion: body.version, envelopeHash: body.envelopeHash };
}

/** Commands of the forms that people fill in. */
export const ARTEFACT_COMMANDS: Readonly<Record<string, Prepare>> = {
  'put /v1/apps/:id/artefacts/:kind': async portal => {
    await registered(portal);
    return {
      path: `${forms}/decommission-plan`,
      body: { answers: { who: 'Maya' }, expectedVersion: 0 },
    };
  },
  'post /v1/apps/:id/artefacts/:kind/finish': async portal => {
    await registered(portal, HIGH);
    return {
      path: `${forms}/incident-response-plan/finish`,
      body: await filledIn(portal, 'incident-response-plan'),
    };
  },
  'post /v1/apps/:id/artefacts/:kind/review': async portal => {
    await registered(portal, HIGH);
    const kind = 'privacy-impact-assessment';
    await portal
      .as(MAYA)
      .post(`${forms}/${kind}/finish`, await filledIn(portal, kind))
      .expect(200);
    return {
      path: `${forms}/${kind}/review`,
      body: { outcome: 'accept', reason: 'It is complete', expectedVersion: 1 },
      ref: PAT,
    };
  },
};

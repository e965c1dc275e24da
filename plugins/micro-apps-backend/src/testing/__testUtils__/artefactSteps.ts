import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { exampleAnswers } from '../../tests/__testUtils__/changingArtefacts';
import type { DocumentedPortal } from './documentedPortal';

/** A form is saved, finished, given back and accepted. */
export async function filledInAndAccepted(
  { call, portal }: DocumentedPortal,
  app: AppDetail,
): Promise<void> {
  const { maya, pat } = portal;
  const kind = 'privacy-impact-assessment';
  const path = { id: app.id, kind };
  await call(maya, 'listArtefacts', { path, status: 200 });
  for (const outcome of ['return', 'accept']) {
    const before = await call(maya, 'getArtefact', { path, status: 200 });
    const { version } = await call(maya, 'saveArtefact', {
      path,
      body: {
        answers: exampleAnswers(kind),
        expectedVersion: before.version,
      },
      status: 200,
    });
    await call(maya, 'finishArtefact', {
      path,
      body: { expectedVersion: version, envelopeHash: before.envelopeHash },
      status: 200,
    });
    await call(pat, 'listWaitingArtefacts', { status: 200 });
    await call(pat, 'reviewArtefact', {
      path,
      body: { outcome, reason: 'I read all of it', expectedVersion: version },
      status: 200,
    });
  }
}

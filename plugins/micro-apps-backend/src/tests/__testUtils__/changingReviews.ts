import {
  ALL_RIGHT,
  APP,
  approved,
  inProduction,
  MEDIUM,
  registered,
  withCode,
} from '../../__testUtils__';
import type { Prepare } from './changingCommand';

const path = `/apps/${APP}/review`;
const expectedVersion = 1;

/** Commands of the annual review. */
export const REVIEW_COMMANDS: Readonly<Record<string, Prepare>> = {
  'post /v1/apps/:id/review/attest': async portal => {
    await registered(portal);
    await withCode(portal);
    await inProduction(portal);
    const body = { expectedVersion, answers: ALL_RIGHT };
    return { path: `${path}/attest`, body };
  },
  'post /v1/apps/:id/review/requests': async portal => {
    await registered(portal, MEDIUM);
    await approved(portal);
    return { path: `${path}/requests`, body: { expectedVersion } };
  },
};

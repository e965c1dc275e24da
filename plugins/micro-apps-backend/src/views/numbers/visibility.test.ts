import type { Permission } from '@backstage/plugin-permission-common';
import {
  microAppsEvidenceReadPermission,
  microAppsNumbersReadPermission,
} from '@micro-apps/plugin-micro-apps-common';
import {
  createMicroAppConditionalDecision as onlyIf,
  microAppConditions as conditions,
} from '@micro-apps/plugin-micro-apps-node';
import {
  APP,
  HIGH,
  MAYA,
  PAT,
  registered,
  SAM,
  usePortals,
} from '../../__testUtils__';
import {
  at,
  finished,
  PIA,
} from '../../evidence/artefacts/__testUtils__/formSteps';
import { ids } from './__testUtils__/numbersSteps';

const start = usePortals();

/** A policy under which a permission covers apps of low risk only. */
function lowOnly(
  about:
    | typeof microAppsNumbersReadPermission
    | typeof microAppsEvidenceReadPermission,
) {
  return ({ name }: Permission) =>
    name === about.name
      ? onlyIf(about, conditions.hasBand({ bands: ['low'] }))
      : undefined;
}

describe('under a policy that answers with a condition', () => {
  it('lists are shorter, and numbers of all apps are not shown', async () => {
    const portal = await start({
      permitted: lowOnly(microAppsNumbersReadPermission),
    });
    await registered(portal, HIGH);
    await registered(portal, { name: 'Alder' });
    const query = 'check=logging&state=unknown';
    expect(await ids(portal, query)).toEqual(['alder']);
    for (const path of ['/numbers', '/exports/numbers', '/numbers/rollout']) {
      await portal.as(SAM).get(path).expect(403);
    }
  });

  it('forms of other apps do not wait for the privacy office', async () => {
    let hidden = false;
    const permitted = lowOnly(microAppsEvidenceReadPermission);
    const portal = await start({
      permitted: permission => (hidden ? permitted(permission) : undefined),
    });
    await registered(portal, HIGH);
    await finished(portal, PIA);
    const waiting = async () =>
      (await portal.as(PAT).get('/artefacts/waiting').expect(200)).body.items;
    expect(await waiting()).toMatchObject([{ appId: APP }]);
    hidden = true;
    expect(await waiting()).toEqual([]);
    await portal.as(PAT).get(at(PIA)).expect(404);
    await portal.as(MAYA).get(at(PIA)).expect(404);
  });
});

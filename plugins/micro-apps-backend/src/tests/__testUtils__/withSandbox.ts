import {
  APP,
  MAYA,
  registered,
  settled,
  withCode,
  type Portal,
} from '../../__testUtils__';

/** Maya's app, with code and a sandbox that runs. */
export async function withSandbox(portal: Portal): Promise<void> {
  await registered(portal);
  await withCode(portal);
  await portal.as(MAYA).put(`/apps/${APP}/sandbox`).expect(202);
  await settled(portal);
}

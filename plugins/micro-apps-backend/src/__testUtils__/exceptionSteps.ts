import type {
  AskExceptionRequest,
  ExceptionView,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { IVAN, MAYA } from './people';
import type { PortalFace } from './portal';
import {
  APP,
  detail,
  registered,
  settled,
  voted,
  withCode,
  withEvidence,
} from './steps';

/** The control that {@link withOneOpenControl} leaves open. */
export const OPEN = 'dynamic-security-scan';

/** Maya's app with code and all its proof, but for the dynamic scan. */
export async function withOneOpenControl(
  portal: PortalFace,
  changes?: Parameters<typeof registered>[1],
): Promise<void> {
  await registered(portal, changes);
  await withCode(portal);
  await settled(portal);
  const { head } = await detail(portal);
  await withEvidence(portal, { commit: head, without: ['dynamic-scan'] });
}

/** What a page sends: a week without the dynamic scan, made up for by headers. */
export async function exceptionAsk(
  portal: PortalFace,
  changes: Partial<AskExceptionRequest> = {},
): Promise<AskExceptionRequest> {
  const [id] = await portal
    .knex('micro_apps_evidence')
    .where({ app_id: APP, kind: 'header-scan' })
    .orderBy('received_at', 'desc')
    .pluck('id');
  return {
    controlId: OPEN,
    reason: 'The scanner cannot reach the new page yet',
    endsAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    compensation: {
      statement: 'The headers keep the browser from doing harm',
      controlId: 'security-headers',
      evidenceIds: [id],
    },
    ...changes,
  };
}

/** Somebody of the owner's side asks. */
export async function exceptionAsked(
  portal: PortalFace,
  ref = MAYA,
): Promise<ExceptionView> {
  const { body } = await portal
    .as(ref)
    .post(`/apps/${APP}/exceptions`, await exceptionAsk(portal))
    .expect(201);
  return body;
}

/** The request that decides on an exception, as somebody sees it. */
export async function requestFor(
  portal: PortalFace,
  { requestId }: ExceptionView,
  ref = IVAN,
): Promise<RequestView> {
  const { body } = await portal
    .as(ref)
    .get(`/requests/${requestId}`)
    .expect(200);
  return body;
}

/** Maya asks and Ivan grants it. */
export async function exceptionGranted(
  portal: PortalFace,
): Promise<ExceptionView> {
  const asked = await exceptionAsked(portal);
  const request = await requestFor(portal, asked);
  await voted(portal.as(IVAN), request).expect(200);
  return asked;
}

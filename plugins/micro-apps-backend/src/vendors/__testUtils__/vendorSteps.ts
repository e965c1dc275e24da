import type {
  RequestView,
  VendorDetail,
  VendorRequest,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ballot,
  MAYA,
  SAM,
  type Caller,
  type Portal,
} from '../../__testUtils__';

export const LUNCH: VendorRequest = {
  title: 'Lunch Board',
  kind: 'general',
  purpose: 'Shows the menus of the places nearby',
  dataClasses: ['public'],
  hosts: ['api.lunchboard.example'],
  sdkPackages: ['lunchboard-sdk'],
};

export const CRM: VendorRequest = {
  ...LUNCH,
  title: 'Acme CRM',
  kind: 'crm',
  purpose: 'Looks customers up for the sales team',
  dataClasses: ['confidential'],
  hosts: ['api.acme-crm.example'],
  sdkPackages: ['@acme-crm/client'],
};

/** Somebody asks for a vendor. */
export async function asked(
  portal: Portal,
  changes: Partial<VendorRequest> = {},
  ref = MAYA,
): Promise<VendorDetail> {
  const { status, body } = await portal
    .as(ref)
    .post('/vendors', { ...LUNCH, ...changes });
  expect([200, 201]).toContain(status);
  return body;
}

/** The request that waits for an answer, as somebody sees it. */
export async function openRequest(
  caller: Caller,
  name: string,
): Promise<RequestView> {
  const { body: known } = await caller.get(`/vendors/${name}`).expect(200);
  const { body } = await caller
    .get(`/requests/${known.openRequestId}`)
    .expect(200);
  return body;
}

/** Somebody decides on the vendor as it is asked for now. */
export async function decide(
  portal: Portal,
  name: string,
  vote: {
    choice?: string;
    items?: readonly string[];
    decision?: object;
    by?: string;
  } = {},
) {
  const { by = SAM, decision, ...choice } = vote;
  const seen = await openRequest(portal.as(SAM), name);
  return portal.as(by).post(`/requests/${seen.id}/votes`, {
    ...ballot(seen, choice),
    ...(decision && { decision }),
  });
}

/** Maya asks and Sam approves. */
export async function approvedVendor(
  portal: Portal,
  changes: Partial<VendorRequest> = {},
  decision?: object,
): Promise<VendorDetail> {
  const { name } = await asked(portal, changes);
  const { status, body } = await decide(portal, name, { decision });
  expect([status, body.state]).toEqual([200, 'approved']);
  return await vendor(portal, name);
}

/** A vendor as somebody sees it now. */
export async function vendor(
  portal: Portal,
  name: string,
  ref = MAYA,
): Promise<VendorDetail> {
  const { body } = await portal.as(ref).get(`/vendors/${name}`).expect(200);
  return body;
}

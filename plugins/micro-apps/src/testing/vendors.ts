import { requirementsForVendor } from '@micro-apps/governance-core';
import type {
  AffectedApp,
  VendorDetail,
} from '@micro-apps/plugin-micro-apps-common';

/** An app that names the vendor in its registration and runs in beta. */
export function anAffectedApp(changes: Partial<AffectedApp> = {}): AffectedApp {
  return {
    id: 'where2eat',
    name: 'Where2Eat',
    entityRef: 'component:default/where2eat',
    owner: 'user:default/maya',
    businessUnit: 'group:default/product',
    band: 'low',
    standing: 'active',
    uses: [{ through: 'named', name: 'lunch-board', found: false }],
    live: ['beta'],
    ...changes,
  };
}

/** A harmless vendor that is approved for a year, as somebody sees it. */
export function aVendor(changes: Partial<VendorDetail> = {}): VendorDetail {
  return {
    name: 'lunch-board',
    title: 'Lunch Board',
    kind: 'general',
    state: 'approved',
    approvedUntil: new Date(Date.now() + 300 * 86_400_000).toISOString(),
    endsSoon: false,
    lacksAuthorisation: false,
    decidedIn: 'registry',
    minimumClass: 'public',
    facts: {
      title: 'Lunch Board',
      kind: 'general',
      purpose: 'Shows the menus of the places nearby',
      dataClasses: ['public'],
      hosts: ['api.lunchboard.example'],
      sdkPackages: ['lunchboard-sdk'],
      website: 'https://lunchboard.example',
    },
    requirements: requirementsForVendor(changes.kind ?? 'general'),
    needsFindings: false,
    history: [
      {
        at: '2026-11-24T09:00:00.000Z',
        event: 'approved',
        by: 'user:default/sam',
      },
    ],
    affected: { items: [anAffectedApp()], total: 1 },
    viewer: { mayRequest: false, mayWithdraw: false, isRequester: false },
    ...changes,
  };
}

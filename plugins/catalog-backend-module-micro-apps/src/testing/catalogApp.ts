import type { CatalogApp } from '@micro-apps/plugin-micro-apps-common';

/** An app as the registry tells the catalog of it. */
export function catalogApp(changes: Partial<CatalogApp> = {}): CatalogApp {
  return {
    id: 'lunch-picker',
    name: 'Lunch picker',
    purpose: 'Chooses where the team eats',
    owner: 'user:default/maya',
    classification: 'internal',
    effectiveClass: 'confidential',
    dataTypes: ['names', 'preferences'],
    band: 'medium',
    standing: 'active',
    lifecycle: 'experimental',
    links: [
      { url: 'http://lunch-picker.localhost:7101', title: 'Open the sandbox' },
    ],
    dependsOn: ['resource:default/people-read'],
    ...changes,
  };
}

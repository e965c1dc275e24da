import { createPermission } from '@backstage/plugin-permission-common';

/** See apps and their registration facts. @public */
export const microAppsAppReadPermission = createPermission({
  name: 'micro-apps.app.read',
  attributes: { action: 'read' },
});
/** Register an app. @public */
export const microAppsAppCreatePermission = createPermission({
  name: 'micro-apps.app.create',
  attributes: { action: 'create' },
});
/** Change a registration, attest, hand in documents, ask for approval. @public */
export const microAppsAppUpdatePermission = createPermission({
  name: 'micro-apps.app.update',
  attributes: { action: 'update' },
});
/** Start, stop and update a sandbox. @public */
export const microAppsAppRunPermission = createPermission({
  name: 'micro-apps.app.run',
  attributes: { action: 'update' },
});
/** Start scans. @public */
export const microAppsAppScanPermission = createPermission({
  name: 'micro-apps.app.scan',
  attributes: { action: 'update' },
});
/** Promote an app to an environment with real data or other users. @public */
export const microAppsAppPromotePermission = createPermission({
  name: 'micro-apps.app.promote',
  attributes: { action: 'update' },
});
/** Read evidence and logs. @public */
export const microAppsEvidenceReadPermission = createPermission({
  name: 'micro-apps.evidence.read',
  attributes: { action: 'read' },
});
/** Vote on an approval request; separation of duties is checked besides. @public */
export const microAppsRequestDecidePermission = createPermission({
  name: 'micro-apps.request.decide',
  attributes: { action: 'update' },
});
/** Check that the record of every change is whole; for administrators. @public */
export const microAppsAuditReadPermission = createPermission({
  name: 'micro-apps.audit.read',
  attributes: { action: 'read' },
});

/** Every permission of this plugin. @public */
export const microAppsPermissions = [
  microAppsAppReadPermission,
  microAppsAppCreatePermission,
  microAppsAppUpdatePermission,
  microAppsAppRunPermission,
  microAppsAppScanPermission,
  microAppsAppPromotePermission,
  microAppsEvidenceReadPermission,
  microAppsRequestDecidePermission,
  microAppsAuditReadPermission,
];

import { createPermission } from '@backstage/plugin-permission-common';

/** What conditions of a permission policy are about: one app. @public */
export const RESOURCE_TYPE_MICRO_APP = 'micro-app';

/** See apps and their registration facts. @public */
export const microAppsAppReadPermission = createPermission({
  name: 'micro-apps.app.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** See the risk model, the controls, integrations and company rules. @public */
export const microAppsModelReadPermission = createPermission({
  name: 'micro-apps.model.read',
  attributes: { action: 'read' },
});
/** Switch company rules between observing, warning and enforcing. @public */
export const microAppsPolicySwitchPermission = createPermission({
  name: 'micro-apps.policy.switch',
  attributes: { action: 'update' },
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
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Start, stop and update a sandbox. @public */
export const microAppsAppRunPermission = createPermission({
  name: 'micro-apps.app.run',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Start scans. @public */
export const microAppsAppScanPermission = createPermission({
  name: 'micro-apps.app.scan',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Promote an app to an environment with real data or other users. @public */
export const microAppsAppPromotePermission = createPermission({
  name: 'micro-apps.app.promote',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Restrict, quarantine, suspend and release an app. @public */
export const microAppsAppContainPermission = createPermission({
  name: 'micro-apps.app.contain',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Read evidence and logs. @public */
export const microAppsEvidenceReadPermission = createPermission({
  name: 'micro-apps.evidence.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Vote on an approval request; separation of duties is checked besides. @public */
export const microAppsRequestDecidePermission = createPermission({
  name: 'micro-apps.request.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Check that the record of every change is whole; for administrators. @public */
export const microAppsAuditReadPermission = createPermission({
  name: 'micro-apps.audit.read',
  attributes: { action: 'read' },
});
/** Ask for approval, and answer what reviewers asked to change. @public */
export const microAppsRequestCreatePermission = createPermission({
  name: 'micro-apps.request.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Hand one’s review to a colleague of the same role. @public */
export const microAppsRequestDelegatePermission = createPermission({
  name: 'micro-apps.request.delegate',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Approve in an emergency without the usual people; looked at again within 24 h. @public */
export const microAppsRequestOverridePermission = createPermission({
  name: 'micro-apps.request.override',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Hand in scan results, attestations and documents. @public */
export const microAppsEvidenceCreatePermission = createPermission({
  name: 'micro-apps.evidence.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** See exceptions. @public */
export const microAppsExceptionReadPermission = createPermission({
  name: 'micro-apps.exception.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Ask for an exception. @public */
export const microAppsExceptionCreatePermission = createPermission({
  name: 'micro-apps.exception.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** End an exception before its time. @public */
export const microAppsExceptionRevokePermission = createPermission({
  name: 'micro-apps.exception.revoke',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** See incidents: all of an app for its owner's side and reviewers. @public */
export const microAppsIncidentReadPermission = createPermission({
  name: 'micro-apps.incident.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Report an incident; for everybody who sees the app. @public */
export const microAppsIncidentCreatePermission = createPermission({
  name: 'micro-apps.incident.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Write down causes, rate an incident, open it again. @public */
export const microAppsIncidentUpdatePermission = createPermission({
  name: 'micro-apps.incident.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Answer for an incident: take it on, decide on suspension, close it. @public */
export const microAppsIncidentHandlePermission = createPermission({
  name: 'micro-apps.incident.handle',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** See vendors and where they stand. @public */
export const microAppsVendorReadPermission = createPermission({
  name: 'micro-apps.vendor.read',
  attributes: { action: 'read' },
});
/** Ask for a vendor. @public */
export const microAppsVendorCreatePermission = createPermission({
  name: 'micro-apps.vendor.create',
  attributes: { action: 'create' },
});
/** Withdraw a vendor that was approved. @public */
export const microAppsVendorWithdrawPermission = createPermission({
  name: 'micro-apps.vendor.withdraw',
  attributes: { action: 'update' },
});
/** Import many registrations at once. @public */
export const microAppsAppImportPermission = createPermission({
  name: 'micro-apps.app.import',
  attributes: { action: 'create' },
});
/** Export heads of the audit chain and evidence bundles. @public */
export const microAppsAuditExportPermission = createPermission({
  name: 'micro-apps.audit.export',
  attributes: { action: 'read' },
});
/** Erase what the audit log holds of a person. @public */
export const microAppsPersonErasePermission = createPermission({
  name: 'micro-apps.person.erase',
  attributes: { action: 'delete' },
});
/** See what could not be delivered. @public */
export const microAppsOutboxReadPermission = createPermission({
  name: 'micro-apps.outbox.read',
  attributes: { action: 'read' },
});
/** Deliver again what failed. @public */
export const microAppsOutboxRetryPermission = createPermission({
  name: 'micro-apps.outbox.retry',
  attributes: { action: 'update' },
});

/** Set and lift legal holds on the data of an app; for security and privacy. @public */
export const microAppsLegalHoldPermission = createPermission({
  name: 'micro-apps.legal-hold.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Confirm that more of an app's data goes than usual. @public */
export const microAppsDisposalConfirmPermission = createPermission({
  name: 'micro-apps.disposal.confirm',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** End an app: access, data and all, but for its record. @public */
export const microAppsAppRetirePermission = createPermission({
  name: 'micro-apps.app.retire',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** See who is asked to take an app over. @public */
export const microAppsSuccessionReadPermission = createPermission({
  name: 'micro-apps.succession.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Say yes or no when one is asked to take an app over. @public */
export const microAppsSuccessionAnswerPermission = createPermission({
  name: 'micro-apps.succession.answer',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Ask people to take apps over; only platform and security teams may. @public */
export const microAppsSuccessionOfferPermission = createPermission({
  name: 'micro-apps.succession.offer',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Say who has left, and who is back; only platform and security teams may. @public */
export const microAppsLeaverManagePermission = createPermission({
  name: 'micro-apps.leaver.manage',
  attributes: { action: 'update' },
});
/** See the numbers of all apps, and the apps behind them. @public */
export const microAppsNumbersReadPermission = createPermission({
  name: 'micro-apps.numbers.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MICRO_APP,
});
/** Keep the board of the first 90 days. @public */
export const microAppsRolloutUpdatePermission = createPermission({
  name: 'micro-apps.rollout.update',
  attributes: { action: 'update' },
});

/** Every permission of this plugin. @public */
export const microAppsPermissions = [
  microAppsAppReadPermission,
  microAppsModelReadPermission,
  microAppsPolicySwitchPermission,
  microAppsAppCreatePermission,
  microAppsAppUpdatePermission,
  microAppsAppRunPermission,
  microAppsAppScanPermission,
  microAppsAppPromotePermission,
  microAppsAppContainPermission,
  microAppsEvidenceReadPermission,
  microAppsRequestDecidePermission,
  microAppsAuditReadPermission,
  microAppsRequestCreatePermission,
  microAppsRequestDelegatePermission,
  microAppsRequestOverridePermission,
  microAppsEvidenceCreatePermission,
  microAppsExceptionReadPermission,
  microAppsExceptionCreatePermission,
  microAppsExceptionRevokePermission,
  microAppsIncidentReadPermission,
  microAppsIncidentCreatePermission,
  microAppsIncidentUpdatePermission,
  microAppsIncidentHandlePermission,
  microAppsVendorReadPermission,
  microAppsVendorCreatePermission,
  microAppsVendorWithdrawPermission,
  microAppsAppImportPermission,
  microAppsAuditExportPermission,
  microAppsPersonErasePermission,
  microAppsOutboxReadPermission,
  microAppsOutboxRetryPermission,
  microAppsLegalHoldPermission,
  microAppsDisposalConfirmPermission,
  microAppsAppRetirePermission,
  microAppsSuccessionReadPermission,
  microAppsSuccessionAnswerPermission,
  microAppsSuccessionOfferPermission,
  microAppsLeaverManagePermission,
  microAppsNumbersReadPermission,
  microAppsRolloutUpdatePermission,
];

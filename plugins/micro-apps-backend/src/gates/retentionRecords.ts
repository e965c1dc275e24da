export const KEPT_THINGS = 'micro_apps_kept_things';
export const RETENTION_LOOKS = 'micro_apps_retention_looks';
export const LEGAL_HOLDS = 'micro_apps_legal_holds';
export const RETIREMENTS = 'micro_apps_retirements';

/** One thing that an app keeps, as both databases return it. */
export interface KeptRecord {
  app_id: string;
  environment: string;
  name: string;
  kind: string;
  digest: string;
  received_at: string;
}

/** A legal hold as both databases return it. */
export interface LegalHoldRecord {
  id: string;
  app_id: string;
  reason: string;
  set_by: string;
  set_by_subject: string | null;
  set_at: string;
  lift_reason: string | null;
  lifted_by: string | null;
  lifted_by_subject: string | null;
  lifted_at: string | null;
  open_key: string | null;
}

/** The end of an app as both databases return it. */
export interface RetirementRecord {
  id: string;
  app_id: string;
  retired_from: string;
  reason: string;
  retired_by: string;
  retired_by_subject: string | null;
  retired_at: string;
  dispose_at: string;
  access_ended_at: string | null;
  problem: string | null;
  disposed_at: string | null;
}

import type {
  AuditEntriesQuery,
  AuditEntriesResponse,
  AuditExportQuery,
  AuditHeadView,
  AuditHeadsQuery,
  AuditVerification,
  AuditVerificationQuery,
  BundleQuery,
  BundleResponse,
  PersonErasureRequest,
  PersonErasureResponse,
} from '../wire/audit';
import type {
  ContainmentRequest,
  ContainmentView,
  ReleaseByChecksRequest,
} from '../wire/containment';
import type {
  OutboxQuery,
  OutboxResponse,
  RetryDeliveryResponse,
} from '../wire/deliveries';
import type {
  AutomaticContainment,
  FleetPreviewQuery,
  FleetRunDetail,
  FleetRunsQuery,
  FleetRunsResponse,
  FleetRunView,
  FleetStopPreview,
  HeldAppsQuery,
  HeldAppsResponse,
  StartFleetRunRequest,
  UndoFleetRunRequest,
} from '../wire/fleet';
import type {
  PolicyResponse,
  PreviewRuleRequest,
  RulePreviewView,
  SwitchRuleRequest,
} from '../wire/policy';
import type {
  ConfirmDisposalRequest,
  LiftLegalHoldRequest,
  RetentionQuery,
  RetentionView,
  RetireAppRequest,
  RetirementView,
  SetLegalHoldRequest,
} from '../wire/retention';
import type {
  CreateRepositoryRequest,
  DeploymentView,
  DeploymentsResponse,
  LogsResponse,
  PromoteRequest,
  RepositoryView,
  SandboxView,
  ScanRun,
  ScansResponse,
} from '../wire/runtime';
import type { StatusResponse } from '../wire/status';
import { RegistryClient } from './RegistryClient';

/** What runs and what is recorded: sandbox, scans, deployments, audit, deliveries. @public */
export class OperationsClient extends RegistryClient {
  /** Follows the audit chain to its end; for administrators. */
  verifyAudit(query: AuditVerificationQuery = {}) {
    return this.send<AuditVerification>('GET', ['audit', 'verification'], {
      query,
    });
  }

  /** What of the configuration is not fit for production; for administrators. */
  getStatus() {
    return this.send<StatusResponse>('GET', ['status']);
  }

  /** What waits to be delivered, or could not be; for administrators. */
  listOutbox(query: OutboxQuery = {}) {
    return this.send<OutboxResponse>('GET', ['outbox'], { query });
  }

  retryDelivery(id: string) {
    return this.send<RetryDeliveryResponse>('POST', ['outbox', id, 'retry'], {
      body: {},
    });
  }

  /** Entries of the audit log, newest first; reading them is noted, too. */
  listAuditEntries(query: AuditEntriesQuery = {}) {
    return this.send<AuditEntriesResponse>('GET', ['audit', 'entries'], {
      query,
    });
  }

  /** Where the audit chain ends; keep it elsewhere. */
  getAuditHead(query: AuditHeadsQuery = {}) {
    return this.send<AuditHeadView>('GET', ['audit', 'heads'], { query });
  }

  /** The whole audit chain as NDJSON, for `microapp audit verify`. */
  async exportAudit(query: AuditExportQuery = {}): Promise<Response> {
    return await this.ask('GET', ['audit', 'export'], { query });
  }

  /** Everything about one app, verifiable without the portal. */
  getBundle(id: string, query: BundleQuery = {}) {
    return this.send<BundleResponse>('GET', ['apps', id, 'bundle'], { query });
  }

  /** Erases what the audit log holds of a person. */
  erasePerson(body: PersonErasureRequest) {
    return this.send<PersonErasureResponse>('POST', ['persons', 'erasures'], {
      body,
    });
  }

  /** Switches a company rule, everywhere or in one environment. */
  switchRule(rule: string, body: SwitchRuleRequest) {
    return this.send<PolicyResponse>(
      'POST',
      ['policy', 'rules', rule, 'mode'],
      {
        body,
      },
    );
  }

  /** Begins to work out what a switch would touch. */
  previewRule(body: PreviewRuleRequest) {
    return this.send<RulePreviewView>('POST', ['policy', 'previews'], { body });
  }

  getRulePreview(id: string) {
    return this.send<RulePreviewView>('GET', ['policy', 'previews', id]);
  }

  /** Ends one that nobody waits for any more. */
  stopRulePreview(id: string) {
    return this.send<RulePreviewView>('POST', [
      'policy',
      'previews',
      id,
      'stop',
    ]);
  }

  createRepository(id: string, body: CreateRepositoryRequest) {
    return this.send<{ head: string; url: string }>(
      'POST',
      ['apps', id, 'repository'],
      { body },
    );
  }

  getRepository(id: string) {
    return this.send<RepositoryView>('GET', ['apps', id, 'repository']);
  }

  /** Creates what is missing of the sandbox; asking again changes nothing. */
  ensureSandbox(id: string) {
    return this.send<SandboxView>('PUT', ['apps', id, 'sandbox'], {
      body: {},
    });
  }

  getSandbox(id: string) {
    return this.send<SandboxView>('GET', ['apps', id, 'sandbox']);
  }

  startSandbox(id: string) {
    return this.#sandboxCommand(id, 'start');
  }

  stopSandbox(id: string) {
    return this.#sandboxCommand(id, 'stop');
  }

  /** Puts the newest commit into the sandbox. */
  updateSandbox(id: string) {
    return this.#sandboxCommand(id, 'update');
  }

  getSandboxLogs(id: string, query: { limit?: number } = {}) {
    return this.send<LogsResponse>('GET', ['apps', id, 'sandbox', 'logs'], {
      query,
    });
  }

  runScans(id: string) {
    return this.send<ScanRun>('POST', ['apps', id, 'scans'], { body: {} });
  }

  listScans(id: string, query: { limit?: number } = {}) {
    return this.send<ScansResponse>('GET', ['apps', id, 'scans'], { query });
  }

  promote(id: string, body: PromoteRequest) {
    return this.send<DeploymentView>('POST', ['apps', id, 'promotions'], {
      body,
    });
  }

  listDeployments(id: string) {
    return this.send<DeploymentsResponse>('GET', ['apps', id, 'deployments']);
  }

  /** Whether the app is held, why, and what ends it. */
  getContainment(id: string) {
    return this.send<ContainmentView>('GET', ['apps', id, 'containment']);
  }

  /** Restricts, quarantines, suspends or releases it. */
  contain(id: string, body: ContainmentRequest) {
    return this.send<ContainmentView>('POST', ['apps', id, 'containment'], {
      body,
    });
  }

  /** Releases it from quarantine when its controls are met again. */
  releaseByChecks(id: string, body: ReleaseByChecksRequest) {
    return this.send<ContainmentView>(
      'POST',
      ['apps', id, 'containment', 'release-by-checks'],
      { body },
    );
  }

  /** Apps that are held now, the longest first. */
  listHeldApps(query: HeldAppsQuery = {}) {
    return this.send<HeldAppsResponse>('GET', ['fleet', 'held'], { query });
  }

  /** What an emergency stop would touch; changes nothing. */
  previewFleetStop(query: FleetPreviewQuery) {
    return this.send<FleetStopPreview>('GET', ['fleet', 'preview'], { query });
  }

  /** Holds every app that the filter names, one by one. */
  startFleetRun(body: StartFleetRunRequest) {
    return this.send<FleetRunView>('POST', ['fleet', 'runs'], { body });
  }

  /** What the portal holds by itself, and what the last look found. */
  getAutomaticContainment() {
    return this.send<AutomaticContainment>('GET', ['fleet', 'automatic']);
  }

  listFleetRuns(query: FleetRunsQuery = {}) {
    return this.send<FleetRunsResponse>('GET', ['fleet', 'runs'], { query });
  }

  /** One run, and a page of its apps. */
  getFleetRun(id: string, query: FleetRunsQuery = {}) {
    return this.send<FleetRunDetail>('GET', ['fleet', 'runs', id], { query });
  }

  /** Releases what a run holds and nobody has touched since. */
  undoFleetRun(id: string, body: UndoFleetRunRequest) {
    return this.send<FleetRunView>('POST', ['fleet', 'runs', id, 'undo'], {
      body,
    });
  }

  #sandboxCommand(id: string, command: 'start' | 'stop' | 'update') {
    return this.send<SandboxView>('POST', ['apps', id, 'sandbox', command], {
      body: {},
    });
  }

  /** How long an app keeps data, what goes next, and what went. */
  getRetention(id: string, query: RetentionQuery = {}) {
    return this.send<RetentionView>('GET', ['apps', id, 'retention'], {
      query,
    });
  }

  /** Lets more of an app's data go than goes by itself; in the background. */
  confirmDisposal(id: string, body: ConfirmDisposalRequest) {
    return this.send<RetentionView>('POST', ['apps', id, 'disposals'], {
      body,
    });
  }

  /** From now on nothing of the app's data goes. */
  setLegalHold(id: string, body: SetLegalHoldRequest) {
    return this.send<RetentionView>('POST', ['apps', id, 'legal-hold'], {
      body,
    });
  }

  liftLegalHold(id: string, body: LiftLegalHoldRequest) {
    return this.send<RetentionView>(
      'POST',
      ['apps', id, 'legal-hold', 'lift'],
      { body },
    );
  }

  /** What ending an app would do, or how far its end has come. */
  getRetirement(id: string) {
    return this.send<RetirementView>('GET', ['apps', id, 'retirement']);
  }

  /** Ends an app for good; access and data go in the background. */
  retireApp(id: string, body: RetireAppRequest) {
    return this.send<RetirementView>('POST', ['apps', id, 'retirement'], {
      body,
    });
  }
}

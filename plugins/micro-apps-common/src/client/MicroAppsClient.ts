import type {
  AppDetail,
  AppsQuery,
  AppsResponse,
  ExportAppsQuery,
  HistoryQuery,
  HistoryResponse,
  TextFile,
} from '../wire/apps';
import type {
  AuditEntriesQuery,
  AuditEntriesResponse,
  AuditExportQuery,
  AuditHeadsQuery,
  AuditHeadView,
  AuditVerification,
  AuditVerificationQuery,
  BundleQuery,
  BundleResponse,
  PersonErasureRequest,
  PersonErasureResponse,
} from '../wire/audit';
import type {
  OutboxQuery,
  OutboxResponse,
  RetryDeliveryResponse,
} from '../wire/deliveries';
import type {
  AttestRequest,
  DocumentRequest,
  EvidenceDetail,
  EvidenceResponse,
  EvidenceView,
  ReportEvidenceRequest,
  SecurityReviewRequest,
} from '../wire/evidence';
import type { ImportRequest, ImportResponse } from '../wire/imports';
import type {
  AppExceptionsResponse,
  AskExceptionRequest,
  ExceptionsQuery,
  ExceptionsResponse,
  ExceptionView,
  RevokeExceptionRequest,
} from '../wire/exceptions';
import type {
  IntegrationsResponse,
  ModelResponse,
  PreviewResponse,
} from '../wire/model';
import type { PolicyResponse } from '../wire/policy';
import type {
  AcceptProposalRequest,
  DeclineProposalRequest,
  ProposalsQuery,
  ProposalsResponse,
  ProposalView,
} from '../wire/proposals';
import type {
  ChangeRegistrationRequest,
  PreviewRequest,
  RegisterRequest,
} from '../wire/registration';
import type {
  DelegateRequest,
  OverrideRequest,
  OverrideReviewRequest,
  RequestApprovalRequest,
  RequestsQuery,
  RequestsResponse,
  RequestView,
  VoteRequest,
  VotesRequest,
  VotesResponse,
} from '../wire/requests';
import type {
  CreateRepositoryRequest,
  DeploymentsResponse,
  DeploymentView,
  LogsResponse,
  PromoteRequest,
  RepositoryView,
  SandboxView,
  ScanRun,
  ScansResponse,
} from '../wire/runtime';
import type { StatusResponse } from '../wire/status';
import type {
  AffectedAppsQuery,
  AffectedAppsResponse,
  VendorDetail,
  VendorQuery,
  VendorRequest,
  VendorsQuery,
  VendorsResponse,
  WithdrawVendorRequest,
} from '../wire/vendors';
import type { VersionsQuery, VersionsResponse } from '../wire/versions';
import {
  createAsk,
  type Ask,
  type AskOptions,
  type Method,
  type Portal,
} from './createAsk';

/**
 * The registry over REST; one method a route. Refusals are thrown as
 * {@link MicroAppsError}.
 * @public
 */
export class MicroAppsClient {
  readonly #ask: Ask;

  constructor(options: Portal) {
    this.#ask = createAsk(options);
  }

  getModel() {
    return this.#send<ModelResponse>('GET', ['model']);
  }

  getIntegrations() {
    return this.#send<IntegrationsResponse>('GET', ['integrations']);
  }

  /** Which company rules decide, and what is looser than shipped. */
  getPolicy() {
    return this.#send<PolicyResponse>('GET', ['policy']);
  }

  preview(body: PreviewRequest) {
    return this.#send<PreviewResponse>('POST', ['preview'], { body });
  }

  listApps(query: AppsQuery = {}) {
    return this.#send<AppsResponse>('GET', ['apps'], { query });
  }

  registerApp(body: RegisterRequest) {
    return this.#send<AppDetail>('POST', ['apps'], { body });
  }

  getApp(id: string) {
    return this.#send<AppDetail>('GET', ['apps', id]);
  }

  changeRegistration(id: string, body: ChangeRegistrationRequest) {
    return this.#send<AppDetail>('PUT', ['apps', id, 'registration'], { body });
  }

  getHistory(id: string, query: HistoryQuery = {}) {
    return this.#send<HistoryResponse>('GET', ['apps', id, 'history'], {
      query,
    });
  }

  /** The registration as it was, newest first, and what was new each time. */
  listVersions(id: string, query: VersionsQuery = {}) {
    return this.#send<VersionsResponse>('GET', ['apps', id, 'versions'], {
      query,
    });
  }

  /** What the file in the app's repository would like to be different. */
  listProposals(id: string, query: ProposalsQuery = {}) {
    return this.#send<ProposalsResponse>('GET', ['apps', id, 'proposals'], {
      query,
    });
  }

  /** Changes the registration as proposed, with the rules of every change. */
  acceptProposal(id: string, proposalId: string, body: AcceptProposalRequest) {
    return this.#send<AppDetail>(
      'POST',
      ['apps', id, 'proposals', proposalId, 'accept'],
      { body },
    );
  }

  declineProposal(
    id: string,
    proposalId: string,
    body: DeclineProposalRequest,
  ) {
    return this.#send<ProposalView>(
      'POST',
      ['apps', id, 'proposals', proposalId, 'decline'],
      { body },
    );
  }

  /** Judges or registers many at once; repeating it registers nothing twice. */
  importApps(body: ImportRequest) {
    return this.#send<ImportResponse>('POST', ['imports'], { body });
  }

  /** A CSV file with a header and an example, to fill in. */
  getImportTemplate() {
    return this.#send<TextFile>('GET', ['imports', 'template']);
  }

  /** The list of apps as CSV, part by part. */
  exportApps(query: ExportAppsQuery = {}) {
    return this.#send<TextFile>('GET', ['exports', 'apps'], { query });
  }

  /** Follows the audit chain to its end; for administrators. */
  verifyAudit(query: AuditVerificationQuery = {}) {
    return this.#send<AuditVerification>('GET', ['audit', 'verification'], {
      query,
    });
  }

  /** What of the configuration is not fit for production; for administrators. */
  getStatus() {
    return this.#send<StatusResponse>('GET', ['status']);
  }

  /** What waits to be delivered, or could not be; for administrators. */
  listOutbox(query: OutboxQuery = {}) {
    return this.#send<OutboxResponse>('GET', ['outbox'], { query });
  }

  retryDelivery(id: string) {
    return this.#send<RetryDeliveryResponse>('POST', ['outbox', id, 'retry'], {
      body: {},
    });
  }

  /** Entries of the audit log, newest first; reading them is noted, too. */
  listAuditEntries(query: AuditEntriesQuery = {}) {
    return this.#send<AuditEntriesResponse>('GET', ['audit', 'entries'], {
      query,
    });
  }

  /** Where the audit chain ends; keep it elsewhere. */
  getAuditHead(query: AuditHeadsQuery = {}) {
    return this.#send<AuditHeadView>('GET', ['audit', 'heads'], { query });
  }

  /** The whole audit chain as NDJSON, for `microapp audit verify`. */
  async exportAudit(query: AuditExportQuery = {}): Promise<Response> {
    return await this.#ask('GET', ['audit', 'export'], { query });
  }

  /** Everything about one app, verifiable without the portal. */
  getBundle(id: string, query: BundleQuery = {}) {
    return this.#send<BundleResponse>('GET', ['apps', id, 'bundle'], { query });
  }

  /** Erases what the audit log holds of a person. */
  erasePerson(body: PersonErasureRequest) {
    return this.#send<PersonErasureResponse>('POST', ['persons', 'erasures'], {
      body,
    });
  }

  createRepository(id: string, body: CreateRepositoryRequest) {
    return this.#send<{ head: string; url: string }>(
      'POST',
      ['apps', id, 'repository'],
      { body },
    );
  }

  getRepository(id: string) {
    return this.#send<RepositoryView>('GET', ['apps', id, 'repository']);
  }

  /** Creates what is missing of the sandbox; asking again changes nothing. */
  ensureSandbox(id: string) {
    return this.#send<SandboxView>('PUT', ['apps', id, 'sandbox'], {
      body: {},
    });
  }

  getSandbox(id: string) {
    return this.#send<SandboxView>('GET', ['apps', id, 'sandbox']);
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
    return this.#send<LogsResponse>('GET', ['apps', id, 'sandbox', 'logs'], {
      query,
    });
  }

  runScans(id: string) {
    return this.#send<ScanRun>('POST', ['apps', id, 'scans'], { body: {} });
  }

  listScans(id: string, query: { limit?: number } = {}) {
    return this.#send<ScansResponse>('GET', ['apps', id, 'scans'], { query });
  }

  listEvidence(id: string) {
    return this.#send<EvidenceResponse>('GET', ['apps', id, 'evidence']);
  }

  getEvidence(id: string, evidenceId: string) {
    return this.#send<EvidenceDetail>('GET', [
      'apps',
      id,
      'evidence',
      evidenceId,
    ]);
  }

  reportEvidence(id: string, body: ReportEvidenceRequest) {
    return this.#send<EvidenceView>('POST', ['apps', id, 'evidence'], { body });
  }

  attest(id: string, body: AttestRequest) {
    return this.#send<EvidenceView>('POST', ['apps', id, 'attestations'], {
      body,
    });
  }

  submitDocument(id: string, body: DocumentRequest) {
    return this.#send<EvidenceView>('POST', ['apps', id, 'documents'], {
      body,
    });
  }

  recordSecurityReview(id: string, body: SecurityReviewRequest) {
    return this.#send<EvidenceView>('POST', ['apps', id, 'security-review'], {
      body,
    });
  }

  requestApproval(id: string, body: RequestApprovalRequest) {
    return this.#send<RequestView>('POST', ['apps', id, 'requests'], { body });
  }

  listRequests(query: RequestsQuery = {}) {
    return this.#send<RequestsResponse>('GET', ['requests'], { query });
  }

  getRequest(id: string) {
    return this.#send<RequestView>('GET', ['requests', id]);
  }

  vote(id: string, body: VoteRequest) {
    return this.#send<RequestView>('POST', ['requests', id, 'votes'], { body });
  }

  voteOnMany(body: VotesRequest) {
    return this.#send<VotesResponse>('POST', ['requests', 'votes'], { body });
  }

  delegateRequest(id: string, body: DelegateRequest) {
    return this.#send<RequestView>('POST', ['requests', id, 'delegate'], {
      body,
    });
  }

  overrideRequest(id: string, body: OverrideRequest) {
    return this.#send<RequestView>('POST', ['requests', id, 'override'], {
      body,
    });
  }

  reviewOverride(id: string, body: OverrideReviewRequest) {
    return this.#send<RequestView>(
      'POST',
      ['requests', id, 'override-review'],
      { body },
    );
  }

  tickItem(id: string, itemId: string, done: boolean) {
    return this.#send<RequestView>('POST', ['requests', id, 'items', itemId], {
      body: { done },
    });
  }

  resubmit(id: string) {
    return this.#send<RequestView>('POST', ['requests', id, 'resubmit'], {
      body: {},
    });
  }

  withdraw(id: string) {
    return this.#send<RequestView>('POST', ['requests', id, 'withdraw'], {
      body: {},
    });
  }

  /** Asks for an exception from an open control. */
  askException(id: string, body: AskExceptionRequest) {
    return this.#send<ExceptionView>('POST', ['apps', id, 'exceptions'], {
      body,
    });
  }

  /** Every exception of one app, ended ones too. */
  listAppExceptions(id: string) {
    return this.#send<AppExceptionsResponse>('GET', ['apps', id, 'exceptions']);
  }

  /** The ledger of exceptions. */
  listExceptions(query: ExceptionsQuery = {}) {
    return this.#send<ExceptionsResponse>('GET', ['exceptions'], { query });
  }

  /** Ends an exception before its time. */
  revokeException(id: string, body: RevokeExceptionRequest) {
    return this.#send<ExceptionView>('POST', ['exceptions', id, 'revoke'], {
      body,
    });
  }

  promote(id: string, body: PromoteRequest) {
    return this.#send<DeploymentView>('POST', ['apps', id, 'promotions'], {
      body,
    });
  }

  listDeployments(id: string) {
    return this.#send<DeploymentsResponse>('GET', ['apps', id, 'deployments']);
  }

  listVendors(query: VendorsQuery = {}) {
    return this.#send<VendorsResponse>('GET', ['vendors'], { query });
  }

  /** One vendor; the query pages through the apps that use it. */
  getVendor(name: string, query: VendorQuery = {}) {
    return this.#send<VendorDetail>('GET', ['vendors', name], { query });
  }

  /** Asks for a vendor; joins the open request where there is one. */
  requestVendor(body: VendorRequest) {
    return this.#send<VendorDetail>('POST', ['vendors'], { body });
  }

  withdrawVendor(name: string, body: WithdrawVendorRequest) {
    return this.#send<VendorDetail>('POST', ['vendors', name, 'withdraw'], {
      body,
    });
  }

  /** Apps that use a vendor, an API, a scope or a component. */
  listAffectedApps(query: AffectedAppsQuery) {
    return this.#send<AffectedAppsResponse>('GET', ['affected-apps'], {
      query,
    });
  }

  #sandboxCommand(id: string, command: 'start' | 'stop' | 'update') {
    return this.#send<SandboxView>('POST', ['apps', id, 'sandbox', command], {
      body: {},
    });
  }

  async #send<T>(
    method: Method,
    path: readonly string[],
    options: AskOptions = {},
  ): Promise<T> {
    const response = await this.#ask(method, path, options);
    return (await response.json()) as T;
  }
}

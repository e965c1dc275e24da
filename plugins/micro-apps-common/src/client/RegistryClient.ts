import type {
  AppDetail,
  AppsQuery,
  AppsResponse,
  ExportAppsQuery,
  HistoryQuery,
  HistoryResponse,
  TextFile,
} from '../wire/apps';
import type { ImportRequest, ImportResponse } from '../wire/imports';
import type {
  IntegrationsResponse,
  ModelResponse,
  PreviewResponse,
} from '../wire/model';
import type { PolicyResponse } from '../wire/policy';
import type {
  AcceptProposalRequest,
  DeclineProposalRequest,
  ProposalView,
  ProposalsQuery,
  ProposalsResponse,
} from '../wire/proposals';
import type {
  ChangeRegistrationRequest,
  PreviewRequest,
  RegisterRequest,
} from '../wire/registration';
import type { VersionsQuery, VersionsResponse } from '../wire/versions';
import {
  createAsk,
  type Ask,
  type AskOptions,
  type Method,
  type Portal,
} from './createAsk';

/** What is registered: model, apps, their versions, proposals, imports. @public */
export class RegistryClient {
  /** Asks for an operation; an answer that is no success is thrown. */
  protected readonly ask: Ask;
  /** The same, and reads the JSON of the answer. */
  protected readonly send: <T>(
    method: Method,
    path: readonly string[],
    options?: AskOptions,
  ) => Promise<T>;

  constructor(options: Portal) {
    this.ask = createAsk(options);
    this.send = async <T>(
      method: Method,
      path: readonly string[],
      sent: AskOptions = {},
    ) => (await (await this.ask(method, path, sent)).json()) as T;
  }

  getModel() {
    return this.send<ModelResponse>('GET', ['model']);
  }

  getIntegrations() {
    return this.send<IntegrationsResponse>('GET', ['integrations']);
  }

  /** Which company rules decide, and what is looser than shipped. */
  getPolicy() {
    return this.send<PolicyResponse>('GET', ['policy']);
  }

  preview(body: PreviewRequest) {
    return this.send<PreviewResponse>('POST', ['preview'], { body });
  }

  listApps(query: AppsQuery = {}) {
    return this.send<AppsResponse>('GET', ['apps'], { query });
  }

  registerApp(body: RegisterRequest) {
    return this.send<AppDetail>('POST', ['apps'], { body });
  }

  getApp(id: string) {
    return this.send<AppDetail>('GET', ['apps', id]);
  }

  changeRegistration(id: string, body: ChangeRegistrationRequest) {
    return this.send<AppDetail>('PUT', ['apps', id, 'registration'], { body });
  }

  getHistory(id: string, query: HistoryQuery = {}) {
    return this.send<HistoryResponse>('GET', ['apps', id, 'history'], {
      query,
    });
  }

  /** The registration as it was, newest first, and what was new each time. */
  listVersions(id: string, query: VersionsQuery = {}) {
    return this.send<VersionsResponse>('GET', ['apps', id, 'versions'], {
      query,
    });
  }

  /** What the file in the app's repository would like to be different. */
  listProposals(id: string, query: ProposalsQuery = {}) {
    return this.send<ProposalsResponse>('GET', ['apps', id, 'proposals'], {
      query,
    });
  }

  /** Changes the registration as proposed, with the rules of every change. */
  acceptProposal(id: string, proposalId: string, body: AcceptProposalRequest) {
    return this.send<AppDetail>(
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
    return this.send<ProposalView>(
      'POST',
      ['apps', id, 'proposals', proposalId, 'decline'],
      { body },
    );
  }

  /** Judges or registers many at once; repeating it registers nothing twice. */
  importApps(body: ImportRequest) {
    return this.send<ImportResponse>('POST', ['imports'], { body });
  }

  /** A CSV file with a header and an example, to fill in. */
  getImportTemplate() {
    return this.send<TextFile>('GET', ['imports', 'template']);
  }

  /** The list of apps as CSV, part by part. */
  exportApps(query: ExportAppsQuery = {}) {
    return this.send<TextFile>('GET', ['exports', 'apps'], { query });
  }
}

import type {
  AttestRequest,
  DocumentRequest,
  EvidenceDetail,
  EvidenceResponse,
  EvidenceView,
  ReportEvidenceRequest,
  SecurityReviewRequest,
} from '../wire/evidence';
import type {
  AppExceptionsResponse,
  AskExceptionRequest,
  ExceptionView,
  ExceptionsQuery,
  ExceptionsResponse,
  RevokeExceptionRequest,
} from '../wire/exceptions';
import type {
  DelegateRequest,
  OverrideRequest,
  OverrideReviewRequest,
  RequestApprovalRequest,
  RequestView,
  RequestsQuery,
  RequestsResponse,
  VoteRequest,
  VotesRequest,
  VotesResponse,
} from '../wire/requests';
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
import { ArtefactsClient } from './ArtefactsClient';

/**
 * The registry over REST; one method a route. Refusals are thrown as
 * {@link MicroAppsError}. What people decide on is here; the rest it inherits.
 * @public
 */
export class MicroAppsClient extends ArtefactsClient {
  listEvidence(id: string) {
    return this.send<EvidenceResponse>('GET', ['apps', id, 'evidence']);
  }

  getEvidence(id: string, evidenceId: string) {
    return this.send<EvidenceDetail>('GET', [
      'apps',
      id,
      'evidence',
      evidenceId,
    ]);
  }

  reportEvidence(id: string, body: ReportEvidenceRequest) {
    return this.send<EvidenceView>('POST', ['apps', id, 'evidence'], { body });
  }

  attest(id: string, body: AttestRequest) {
    return this.send<EvidenceView>('POST', ['apps', id, 'attestations'], {
      body,
    });
  }

  submitDocument(id: string, body: DocumentRequest) {
    return this.send<EvidenceView>('POST', ['apps', id, 'documents'], {
      body,
    });
  }

  recordSecurityReview(id: string, body: SecurityReviewRequest) {
    return this.send<EvidenceView>('POST', ['apps', id, 'security-review'], {
      body,
    });
  }

  requestApproval(id: string, body: RequestApprovalRequest) {
    return this.send<RequestView>('POST', ['apps', id, 'requests'], { body });
  }

  listRequests(query: RequestsQuery = {}) {
    return this.send<RequestsResponse>('GET', ['requests'], { query });
  }

  getRequest(id: string) {
    return this.send<RequestView>('GET', ['requests', id]);
  }

  vote(id: string, body: VoteRequest) {
    return this.send<RequestView>('POST', ['requests', id, 'votes'], { body });
  }

  voteOnMany(body: VotesRequest) {
    return this.send<VotesResponse>('POST', ['requests', 'votes'], { body });
  }

  delegateRequest(id: string, body: DelegateRequest) {
    return this.send<RequestView>('POST', ['requests', id, 'delegate'], {
      body,
    });
  }

  overrideRequest(id: string, body: OverrideRequest) {
    return this.send<RequestView>('POST', ['requests', id, 'override'], {
      body,
    });
  }

  reviewOverride(id: string, body: OverrideReviewRequest) {
    return this.send<RequestView>('POST', ['requests', id, 'override-review'], {
      body,
    });
  }

  tickItem(id: string, itemId: string, done: boolean) {
    return this.send<RequestView>('POST', ['requests', id, 'items', itemId], {
      body: { done },
    });
  }

  resubmit(id: string) {
    return this.send<RequestView>('POST', ['requests', id, 'resubmit'], {
      body: {},
    });
  }

  withdraw(id: string) {
    return this.send<RequestView>('POST', ['requests', id, 'withdraw'], {
      body: {},
    });
  }

  /** Asks for an exception from an open control. */
  askException(id: string, body: AskExceptionRequest) {
    return this.send<ExceptionView>('POST', ['apps', id, 'exceptions'], {
      body,
    });
  }

  /** Every exception of one app, ended ones too. */
  listAppExceptions(id: string) {
    return this.send<AppExceptionsResponse>('GET', ['apps', id, 'exceptions']);
  }

  /** The ledger of exceptions. */
  listExceptions(query: ExceptionsQuery = {}) {
    return this.send<ExceptionsResponse>('GET', ['exceptions'], { query });
  }

  /** Ends an exception before its time. */
  revokeException(id: string, body: RevokeExceptionRequest) {
    return this.send<ExceptionView>('POST', ['exceptions', id, 'revoke'], {
      body,
    });
  }

  listVendors(query: VendorsQuery = {}) {
    return this.send<VendorsResponse>('GET', ['vendors'], { query });
  }

  /** One vendor; the query pages through the apps that use it. */
  getVendor(name: string, query: VendorQuery = {}) {
    return this.send<VendorDetail>('GET', ['vendors', name], { query });
  }

  /** Asks for a vendor; joins the open request where there is one. */
  requestVendor(body: VendorRequest) {
    return this.send<VendorDetail>('POST', ['vendors'], { body });
  }

  withdrawVendor(name: string, body: WithdrawVendorRequest) {
    return this.send<VendorDetail>('POST', ['vendors', name, 'withdraw'], {
      body,
    });
  }

  /** Apps that use a vendor, an API, a scope or a component. */
  listAffectedApps(query: AffectedAppsQuery) {
    return this.send<AffectedAppsResponse>('GET', ['affected-apps'], {
      query,
    });
  }
}

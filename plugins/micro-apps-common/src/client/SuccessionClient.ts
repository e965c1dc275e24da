import type {
  AnnualReviewView,
  AttestReviewRequest,
  RequestReviewRequest,
} from '../wire/reviews';
import type {
  AcceptOwnershipRequest,
  ConfirmLeaversRequest,
  DeclineOwnershipRequest,
  LeaversQuery,
  LeaversResponse,
  LeaverView,
  OfferOrphansRequest,
  OfferOrphansResponse,
  OrphansQuery,
  OrphansResponse,
  ReportLeaverRequest,
  ReturnLeaverRequest,
  SuccessionView,
} from '../wire/succession';
import { ArtefactsClient } from './ArtefactsClient';

/** Annual reviews; who has left, and who takes their apps over. @public */
export class SuccessionClient extends ArtefactsClient {
  /** When an app has to be looked at again, and by whom. */
  getAnnualReview(id: string) {
    return this.send<AnnualReviewView>('GET', ['apps', id, 'review']);
  }

  /** The owner of a low-risk app confirms it line by line. */
  attestReview(id: string, body: AttestReviewRequest) {
    return this.send<AnnualReviewView>(
      'POST',
      ['apps', id, 'review', 'attest'],
      {
        body,
      },
    );
  }

  /** Asks reviewers to look at an app of medium or high risk. */
  requestReview(id: string, body: RequestReviewRequest) {
    return this.send<AnnualReviewView>(
      'POST',
      ['apps', id, 'review', 'requests'],
      { body },
    );
  }

  /** Whether an app looks for a new owner, and who is asked. */
  getSuccession(id: string) {
    return this.send<SuccessionView>('GET', ['apps', id, 'succession']);
  }

  /** Takes over an app that one was asked to take over. */
  acceptOwnership(id: string, body: AcceptOwnershipRequest) {
    return this.send<SuccessionView>(
      'POST',
      ['apps', id, 'succession', 'accept'],
      { body },
    );
  }

  declineOwnership(id: string, body: DeclineOwnershipRequest) {
    return this.send<SuccessionView>(
      'POST',
      ['apps', id, 'succession', 'decline'],
      { body },
    );
  }

  /** Apps that look for a new owner; only what one was asked for others. */
  listOrphans(query: OrphansQuery = {}) {
    return this.send<OrphansResponse>('GET', ['orphans'], { query });
  }

  /** Asks one person to take over many apps, with a result for each. */
  offerOrphans(body: OfferOrphansRequest) {
    return this.send<OfferOrphansResponse>('POST', ['orphans', 'offers'], {
      body,
    });
  }

  /** Who has left, the latest first. */
  listLeavers(query: LeaversQuery = {}) {
    return this.send<LeaversResponse>('GET', ['leavers'], { query });
  }

  /** Says that somebody has left whom the directory still has. */
  reportLeaver(body: ReportLeaverRequest) {
    return this.send<LeaverView>('POST', ['leavers'], { body });
  }

  /** Says that somebody is back, or never left. */
  returnLeaver(id: string, body: ReturnLeaverRequest) {
    return this.send<LeaverView>('POST', ['leavers', id, 'return'], { body });
  }

  /** Says that all who vanished at once have really left. */
  confirmLeavers(body: ConfirmLeaversRequest) {
    return this.send<LeaversResponse>('POST', ['leavers', 'confirm'], { body });
  }
}

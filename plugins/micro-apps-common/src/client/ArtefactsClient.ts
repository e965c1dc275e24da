import type { ArtefactKind } from '@micro-apps/governance-core';
import type {
  ArtefactsResponse,
  ArtefactView,
  FinishArtefactRequest,
  ReviewArtefactRequest,
  SaveArtefactRequest,
  WaitingArtefactsQuery,
  WaitingArtefactsResponse,
} from '../wire/artefacts';
import { NumbersClient } from './NumbersClient';

/** Forms that people fill in about an app. @public */
export class ArtefactsClient extends NumbersClient {
  /** Every form, and how far each is. */
  listArtefacts(id: string) {
    return this.send<ArtefactsResponse>('GET', ['apps', id, 'artefacts']);
  }

  getArtefact(id: string, kind: ArtefactKind) {
    return this.send<ArtefactView>('GET', ['apps', id, 'artefacts', kind]);
  }

  /** Keeps a draft as the next version. */
  saveArtefact(id: string, kind: ArtefactKind, body: SaveArtefactRequest) {
    return this.send<ArtefactView>('PUT', ['apps', id, 'artefacts', kind], {
      body,
    });
  }

  /** Says that it is complete. */
  finishArtefact(id: string, kind: ArtefactKind, body: FinishArtefactRequest) {
    return this.send<ArtefactView>(
      'POST',
      ['apps', id, 'artefacts', kind, 'finish'],
      { body },
    );
  }

  /** Forms that wait for the privacy office, the longest first. */
  listWaitingArtefacts(query: WaitingArtefactsQuery = {}) {
    return this.send<WaitingArtefactsResponse>(
      'GET',
      ['artefacts', 'waiting'],
      { query },
    );
  }

  /** Accepts it for the privacy office, or gives it back. */
  reviewArtefact(id: string, kind: ArtefactKind, body: ReviewArtefactRequest) {
    return this.send<ArtefactView>(
      'POST',
      ['apps', id, 'artefacts', kind, 'review'],
      { body },
    );
  }
}

import type { RolloutStepId } from '@micro-apps/governance-core';
import type { TextFile } from '../wire/apps';
import type {
  CountedAppsQuery,
  CountedAppsResponse,
  NumbersResponse,
  RolloutResponse,
  RolloutStartRequest,
  RolloutStartView,
  RolloutTickRequest,
  RolloutTickView,
} from '../wire/numbers';
import { IncidentsClient } from './IncidentsClient';

/** Numbers of all apps, and the first 90 days. @public */
export class NumbersClient extends IncidentsClient {
  /** Posture, daily checklist and key metrics. */
  getNumbers() {
    return this.send<NumbersResponse>('GET', ['numbers']);
  }

  /** The apps behind an answer. */
  listCountedApps(query: CountedAppsQuery) {
    return this.send<CountedAppsResponse>('GET', ['numbers', 'apps'], {
      query,
    });
  }

  /** All numbers as a CSV file. */
  exportNumbers() {
    return this.send<TextFile>('GET', ['exports', 'numbers']);
  }

  getRollout() {
    return this.send<RolloutResponse>('GET', ['numbers', 'rollout']);
  }

  /** Says when the 90 days begin. */
  setRolloutStart(body: RolloutStartRequest) {
    return this.send<RolloutStartView>('PUT', ['numbers', 'rollout'], { body });
  }

  /** Says that a step is done, or takes that back. */
  tickRolloutStep(step: RolloutStepId, body: RolloutTickRequest) {
    return this.send<RolloutTickView>(
      'POST',
      ['numbers', 'rollout', 'steps', step],
      { body },
    );
  }
}

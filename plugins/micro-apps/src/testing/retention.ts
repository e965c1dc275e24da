import type {
  DisposalView,
  LegalHoldView,
  RetentionView,
  RetirementView,
} from '@micro-apps/plugin-micro-apps-common';

const AN_HOUR_AGO = new Date(Date.now() - 3_600_000).toISOString();

/** What an app keeps, seen by somebody who can do nothing about it. */
export function aRetention(
  changes: Partial<Omit<RetentionView, 'viewer' | 'preview'>> & {
    viewer?: Partial<RetentionView['viewer']>;
    preview?: Partial<RetentionView['preview']>;
  } = {},
): RetentionView {
  return {
    appId: 'where2eat',
    retentionDays: 90,
    testDataDays: 7,
    how: 'delete',
    connected: true,
    lookedAt: AN_HOUR_AGO,
    kept: { data: 20, testData: 1 },
    earlierHolds: [],
    disposals: [],
    ...changes,
    preview: {
      retentionDays: 90,
      total: 21,
      due: 0,
      held: {},
      needsConfirming: false,
      ...changes.preview,
    },
    viewer: {
      maySetHold: false,
      mayLiftHold: false,
      mayConfirm: false,
      ...changes.viewer,
    },
  };
}

/** A disposal that is through. */
export function aDisposal(changes: Partial<DisposalView> = {}): DisposalView {
  return {
    id: 'disposal-1',
    cause: 'rule',
    how: 'delete',
    by: 'system:micro-apps',
    startedAt: AN_HOUR_AGO,
    finishedAt: AN_HOUR_AGO,
    total: 21,
    due: 2,
    done: 2,
    held: 0,
    waiting: 0,
    ...changes,
  };
}

/** A legal hold that security set. */
export function aLegalHold(
  changes: Partial<LegalHoldView> = {},
): LegalHoldView {
  return {
    id: 'legal-hold-1',
    reason: 'A court asked for it',
    by: 'user:default/sam',
    since: AN_HOUR_AGO,
    ...changes,
  };
}

/** An app that goes on, seen by somebody who cannot end it. */
export function aRetirement(
  changes: Partial<RetirementView> = {},
): RetirementView {
  return {
    appId: 'where2eat',
    standing: 'active',
    version: 1,
    viewer: { mayRetire: false },
    ...changes,
  };
}

import type {
  ContainmentView,
  HoldView,
} from '@micro-apps/plugin-micro-apps-common';

/** A quarantine that security imposed and that is confirmed. */
export function aHold(changes: Partial<HoldView> = {}): HoldView {
  return {
    id: 'hold-1',
    standing: 'quarantined',
    reason: 'It sends data somewhere',
    controls: [],
    by: 'user:default/sam',
    since: new Date(Date.now() - 3_600_000).toISOString(),
    revoking: false,
    ...changes,
  };
}

/** An app that nobody holds, seen by somebody who can do nothing about it. */
export function aContainment(
  changes: Partial<Omit<ContainmentView, 'viewer'>> & {
    viewer?: Partial<ContainmentView['viewer']>;
  } = {},
): ContainmentView {
  return {
    appId: 'where2eat',
    standing: 'active',
    version: 1,
    earlier: [],
    missing: [],
    since: changes.hold?.since,
    ...changes,
    viewer: {
      mayHold: [],
      mayRelease: false,
      mayReleaseByChecks: false,
      ...changes.viewer,
    },
  };
}

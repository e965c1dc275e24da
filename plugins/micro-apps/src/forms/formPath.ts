import type { ArtefactKind } from '@micro-apps/governance-core';

/** Where a form of an app is in the portal; notices lead there, too. */
export function formPath(appId: string, kind: ArtefactKind): string {
  return `/micro-apps/apps/${appId}/forms/${kind}`;
}

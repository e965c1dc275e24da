import type { Finding } from '@micro-apps/governance-core';

/** Why a run of the portal itself is begun; whoever looks at runs reads it. */
export function runReason(titles: readonly string[]): string {
  return `${
    titles.length === 1 ? 'A check failed' : 'Checks failed'
  } of apps that run in production: ${titles.join(', ')}`;
}

/** Why the portal holds one app; its owner reads it. */
export function holdReason(findings: readonly Finding[]): string {
  const what = findings.map(({ title, because }) => `${title}: ${because}`);
  return `The portal holds it by itself, because ${
    what.length === 1 ? 'a check' : 'checks'
  } of what runs failed. ${what.join('. ')}`;
}

import type { FindPersons } from '../directory/findPersons';
import type { ApprovalsPart } from '../kernel/parts';
import { SHIPPED_SUCCESSION } from '../kernel/readSuccession';
import type { Settings, SuccessionSettings } from '../kernel/settings';
import type { ChangeDeps } from '../registry/changeMicroApp';

/** What succession needs of the rest of the backend. */
export type SuccessionDeps = ChangeDeps & {
  readonly approvals: Pick<ApprovalsPart, 'endDelegationsTo' | 'endRequest'>;
  readonly findPersons: FindPersons;
};

/** How this installation does it. */
export function successionSettings({
  succession = SHIPPED_SUCCESSION,
}: Pick<Settings, 'succession'>): SuccessionSettings {
  return succession;
}

/** The group that is asked last. */
export function platformTeamOf(settings: Settings): string {
  return (
    successionSettings(settings).platformTeam ??
    settings.administrators[0] ??
    'group:default/platform'
  );
}

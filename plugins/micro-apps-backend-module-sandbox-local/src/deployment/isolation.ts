/** @public */
export interface IsolationFact {
  readonly what: string;
  readonly state: 'isolated' | 'not-isolated' | 'unknown';
}

/**
 * What keeps a running copy apart from the rest of this computer, honestly.
 *
 * @param ownUser - whether copies run under a user id of their own
 * @public
 */
export function isolation(ownUser: boolean): readonly IsolationFact[] {
  return [
    { what: 'files', state: 'isolated' },
    { what: 'child processes and addons', state: 'isolated' },
    { what: 'environment of the portal', state: 'isolated' },
    { what: 'cookies of other apps', state: 'isolated' },
    { what: 'own user id', state: ownUser ? 'isolated' : 'not-isolated' },
    { what: 'network', state: 'unknown' },
  ];
}

/** The audience of the people API. */
export const peopleAudience = 'urn:micro-apps:people';

/** Scopes about the person who signed in. */
export const identityScopes = [
  'openid',
  'offline_access',
  'profile',
  'email',
  'roles',
] as const;

/** Scopes of the people API; they only count in a token for its audience. */
export const peopleScopes = ['people:read', 'people:export'] as const;

/** Every scope that a client may be registered for. */
export const supportedScopes: readonly string[] = [
  ...identityScopes,
  ...peopleScopes,
];

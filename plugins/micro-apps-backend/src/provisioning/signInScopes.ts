/** What sign-in itself needs at the identity provider; it reaches no company system. */
export const SIGN_IN_SCOPES: readonly string[] = [
  'openid',
  'profile',
  'email',
  'roles',
];

/** The personas of the demo, by user name. */
export const personaNames = ['maya', 'sam', 'ivan', 'rita'] as const;

/** Somebody who can sign in. */
export interface Account {
  /** The stable subject; equals the User entity's `micro-apps.dev/subject`. */
  subject: string;
  userName: string;
  /** `persona` is a person of the demo, `scan` an identity for scanners. */
  kind: 'persona' | 'scan';
  displayName: string;
  title: string;
  email: string;
  emailVerified: boolean;
  groups: readonly string[];
  roles: readonly string[];
}

function persona(
  userName: (typeof personaNames)[number],
  rest: Pick<Account, 'displayName' | 'title' | 'groups' | 'roles'>,
): Account {
  return {
    subject: `sub-${userName}`,
    userName,
    kind: 'persona',
    email: `${userName}@example.com`,
    emailVerified: true,
    ...rest,
  };
}

function scanIdentity(userName: string, roles: readonly string[]): Account {
  return {
    subject: `sub-${userName}`,
    userName,
    kind: 'scan',
    displayName: `Automated check (${roles.at(-1)})`,
    title: 'Automated check',
    // Never verified and never deliverable: nothing may match it to a person.
    email: `${userName}@scan.invalid`,
    emailVerified: false,
    groups: [],
    roles,
  };
}

/** Everybody who can sign in here. */
export const accounts: readonly Account[] = [
  persona('maya', {
    displayName: 'Maya Lind',
    title: 'Product manager',
    groups: ['product'],
    roles: ['member'],
  }),
  persona('sam', {
    displayName: 'Sam Okoye',
    title: 'Security reviewer',
    groups: ['security-reviewers'],
    roles: ['member', 'reviewer'],
  }),
  persona('ivan', {
    displayName: 'Ivan Petrov',
    title: 'IT administrator',
    groups: ['it-administrators'],
    roles: ['member', 'admin'],
  }),
  persona('rita', {
    displayName: 'Rita Gomez',
    title: 'Manager',
    groups: ['product-leads'],
    roles: ['member', 'manager'],
  }),
  scanIdentity('scan-member', ['member']),
  scanIdentity('scan-manager', ['member', 'manager']),
];

/** Finds an account by its subject. */
export function findAccountBySubject(subject: string): Account | undefined {
  return accounts.find(account => account.subject === subject);
}

/** Finds an account by what somebody typed: user name or e-mail. */
export function findAccountByLogin(login: string): Account | undefined {
  const wanted = login.trim().toLowerCase();
  return accounts.find(
    ({ userName, email }) => userName === wanted || email === wanted,
  );
}

/**
 * Whether an account may be used with a client. Scan identities reach only
 * sandbox and scan clients: never the portal, never an app with real data.
 */
export function mayUseClient(
  account: Account,
  microAppEnvironment: unknown,
): boolean {
  return (
    account.kind === 'persona' ||
    microAppEnvironment === 'sandbox' ||
    microAppEnvironment === 'scan'
  );
}

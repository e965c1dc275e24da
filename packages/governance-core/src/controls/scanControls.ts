import type { ControlDefinition } from './control';

/** Days for which the result of a check counts. Source: requirements R5. */
const SCAN_FRESHNESS_DAYS = 30;

const checkedByPortal = {
  satisfiedBy: 'evidence',
  freshnessDays: SCAN_FRESHNESS_DAYS,
  boundTo: 'commit',
  gates: ['promote', 'renew'],
  actor: 'runner',
} as const;

/** Controls that the portal's own checks prove, for one commit. */
export const SCAN_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'company-sign-in',
    title: 'Company sign-in',
    statement:
      'Nobody reaches a page or an address of the app without signing in with a company account, and nobody sees what is meant for others.',
    why: 'A page that opens without signing in is open to everybody who finds its address.',
    howToSatisfy:
      'Start from the golden path, which brings company sign-in along, list every page in routes.json with who may open it, and run the checks.',
    evidenceKinds: ['access-probe'],
    source: 'R4',
    ...checkedByPortal,
  },
  {
    id: 'approved-components',
    title: 'Components checked',
    statement:
      'Every package that is installed is on the list of approved packages, with exactly the approved content.',
    why: 'A package runs with all that the app may do. One that nobody looked at can copy data away.',
    howToSatisfy:
      'Use the packages of the golden path. For another one, choose a listed version or ask for a review of the package.',
    evidenceKinds: ['component-scan'],
    source: 'R5',
    ...checkedByPortal,
  },
  {
    id: 'known-vulnerabilities',
    title: 'No known security holes',
    statement:
      'No installed package has a published security hole that is rated high or critical.',
    why: 'Published holes are tried out on every app within days.',
    howToSatisfy:
      'Update the packages that the result names, commit the new lock file, and run the checks again.',
    evidenceKinds: ['vulnerability-scan'],
    source: 'R5',
    ...checkedByPortal,
  },
  {
    id: 'declared-integrations',
    title: 'Only the connections you named',
    statement:
      'The app talks only to the services and addresses that its registration names, and each of them is approved today.',
    why: 'An approval covers what was named. A connection that nobody knows of is covered by nothing.',
    howToSatisfy:
      'Name the service in the registration, or take the call out of the code, and run the checks again.',
    evidenceKinds: ['integration-scan'],
    source: 'R2, R6',
    ...checkedByPortal,
  },
  {
    id: 'dynamic-security-scan',
    title: 'Dynamic security scan',
    statement:
      'The running app withstands the usual attacks on pages, forms and sessions.',
    why: 'Some holes show only while the app runs.',
    howToSatisfy:
      'Run the checks while the sandbox is running. Each finding names the page and the way to mend it.',
    evidenceKinds: ['dynamic-scan'],
    source: 'R5',
    ...checkedByPortal,
  },
  {
    id: 'security-headers',
    title: 'Browser protection',
    statement:
      'Every page tells the browser what it may load and who may frame it, and cookies are kept from scripts.',
    why: 'With these headers a browser stops many attacks by itself.',
    howToSatisfy:
      'Keep the header settings of the golden path; the result names each page where one is missing.',
    evidenceKinds: ['header-scan'],
    source: 'R5',
    ...checkedByPortal,
  },
  {
    id: 'redacted-logs',
    title: 'Clean logs',
    statement:
      'The app writes a log, and no names, mail addresses, tokens or other personal facts appear in it.',
    why: 'Logs are read by more people, and kept longer, than the data of the app.',
    howToSatisfy:
      'Write logs with the logger of the golden path, which removes personal facts, and run the checks.',
    evidenceKinds: ['log-check'],
    source: 'R11',
    ...checkedByPortal,
  },
  {
    id: 'privacy-notice',
    title: 'Privacy notice',
    statement:
      'The app tells people what it keeps about them, why and for how long, before it keeps anything.',
    why: 'Whoever keeps facts about people has to tell them, whatever the class of the data.',
    howToSatisfy:
      'Keep the notice page of the golden path, check that it says what your registration says, and run the checks.',
    evidenceKinds: ['privacy-notice-check'],
    source: 'R7',
    ...checkedByPortal,
  },
];

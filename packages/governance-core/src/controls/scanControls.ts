import type { ControlDefinition } from './control';
import { EVERY_APP, EVERY_APP_WORDS } from './requirementRules';

/** Days for which the result of a check counts. Source: requirements R5. */
const SCAN_FRESHNESS_DAYS = 30;

const checkedByPortal = {
  satisfiedBy: 'evidence',
  freshnessDays: SCAN_FRESHNESS_DAYS,
  boundTo: 'commit',
  gates: ['promote', 'renew'],
  actor: 'runner',
  requiredWhen: EVERY_APP,
  neededFor: EVERY_APP_WORDS,
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
    checked:
      'It asks every address that `routes.json` declares without signing in, with forged proof of having signed in, and in the wrong role; then in the right one, because a page that nobody can reach proves nothing. An address that answers somebody it should not fails.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-01', 'LCNC-SEC-02'],
      owaspCitizen: ['CD-SEC-02', 'CD-SEC-03'],
      asvs5: ['V8.2.1', 'V8.3.1'],
      nistCsf2: ['PR.AA-03', 'PR.AA-05'],
    },
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
    checked:
      'It reads the lock file of the commit and compares every package that ships, by name, version and content hash, with the reviewed list in the policy pack. A package that is not listed, or has other content, fails. A package from a folder, a repository or another address cannot be told, and neither can anything once the list has ended.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-07'],
      owaspCitizen: ['CD-SEC-01', 'CD-SEC-06'],
      asvs5: ['V15.1.2', 'V15.2.4'],
      nistCsf2: ['ID.AM-02', 'PR.PS-05'],
    },
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
    checked:
      'It asks the npm registry for published holes of exactly the packages in the lock file, from a fresh checkout and with the settings of the portal. High and critical ones fail. When the registry does not answer, the result is unknown, not clean.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-07'],
      owaspCitizen: ['CD-SEC-06'],
      asvs5: ['V15.2.1'],
      nistCsf2: ['ID.RA-01', 'PR.PS-02'],
    },
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
    checked:
      'It searches the code for addresses and for packages of known services and compares them with the registration. Something that is used and not named fails. A vendor whose approval has ended fails, too, on the day it ends.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-03', 'LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-04', 'CD-SEC-09'],
      asvs5: ['V13.1.1'],
      nistCsf2: ['ID.AM-03', 'ID.AM-04'],
    },
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
    checked:
      'It attacks the running sandbox, from the pages that `routes.json` declares. What gives way fails; a scan that did not run to its end is unknown, not clean.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-06'],
      owaspCitizen: ['CD-SEC-08'],
      nistCsf2: ['ID.RA-01', 'PR.PS-06'],
    },
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
    checked:
      'It opens every declared page, signed in, and rates the headers and cookies that come back.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-05'],
      owaspCitizen: ['CD-SEC-07'],
      asvs5: ['V3.3.2', 'V3.3.4', 'V3.4.3', 'V3.4.4', 'V3.4.6'],
      nistCsf2: ['PR.PS-01'],
    },
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
    checked:
      'It reads what the app wrote while it was checked and searches it for the tokens, cookies and addresses of the people who signed in. An app that wrote no structured log is unknown, not clean.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-08', 'LCNC-SEC-10'],
      owaspCitizen: ['CD-SEC-04', 'CD-SEC-10'],
      asvs5: ['V16.2.4', 'V16.2.5'],
      nistCsf2: ['PR.PS-04'],
    },
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
    checked:
      'It opens the page that `routes.json` marks as the privacy notice, without signing in, and looks for the number of days that the registration names. What else the notice says is for people to read, in the notice and consent record where its owner filled one in. The record alone does not meet this: people are told by the app, not by the portal.',
    mappings: { nistCsf2: ['GV.OC-03'] },
    evidenceKinds: ['privacy-notice-check'],
    source: 'R7',
    ...checkedByPortal,
    requiredWhen: [
      {
        when: { fact: 'personalData', is: true },
        because: 'The app keeps facts about people',
      },
    ],
    neededFor: 'Every app that keeps facts about people, whatever its class',
    neverExcepted: 'legal-duty',
  },
];

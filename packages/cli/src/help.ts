import { GATES } from '@micro-apps/governance-core';

/** What `microapp --help` prints. */
export const HELP = `microapp: assess, check and explain a micro app, at the desk and in a pipeline

Usage
  microapp assess FILE             class, risk score and required controls
  microapp check FILE              what a gate would say, and what to do next
  microapp explain FILE            where the score comes from, what lowers it,
                                   and how to meet each control
  microapp policy test [FOLDER]    run the cases of a policy pack
  microapp audit verify FILE       follow an exported audit log to its end
  microapp audit verify --bundle FILE
                                   check the evidence bundle of an app
  microapp audit head FILE         verify, and print the head to be kept
  microapp scan [FOLDER]           list what ships (CycloneDX) and its known
                                   holes (SARIF), from package-lock.json
  microapp evidence submit FILE    send a SARIF or CycloneDX report to a portal,
                                   as the run of a pipeline

Options
  --gate GATE            gate to check: ${GATES.join(', ')}
                         (promote unless told)
  --format FORMAT        text, json or sarif (text unless told)
  --integrations FILE    integration catalog: YAML of Backstage entities;
                         may be given several times
  --settings FILE        numbers and lists of the company rules that differ
  --wasm FILE            company rules compiled by OPA, in place of the shipped
  --head FILE            head of the audit log that was kept elsewhere; may be
                         given several times
  --output FOLDER        where scan writes its reports (scan-results unless told)
  --app ID, --kind KIND  app and kind of evidence that a report is for
  --url URL              address of the portal's backend
  --audience NAME        audience of the token (micro-apps unless told)
  --token-file FILE      OIDC token of the run; else the variable MICROAPP_TOKEN,
                         else GitHub Actions is asked for one
  --help, --version

A registration FILE is YAML or JSON; schemas/registration-file.json of @micro-apps/policy-pack
describes it. An audit FILE is what GET /v1/audit/export answers, or - for the
standard input.

Exit code: 0 open, sound, clean or done, 1 closed, broken, something is open or
does not count, 2 the input cannot be used, or the portal refused or was not
reached. Only evidence submit, and the audit inside scan, use the network.
`;

import { GATES } from '@micro-apps/governance-core';

/** What `microapp --help` prints. */
export const HELP = `microapp: assess, check and explain a micro app, without a portal

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
  --help, --version

A registration FILE is YAML or JSON; schemas/registration-file.json of @micro-apps/policy-pack
describes it. An audit FILE is what GET /v1/audit/export answers, or - for the
standard input.

Exit code: 0 open, sound or done, 1 closed, broken or a case failed, 2 the input
cannot be used.
`;

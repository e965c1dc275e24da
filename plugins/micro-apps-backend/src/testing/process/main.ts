/**
 * One backend as a process of its own, for tests that kill it or let several
 * work on one database: `main.ts <database> <file of the world> <settings>`, the last
 * one as JSON. It says `{ url }` when it is there; `{ stopAt }` makes it kill itself
 * at that point of the next command, and it says where (`{ killedAt }`); `{ task }`
 * makes it do what is scheduled under that id; `passed` makes it name the points
 * that commands have passed. The word `measured` behind all that gives it the
 * shipped company rules, and no such points.
 */
import { writeSync } from 'node:fs';
import opaModule from '@micro-apps/plugin-micro-apps-backend-module-opa';
import { createFakePorts } from '../../flows/testing/fakePorts';
import { startBareBackend } from './bareBackend';
import { connect } from './connect';
import { createFilePorts } from './filePorts';
import { createKillPoints } from './killPoints';

type Asked = { stopAt: number } | { task: string } | 'passed';

/** Standard output; written before the process is gone. */
const OUT = 1;

async function main(): Promise<void> {
  const [address, file, microApps, measured] = process.argv.slice(2);
  const knex = connect(address);
  const points = createKillPoints();
  const { repository, deployment, oauthClients, disposition } =
    file === '' ? createFakePorts() : createFilePorts(file);
  if (!measured) points.watch(knex);
  const { url, runTask } = await startBareBackend({
    ...(measured
      ? {
          rules: opaModule,
          ports: { repository, deployment, oauthClients, disposition },
        }
      : {
          ports: {
            repository: points.port('repository', repository),
            deployment: points.port('deployment', deployment),
            oauthClients: points.port('oauthClients', oauthClients),
            disposition,
          },
          before: points.before,
        }),
    knex,
    microApps: JSON.parse(microApps),
    complain: line => process.stderr.write(`${line}\n`),
  });
  const say = (what: object) => writeSync(OUT, `${JSON.stringify(what)}\n`);
  process.on('message', (asked: Asked) => {
    if (asked === 'passed') {
      say({ passed: points.passed() });
      return;
    }
    if ('task' in asked) {
      runTask(asked.task).then(
        () => say({ [`done ${asked.task}`]: true }),
        error => say({ [`done ${asked.task}`]: false, because: `${error}` }),
      );
      return;
    }
    points.arm(asked.stopAt, killedAt => say({ killedAt }));
    say({ armed: asked.stopAt });
  });
  // No process stays behind when a test ends in whatever way.
  process.once('disconnect', () => process.exit(0));
  say({ url });
}

main().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});

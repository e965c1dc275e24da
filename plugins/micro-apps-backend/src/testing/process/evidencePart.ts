import { aRegistration } from '@micro-apps/governance-core/testing';
import { startIssuer } from '../../__testUtils__/pipelines';
import { MAYA } from '../../__testUtils__/people';
import { createFakePorts } from '../../flows/testing/fakePorts';
import { startBareBackend } from './bareBackend';
import { connect } from './connect';

/** What the measuring process is told once everything is ready. */
export interface Ready {
  /** Where to send a report, and as whom. */
  readonly url: string;
  readonly token: string;
  /** Resident memory before anything arrived, in bytes. */
  readonly rss: number;
}

/** What it is told when it has sent its report. */
export interface Peak {
  /** The most that was ever resident, in bytes. */
  readonly rss: number;
}

/**
 * The real plugin on SQLite in a process of its own, so that its memory can be
 * told: it waits for one report and then says how much it needed.
 */
async function main(): Promise<void> {
  const knex = connect(':memory:');
  const issuer = await startIssuer();
  const backend = await startBareBackend({
    knex,
    ports: createFakePorts(),
    microApps: issuer.config,
  });
  const registered = await fetch(`${backend.url}/api/micro-apps/v1/apps`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${MAYA}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ registration: aRegistration() }),
  });
  if (!registered.ok) throw new Error(await registered.text());
  process.once('message', async () => {
    const peak: Peak = { rss: process.resourceUsage().maxRSS * 1024 };
    process.send?.(peak);
    await backend.stop();
    await issuer.goAway();
    await knex.destroy();
    process.disconnect();
  });
  const ready: Ready = {
    url: `${backend.url}/api/micro-apps/v1/apps/where2eat/evidence/pipeline`,
    token: await issuer.token(),
    rss: process.memoryUsage().rss,
  };
  process.send?.(ready);
}

main().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});

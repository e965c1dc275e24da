import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { duration, megabytes, type Row } from './table';

/** Started by its path: this package stands on nothing of the backend. */
const PART = 'plugins/micro-apps-backend/src/testing/process/evidencePart.ts';
const SIZE = 10_000_000;
const GOAL_MS = 3_000;
const GOAL_BYTES = 512e6;

/** A SARIF log of 10 MB, of a pipeline, taken in by the plugin over HTTP. */
export async function measureEvidence(): Promise<readonly Row[]> {
  const body = `{"kind":"vulnerability-scan","sarif":${bigLog()}}`;
  const child = fork(resolve(PART), [], {
    execArgv: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
  });
  try {
    const { url, token, rss: before } = await told(child, 'url');
    const began = performance.now();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body,
    });
    const ms = performance.now() - began;
    if (response.status !== 201) {
      throw new Error(`The report was not taken: ${await response.text()}`);
    }
    child.send('how much');
    const { rss } = await told(child, 'rss');
    return [
      {
        what: `SARIF log of ${megabytes(body.length)} taken in and stored`,
        measured: duration(ms),
        goal: `≤ ${duration(GOAL_MS)}`,
        ratio: GOAL_MS / ms,
      },
      {
        what: '  most resident memory of the backend, before it and with it',
        measured: `${megabytes(before)}, ${megabytes(rss)}`,
        goal: `≤ ${megabytes(GOAL_BYTES)}`,
        ratio: GOAL_BYTES / rss,
      },
    ];
  } finally {
    child.kill();
  }
}

/** What the process says next that has this; the loader speaks there, too. */
async function told(child: ChildProcess, name: string) {
  const gone = new AbortController();
  child.once('exit', () => gone.abort());
  for (;;) {
    const [message] = await once(child, 'message', { signal: gone.signal });
    if (typeof message === 'object' && name in message) return message;
  }
}

/** As a scanner of packages writes it: many results, each with its place. */
function bigLog(): string {
  const results: object[] = [];
  let size = 0;
  while (size < SIZE && results.length < 25_000) {
    const number = results.length;
    const result = {
      ruleId: `RULE-${number % 500}`,
      ruleIndex: number % 500,
      level: number % 3 === 0 ? 'note' : 'warning',
      message: { text: `Something to look at in part ${number} `.repeat(5) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: `src/part-${number}.ts` },
            region: { startLine: number + 1, startColumn: 5 },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: `${number}:1` },
    };
    results.push(result);
    size += JSON.stringify(result).length;
  }
  const rules = Array.from({ length: 500 }, (_, number) => ({
    id: `RULE-${number}`,
    properties: { 'security-severity': '4.0' },
  }));
  return JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Trivy', rules } },
        invocations: [{ executionSuccessful: true }],
        results,
      },
    ],
  });
}

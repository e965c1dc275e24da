import { spawnSync } from 'node:child_process';
import { writeFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

function attempt(work: () => unknown): string {
  try {
    work();
    return 'allowed';
  } catch (error) {
    return (error as { code?: string }).code ?? 'refused';
  }
}

createServer((request, response) => {
  if (request.url === '/die') process.exit(3);
  response.end(
    request.url === '/health'
      ? 'ok'
      : JSON.stringify({
          env: Object.keys(process.env),
          child: attempt(() => spawnSync('true')),
          outside: attempt(() => writeFileSync('/tmp/from-app', 'x')),
          release: attempt(() => writeFileSync('src/new', 'x')),
          parent: attempt(() => readFileSync(`/proc/${process.ppid}/environ`)),
          inside: attempt(() =>
            writeFileSync(`${process.env.DATA_DIR}/x`, 'x'),
          ),
        }),
  );
}).listen(Number(process.env.PORT), '127.0.0.1');

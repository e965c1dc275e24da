import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { isFree, requireFreePorts } from './ports.mjs';

test('a port in use is found, named with its purpose, and free afterwards', async () => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const { port } = server.address();
    assert.equal(await isFree(port), false);
    await assert.rejects(
      requireFreePorts([{ port, what: 'the portal' }]),
      new RegExp(`Port ${port} is in use, and the portal needs it`),
    );
    server.close();
    await once(server, 'close');
    assert.equal(await isFree(port), true);
    await requireFreePorts([{ port, what: 'the portal' }]);
  }
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { createEgress, EgressRefused } from '../src/egress.ts';
import { createLogger } from '../src/log.ts';
import { startApp } from './support/startApp.ts';

describe('calls to other systems', () => {
  let server: Server;
  let host = '';
  let lines: string[] = [];
  const logger = createLogger({
    base: {},
    stream: { write: line => void lines.push(line) },
  });
  before(async () => {
    server = createServer((request, response) => {
      response.writeHead(request.url === '/away' ? 302 : 200, {
        location: 'https://elsewhere.invalid/',
      });
      response.end('hello');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    host = `127.0.0.1:${port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('a registered host is reached, and the log says so', async () => {
    lines = [];
    const egress = createEgress({ allowed: [`http://${host}/api`], logger });
    const answer = await egress(`http://${host}/anything?q=secret`);
    assert.equal(await answer.text(), 'hello');
    assert.match(lines.join(''), /"event":"egress".*"allowed":true/);
    assert.doesNotMatch(lines.join(''), /secret/);
  });

  it('any other host is refused, and the log says so', async () => {
    lines = [];
    const egress = createEgress({ allowed: [`http://${host}`], logger });
    for (const address of [
      'https://elsewhere.invalid/',
      'http://127.0.0.1.elsewhere.invalid/',
      `https://${host}@elsewhere.invalid/`,
      'http://127.0.0.1:1/',
    ]) {
      await assert.rejects(egress(address), EgressRefused);
    }
    assert.equal(lines.length, 4);
    assert.match(lines.join(''), /"host":"elsewhere.invalid","allowed":false/);
  });

  it('plain http is refused beyond this machine', async () => {
    const egress = createEgress({ allowed: ['api.example'], logger });
    await assert.rejects(egress('http://api.example/'), EgressRefused);
  });

  it('a redirect is not followed', async () => {
    const egress = createEgress({ allowed: [`http://${host}`], logger });
    await assert.rejects(egress(`http://${host}/away`), /with a redirect/);
  });

  it('the app reaches what it is registered for and nothing else', async () => {
    const app = await startApp({ registration: { scopes: [] } });
    try {
      const { egress } = app.context;
      assert.equal((await egress(`${app.service.issuer}/jwks`)).status, 200);
      await assert.rejects(egress('https://api.example/'), EgressRefused);
    } finally {
      await app.stop();
    }
  });
});

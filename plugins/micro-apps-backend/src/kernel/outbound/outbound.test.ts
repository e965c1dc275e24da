import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuardedAgent, type LookupAll } from './guardedAgent';
import { postJson } from './postJson';
import { addressProblem } from './publicAddress';

describe('an address', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1', '::ffff:8.8.8.8'])(
    'that is public is reached: %s',
    address => {
      expect(addressProblem(address, { allowOwn: false })).toBeUndefined();
    },
  );

  it.each([
    '127.0.0.1',
    '127.8.9.10',
    '0.0.0.0',
    '10.0.0.8',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '192.0.0.192',
    '168.63.129.16',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:db8::1',
    '4000::1',
    'e000::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '100::1',
    'localhost',
    '',
  ])('that is not public is refused: %s', address => {
    expect(addressProblem(address, { allowOwn: false })).toMatch(/it is/);
  });

  it('of the organisation is reached where its host is named, one of the cloud machine never', () => {
    const problem = (address: string) =>
      addressProblem(address, { allowOwn: true });
    for (const own of ['127.0.0.1', '10.0.0.8', '::1', 'fd12::1', '8.8.8.8']) {
      expect(problem(own)).toBeUndefined();
    }
    for (const never of [
      '169.254.169.254',
      '::ffff:169.254.169.254',
      'fd00:ec2::254',
      '100.100.100.200',
      '168.63.129.16',
      '0.0.0.0',
      'fe80::1',
    ]) {
      expect(problem(never)).toMatch(/it is/);
    }
  });
});

describe('a guarded connection', () => {
  let server: Server;
  let port: number;
  let calls: number;
  /** Even one that carries no request tells what is there. */
  let connections: number;

  beforeEach(async () => {
    calls = 0;
    connections = 0;
    server = createServer((_req, res) => {
      calls += 1;
      res.end('ok');
    });
    server.on('connection', () => {
      connections += 1;
    });
    // Loopback of both families.
    await new Promise<void>(done => {
      server.listen(0, '::', done);
    });
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function post(
    url: string,
    {
      lookup,
      allowOwn = false,
    }: { lookup?: LookupAll; allowOwn?: boolean } = {},
  ) {
    const dispatcher = createGuardedAgent({ allowOwn, connectMs: 500, lookup });
    try {
      return await postJson({
        dispatcher,
        url,
        headers: {},
        body: '{}',
        totalMs: 2000,
        maxAnswerBytes: 100,
      });
    } finally {
      await dispatcher.destroy();
    }
  }

  const answering = (...addresses: string[]): LookupAll => {
    return (_hostname, done) =>
      done(
        null,
        addresses.map(address => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
      );
  };

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    'localhost',
    '169.254.169.254',
    '%31%32%37.0.0.1',
    '①②⑦.0.0.1',
  ])('never goes to %s', async host => {
    await expect(post(`http://${host}:${port}/`)).rejects.toThrow(
      /Nothing is sent/,
    );
    expect(connections).toBe(0);
  });

  it('is refused for a name that stands for an address inside, even among good ones', async () => {
    for (const lookup of [
      answering('127.0.0.1'),
      answering('::ffff:127.0.0.1'),
      answering('8.8.8.8', '127.0.0.1'),
    ]) {
      await expect(
        post(`http://hook.example.com:${port}/`, { lookup }),
      ).rejects.toThrow(/Nothing is sent to hook.example.com/);
    }
    expect(connections).toBe(0);
  });

  it('asks once for each connection, so that a second answer cannot differ', async () => {
    let asked = 0;
    const rebinding: LookupAll = (hostname, done) => {
      asked += 1;
      // Good when looked at, bad when used.
      answering(asked === 1 ? '192.0.2.1' : '127.0.0.1')(hostname, done);
    };
    // 192.0.2.1 is kept for documentation: nobody answers there.
    await expect(
      post(`http://hook.example.com:${port}/`, { lookup: rebinding }),
    ).rejects.toThrow();
    await expect(
      post(`http://hook.example.com:${port}/`, { lookup: rebinding }),
    ).rejects.toThrow(/Nothing is sent/);
    expect(asked).toBe(2);
    expect(connections).toBe(0);
  });

  it('goes to a host that was named as an own one', async () => {
    const own = { allowOwn: true };
    expect(await post(`http://127.0.0.1:${port}/`, own)).toBe(200);
    expect(await post(`http://localhost:${port}/`, own)).toBe(200);
    await expect(post(`http://169.254.169.254:${port}/`, own)).rejects.toThrow(
      /Nothing is sent/,
    );
    expect(calls).toBe(2);
  });
});

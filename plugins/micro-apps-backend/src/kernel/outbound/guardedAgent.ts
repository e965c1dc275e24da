import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { addressProblem } from './publicAddress';

/** Asks for every address of a name; `dns.lookup` with `all`. */
export type LookupAll = (
  hostname: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** The connection was not made, because of where it would have gone. */
export class AddressRefused extends Error {}

const askSystem: LookupAll = (hostname, done) =>
  dnsLookup(hostname, { all: true }, done);

/**
 * Makes connections to public addresses only. The address is checked where the
 * connection is made: the one that the resolver gave for this very connection,
 * an address that stands in the URL, and at last the one the socket has. So a
 * name that answers differently the second time gains nothing (G4). It knows no
 * proxy, and it follows no redirects by itself.
 *
 * @param options.allowOwn - the host is named as one of the organisation's own
 * @param options.lookup - resolver; the system's unless told
 */
export function createGuardedAgent(options: {
  allowOwn: boolean;
  connectMs: number;
  lookup?: LookupAll;
}): Agent {
  const { allowOwn, connectMs, lookup = askSystem } = options;

  const guardedLookup: LookupFunction = (hostname, asked, done) => {
    lookup(hostname, (error, addresses) => {
      if (error) {
        done(error, '');
        return;
      }
      // One bad address spoils the name: nobody chooses among them for us.
      for (const { address } of addresses) {
        const problem = addressProblem(address, { allowOwn });
        if (problem) {
          done(refused(hostname, problem), '');
          return;
        }
      }
      const [first] = addresses;
      if (!first) done(new Error(`${hostname} has no address`), '');
      else if (asked.all) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ lookup: guardedLookup, timeout: connectMs });

  return new Agent({
    connect(target, done) {
      const host = target.hostname.replace(/^\[|\]$/g, '');
      const literal = isIP(host)
        ? addressProblem(host, { allowOwn })
        : undefined;
      if (literal) {
        done(refused(host, literal), null);
        return;
      }
      connect(target, (error, socket) => {
        if (error) {
          done(error, null);
          return;
        }
        const { remoteAddress = '' } = socket;
        const problem = addressProblem(remoteAddress, { allowOwn });
        if (problem) {
          socket.destroy();
          done(refused(host, problem), null);
        } else done(null, socket);
      });
    },
  });
}

function refused(host: string, problem: string): AddressRefused {
  return new AddressRefused(`Nothing is sent to ${host}: ${problem}`);
}

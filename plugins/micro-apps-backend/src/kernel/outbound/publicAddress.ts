import ipaddr from 'ipaddr.js';

/** Ranges that a host of the organisation itself may be in. */
const OWN_RANGES: readonly string[] = [
  'private',
  'loopback',
  'uniqueLocal',
  'carrierGradeNat',
];
/** Looks public and answers a cloud machine about itself. */
const CLOUD_SERVICES = ['168.63.129.16', 'fd00:ec2::254', '100.100.100.200'];
/** Everything outside is special or not given out (RFC 4291, IANA). */
const GLOBAL_UNICAST_6 = ipaddr.parseCIDR('2000::/3');

/**
 * Why nothing is sent to an address; `undefined` when it may be.
 *
 * Takes the address that a connection really goes to, never a name: whatever a
 * name says can change from one question to the next. An IPv4 address inside an
 * IPv6 one (mapped, NAT64, 6to4, Teredo) is refused or judged as what it is.
 *
 * @param address - as the resolver or the socket gives it
 * @param options.allowOwn - the host was named as one of the organisation's own
 *
 * Source: reliability G4.
 */
export function addressProblem(
  address: string,
  { allowOwn }: { allowOwn: boolean },
): string | undefined {
  const [plain] = address.split('%');
  if (!ipaddr.isValid(plain)) return 'it is no address';
  const parsed = ipaddr.process(plain);
  if (CLOUD_SERVICES.includes(parsed.toString())) {
    return 'it is a service of the cloud machine itself';
  }
  const range: string = parsed.range();
  if (allowOwn && OWN_RANGES.includes(range)) return undefined;
  if (range !== 'unicast') return `it is not public (${range})`;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST_6)) {
    return 'it is not public';
  }
  return undefined;
}

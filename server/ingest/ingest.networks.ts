import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Cameras stand in the school's own network; whoever settles a source must not reach the server's own doors by it, nor the world. */
const schools: readonly (readonly [network: string, bits: number, family: 'ipv4' | 'ipv6'])[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
];

export type Networks = {
  /** Whether an address may be asked. */
  allows(address: string): boolean;
  /** Resolves names to addresses that may be asked, and refuses all others. */
  readonly lookup: LookupFunction;
};

export class ForbiddenNetwork extends Error {}

/** @param more networks in the operator's own words, such as `203.0.113.0/24` or one address */
export function createNetworks(more: readonly string[]): Networks {
  const list = new BlockList();
  for (const [network, bits, family] of schools) list.addSubnet(network, bits, family);
  for (const each of more) {
    const [network = '', bits] = each.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(network, family);
    else list.addSubnet(network, Number(bits), family);
  }
  const allows = (address: string): boolean => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
  };
  return {
    allows,
    lookup(host, options, done) {
      resolve(host, { ...options, all: true }, (error, found) => {
        const fine = error === null ? found.filter(({ address }) => allows(address)) : [];
        const [first] = fine;
        if (error !== null) return done(error, []);
        if (first === undefined) return done(new ForbiddenNetwork(), []);
        if (options.all === true) done(null, fine);
        else done(null, first.address, first.family);
      });
    },
  };
}

import { networkInterfaces } from 'node:os';

/** This machine's IPv4 addresses that others can reach, private networks first: that is where a school's screens are. */
export function lanAddresses(): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal && !each.address.startsWith('169.254.'))
    .map((each) => each.address);
  const isPrivate = (address: string) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
  return [...found.filter(isPrivate), ...found.filter((address) => !isPrivate(address))];
}

/** IPv4 and IPv6, loopback left out, as the system writes them. */
export function interfaceAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => !each.internal)
    .map((each) => each.address);
}

/** Every address of this machine, loopback and IPv6 included, as it stands in a URL. */
export function ownHosts(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .map((each) => (each.family === 'IPv6' ? `[${each.address}]` : each.address));
  return ['localhost', '127.0.0.1', '[::1]', ...addresses];
}

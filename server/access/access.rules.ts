import type { AccessWish } from '../../shared/wire/access.ts';
import type { AccessConfig, Decision, Names, Whereabouts } from './access.types.ts';

const DAY_MS = 86_400_000;
export const AUTHORITY_LIFE_MS = 3_652 * DAY_MS;
/** Phones refuse a certificate of more than 398 days. */
export const LEAF_LIFE_MS = 397 * DAY_MS;
/** A phone whose clock is a day behind still believes it. */
export const BACKDATED_MS = DAY_MS;
export const RENEW_BEFORE_MS = 30 * DAY_MS;
const IP_MAX = 60;

/** Suffixes that no public authority gives out: what a school's own network may be called. */
const localSuffixes = ['localhost', 'local', 'lan', 'internal', 'home.arpa'] as const;

const isDnsName = (text: string) =>
  text.length <= 253 &&
  /[a-z]/.test(text) &&
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
const isIpv4 = (text: string) =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
const isIpv6 = (text: string) => /^[0-9a-f:.]+$/i.test(text) && text.includes(':');
/** Needs its interface's name beside it, which no address line takes. */
const isLinkLocal = (text: string) => /^(169\.254\.|fe[89ab][0-9a-f]:)/i.test(text);

const unique = (each: readonly string[]) => [...new Set(each)];

/** Everything by which a browser may come to this machine. A host name that is no DNS name (Chinese PCs have some) is left out. */
export function wantedNames({ addresses, hostName, extra }: Whereabouts): Names {
  const host = hostName.trim().toLowerCase();
  const called = isDnsName(host) && host !== 'localhost' ? [host] : [];
  const announced = called.flatMap((each) => (each.includes('.') ? [] : [`${each}.local`]));
  const added = extra.map((each) => each.trim().toLowerCase());
  const ip = [...addresses, ...added].filter((each) => (isIpv4(each) || isIpv6(each)) && !isLinkLocal(each));
  return {
    dns: unique([
      'localhost',
      ...called,
      ...announced,
      ...added.filter((each) => !isIpv4(each) && isDnsName(each)),
    ]),
    ip: unique(['127.0.0.1', '::1', ...ip]).slice(0, IP_MAX),
  };
}

/** The DNS suffixes that an authority made now may vouch for, for as long as it lives: a stolen key opens no other site to those phones. */
export function permittedFor(names: Names): string[] {
  return unique([...localSuffixes, ...names.dns]);
}

const isWithin = (name: string, suffix: string) => name === suffix || name.endsWith(`.${suffix}`);

/** The names that an authority may vouch for, and those that it may not. */
export function sortNames(
  names: Names,
  permittedDns: readonly string[],
): { readonly inside: Names; readonly outside: string[] } {
  const may = (name: string) => permittedDns.some((suffix) => isWithin(name, suffix));
  return {
    inside: { dns: names.dns.filter(may), ip: names.ip },
    outside: names.dns.filter((name) => !may(name)),
  };
}

export type LeafFacts = Names & { readonly notBeforeMs: number; readonly notAfterMs: number };

/** Whether a leaf must be made anew, and why. An address that the machine no longer has is no reason. */
export function leafDue(
  leaf: LeafFacts | null,
  wanted: Names,
  nowMs: number,
): 'none-yet' | 'near-its-end' | 'clock-was-ahead' | 'new-name' | null {
  if (leaf === null) return 'none-yet';
  if (leaf.notAfterMs - nowMs <= RENEW_BEFORE_MS) return 'near-its-end';
  if (leaf.notBeforeMs > nowMs) return 'clock-was-ahead';
  const lacks = (have: readonly string[], want: readonly string[]) =>
    want.some((each) => !have.includes(each));
  return lacks(leaf.dns, wanted.dns) || lacks(leaf.ip, wanted.ip) ? 'new-name' : null;
}

/** What is in force: settings of the operator go before what was chosen on the page. */
export function decide(config: AccessConfig, chosen: AccessWish | null): Decision {
  const publicName = nameOf(config.publicUrl);
  if (config.way === 'own-ca' || config.way === 'localhost') return { by: 'config', way: config.way };
  const { directoryUrl, email } = config.acme;
  if (config.tls !== null)
    return { by: 'config', way: 'public-name', name: publicName, source: { kind: 'files' } };
  if (config.way === 'public-name')
    return {
      by: 'config',
      way: 'public-name',
      name: publicName,
      source: directoryUrl === null ? { kind: 'files' } : { kind: 'acme', directoryUrl, email },
    };
  if (chosen === null) return { by: 'nobody', way: null };
  if (chosen.way !== 'public-name') return { by: 'choice', way: chosen.way };
  const asks = chosen.source === 'acme' && chosen.directoryUrl !== undefined;
  return {
    by: 'choice',
    way: 'public-name',
    name: chosen.name ?? publicName,
    source:
      asks && chosen.directoryUrl !== undefined
        ? { kind: 'acme', directoryUrl: chosen.directoryUrl, email: chosen.email ?? null }
        : { kind: 'files' },
  };
}

function nameOf(publicUrl: string | null): string | null {
  if (publicUrl === null || !URL.canParse(publicUrl)) return null;
  const { hostname } = new URL(publicUrl);
  return isIpv4(hostname) || hostname.startsWith('[') ? null : hostname;
}

/** The field of a wish that is missing for what it asks, or null. */
export function lackingField(wish: AccessWish): 'name' | 'source' | 'directoryUrl' | null {
  if (wish.way !== 'public-name') return null;
  if (wish.name === undefined || !wish.name.includes('.')) return 'name';
  if (wish.source === undefined) return 'source';
  return wish.source === 'acme' && wish.directoryUrl === undefined ? 'directoryUrl' : null;
}

/** Whether an address can be reached from the school's own network only. */
export function isPrivateHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIpv4(bare))
    return /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      bare,
    );
  if (bare.includes(':')) return /^(::1$|f[cd]|fe[89ab])/.test(bare);
  return !bare.includes('.') || localSuffixes.some((suffix) => isWithin(bare, suffix));
}

/** Private, but not this very machine: phones reach it over the school's Wi-Fi. */
export const isSchoolOnly = (host: string): boolean =>
  isPrivateHost(host) && host !== 'localhost' && !isThisMachine(host.replace(/^\[|\]$/g, ''));

/** Whether a peer sits at this machine. A proxy on it counts as the machine. */
export function isThisMachine(address: string | undefined): boolean {
  const bare = (address ?? '').replace(/^::ffff:/, '');
  return bare === '::1' || bare.startsWith('127.');
}

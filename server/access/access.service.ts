import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { AccessReport, AccessWish } from '../../shared/wire/access.ts';
import type { Clock, Log } from '../platform/ports.ts';
import { issueLeaf, makeAuthority, readLeaf } from './access.authority.ts';
import { readPair } from './access.files.ts';
import { inspect, isUsable } from './access.inspect.ts';
import { addressesOf, type ReportDeps, reportOf } from './access.report.ts';
import { decide, leafDue, permittedFor, RENEW_BEFORE_MS, sortNames, wantedNames } from './access.rules.ts';
import type { Authority, Decision, KeyedCertificate, Standing, Whereabouts } from './access.types.ts';

export type AccessServiceDeps = ReportDeps & {
  readonly clock: Clock;
  readonly log: Log;
  /** What the machine is called and where it stands now; the operator's own names are added to it. */
  readonly whereabouts: () => Omit<Whereabouts, 'extra'>;
};

export interface AccessService {
  standing(): Standing;
  /** Looks at files, addresses and dates again, and makes or fetches what is due. Idempotent. */
  refresh(): Promise<void>;
  choose(wish: AccessWish): Promise<void>;
  /** The person at the page says that the TXT record or the files stand. */
  goOn(): Promise<void>;
  onCertificate(listener: () => void): void;
  /** DNS names in the certificate that is shown. */
  names(): string[];
  /** Addresses for people, the best one first. */
  addresses(port: number): string[];
  report(port: number): Omit<AccessReport, 'lessonRuns'>;
}

const nothing: Standing = {
  decision: { by: 'nobody', way: null },
  pair: null,
  problem: null,
  authority: null,
  outside: [],
};

export function createAccessService(deps: AccessServiceDeps): AccessService {
  const { config, files, clock, log, acme } = deps;
  const listeners: (() => void)[] = [];
  let standing = nothing;
  let round: Promise<void> = Promise.resolve();

  const put = (next: Standing) => {
    const before = standing.pair;
    standing = next;
    if (before?.cert === next.pair?.cert && before?.key === next.pair?.key) return;
    log.info({ way: next.decision.way, shown: next.pair !== null }, 'certificate changed');
    for (const listener of listeners) listener();
  };

  const look = async () => {
    const decision = decide(config, files.choice());
    if (decision.way === 'own-ca') put(await ownCa(deps, decision));
    else if (decision.way === 'public-name') put(await publicName(deps, decision, standing));
    else put({ ...nothing, decision });
  };
  const refresh = () => {
    // One after another: two rounds at once would make two authorities.
    round = round.then(look, look);
    return round;
  };

  const keepFetched = (pair: KeyedCertificate) => {
    files.keepPair('acme', pair);
    refresh().catch((error: unknown) => log.error({ error }, 'a fetched certificate is not shown'));
  };

  return {
    standing: () => standing,
    refresh,
    onCertificate: (listener) => void listeners.push(listener),
    async choose(wish) {
      files.choose(wish);
      acme.forget();
      await refresh();
    },
    async goOn() {
      const { decision } = standing;
      if (decision.way === 'public-name' && decision.source.kind === 'acme') acme.goOn();
      else await refresh();
    },
    names: () => (standing.pair === null ? [] : [...(readLeaf(standing.pair.cert)?.dns ?? [])]),
    addresses: (port) => addressesOf(deps, standing, port),
    report: (port) => reportOf(deps, standing, port),
  };

  /** Fetches a certificate when there is none or it nears its end; what is there goes on being shown. */
  async function publicName(
    { config: { tls } }: AccessServiceDeps,
    decision: Extract<Decision, { way: 'public-name' }>,
    before: Standing,
  ): Promise<Standing> {
    const { name, source } = decision;
    if (source.kind === 'acme') {
      const have = files.pair('acme');
      const problem = inspect(have, name, clock.nowMs());
      const leaf = have === null ? null : readLeaf(have.cert);
      const isDue = problem !== null || leaf === null || leaf.notAfterMs - clock.nowMs() <= RENEW_BEFORE_MS;
      if (isDue && name !== null) acme.begin({ ...source, name, keep: keepFetched });
      return { ...nothing, decision, problem, pair: isUsable(problem) ? have : null };
    }
    const paths = tls === null ? files.pathsOf('public') : { cert: tls.certFile, key: tls.keyFile };
    const pair = readPair(paths.cert, paths.key);
    const problem = inspect(pair, name, clock.nowMs());
    if (isUsable(problem)) return { ...nothing, decision, problem, pair };
    if (problem !== before.problem) log.warn({ problem }, 'the certificate files cannot be used');
    // Half of a renewal may have been written: what was shown goes on until both files fit.
    const sameWay = before.decision.way === 'public-name' && before.decision.source.kind === 'files';
    return { ...nothing, decision, problem, pair: sameWay ? before.pair : null };
  }
}

async function ownCa(deps: AccessServiceDeps, decision: Decision): Promise<Standing> {
  const { files, clock, config, log } = deps;
  const nowMs = clock.nowMs();
  const publicHost = config.publicUrl === null ? [] : [new URL(config.publicUrl).hostname];
  const wanted = wantedNames({ ...deps.whereabouts(), extra: [...config.names, ...publicHost] });
  let authority = files.authority();
  if (authority === null || !isAuthority(authority, nowMs)) {
    authority = await makeAuthority(permittedFor(wanted), nowMs);
    files.keepAuthority(authority);
    log.info({}, 'own certificate authority made');
  }
  const { inside, outside } = sortNames(wanted, authority.permittedDns);
  const have = files.pair('own');
  const leaf = have === null ? null : readLeaf(have.cert);
  const isWhole = leaf !== null && isUsable(inspect(have, null, nowMs));
  const isOurs = isWhole && leaf.certificate.verify(new X509Certificate(authority.cert).publicKey);
  const why = leafDue(isOurs ? leaf : null, inside, nowMs);
  if (have !== null && why === null) return { decision, pair: have, problem: null, authority, outside };
  const pair = await issueLeaf(authority, inside, nowMs);
  files.keepPair('own', pair);
  log.info({ why, nameCount: inside.dns.length, addressCount: inside.ip.length }, 'certificate issued');
  return { decision, pair, problem: null, authority, outside };
}

function isAuthority(authority: Authority, nowMs: number): boolean {
  try {
    const certificate = new X509Certificate(authority.cert);
    const worn = certificate.checkPrivateKey(createPrivateKey(authority.key));
    return worn && certificate.ca && certificate.validToDate.getTime() > nowMs;
  } catch (cause) {
    if (cause instanceof Error) return false;
    throw cause;
  }
}

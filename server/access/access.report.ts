import type { AccessReport } from '../../shared/wire/access.ts';
import type { Acme } from './access.acme.ts';
import { fingerprintOf, readLeaf } from './access.authority.ts';
import type { AccessFiles } from './access.files.ts';
import { isSchoolOnly } from './access.rules.ts';
import type { AccessConfig, Standing } from './access.types.ts';

export type ReportDeps = {
  readonly config: AccessConfig;
  readonly files: AccessFiles;
  readonly acme: Acme;
  /** Addresses of this machine in the order in which people shall try them, as they stand in a URL. */
  readonly hosts: () => readonly string[];
};

/** Addresses for people, the best one first. */
export function addressesOf(deps: ReportDeps, { decision, pair }: Standing, port: number): string[] {
  const { config } = deps;
  const scheme = pair === null ? 'http' : 'https';
  const suffix = port === (pair === null ? 80 : 443) ? '' : `:${port}`;
  const at = (host: string) => `${scheme}://${host}${suffix}`;
  const named = config.publicUrl === null ? [] : [config.publicUrl];
  if (decision.way === 'localhost') return [...named, at('localhost')];
  if (decision.way === 'public-name' && decision.name !== null)
    return [...new Set([...named, at(decision.name)])];
  return [...new Set([...named, ...deps.hosts().map(at)])];
}

export function reportOf(
  deps: ReportDeps,
  standing: Standing,
  port: number,
): Omit<AccessReport, 'lessonRuns'> {
  const { decision, pair, problem, authority, outside } = standing;
  const { config, files, acme } = deps;
  const addresses = addressesOf(deps, standing, port);
  const [first = 'http://localhost'] = addresses;
  const isPublic = decision.way === 'public-name';
  const leaf = pair === null ? null : readLeaf(pair.cert);
  const root = authority === null ? null : readLeaf(authority.cert);
  const { tls } = config;
  return {
    way: decision.way,
    decidedBy: decision.by,
    name: isPublic ? decision.name : null,
    source: isPublic ? decision.source.kind : null,
    addresses,
    privateAddress: isSchoolOnly(new URL(first).hostname),
    certificate:
      leaf === null
        ? null
        : {
            names: [...leaf.dns, ...leaf.ip],
            issuer: /CN=(.*)/.exec(leaf.certificate.issuer)?.[1] ?? leaf.certificate.issuer,
            notAfterMs: leaf.notAfterMs,
            fingerprint: fingerprintOf(leaf.certificate),
          },
    problem,
    authority:
      root === null
        ? null
        : {
            fingerprint: fingerprintOf(root.certificate),
            notAfterMs: root.notAfterMs,
            installUrls: addresses.map((each) => `${each.replace(/^https/, 'http')}/install`),
            outside: [...outside],
          },
    files:
      isPublic && decision.source.kind === 'files'
        ? tls === null
          ? files.pathsOf('public')
          : { cert: tls.certFile, key: tls.keyFile }
        : null,
    acme:
      isPublic && decision.source.kind === 'acme'
        ? {
            directoryUrl: decision.source.directoryUrl,
            byHook: config.acme.dnsHook !== null,
            progress: acme.progress(),
          }
        : null,
  };
}

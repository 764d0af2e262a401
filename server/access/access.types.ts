import type { AccessWay, CertificateProblem } from '../../shared/wire/access.ts';

/** PEM: a certificate with its chain, leaf first, and its key. */
export type KeyedCertificate = { readonly cert: string; readonly key: string };

/** What a machine is called and where it stands. */
export type Whereabouts = {
  /** IPv4 and IPv6, loopback left out. */
  readonly addresses: readonly string[];
  readonly hostName: string;
  /** Names and addresses that the operator adds. */
  readonly extra: readonly string[];
};

/** What a certificate must vouch for. */
export type Names = { readonly dns: readonly string[]; readonly ip: readonly string[] };

/** The own authority, with the DNS suffixes that it may vouch for. */
export type Authority = KeyedCertificate & { readonly permittedDns: readonly string[] };

/** What is in force, and whose word it is. */
export type Decision =
  | { readonly by: 'nobody'; readonly way: null }
  | { readonly by: 'config' | 'choice'; readonly way: Exclude<AccessWay, 'public-name'> }
  | {
      readonly by: 'config' | 'choice';
      readonly way: 'public-name';
      readonly name: string | null;
      readonly source: { readonly kind: 'files' } | AcmeSource;
    };

export type AcmeSource = {
  readonly kind: 'acme';
  readonly directoryUrl: string;
  readonly email: string | null;
};

/** What the operator has set by environment; it goes before any choice made on the page. */
export type AccessConfig = {
  readonly way: AccessWay | null;
  /** Further names and addresses for the own authority's certificate. */
  readonly names: readonly string[];
  /** Files of a certificate that somebody else renews. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly publicUrl: string | null;
  readonly acme: {
    readonly directoryUrl: string | null;
    readonly email: string | null;
    readonly dnsHook: string | null;
  };
};

/** What is in force now. */
export type Standing = {
  readonly decision: Decision;
  readonly pair: KeyedCertificate | null;
  readonly problem: CertificateProblem | null;
  readonly authority: Authority | null;
  /** Names that are wanted but that the authority may not vouch for. */
  readonly outside: readonly string[];
};

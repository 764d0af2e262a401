import { hostname } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, rootCertificates, type TLSSocket } from 'node:tls';
import { readLeaf } from '../access/access.authority.ts';
import { createAccessFiles, readPair } from '../access/access.files.ts';
import { inspect } from '../access/access.inspect.ts';
import { settingsOf } from '../access/access.module.ts';
import { decide, sortNames, wantedNames } from '../access/access.rules.ts';
import type { Decision, KeyedCertificate, Names } from '../access/access.types.ts';
import type { Config } from '../platform/config.ts';
import { interfaceAddresses } from '../platform/network.ts';
import type { CertificateLook } from './doctor.types.ts';

const HANDSHAKE_MS = 5_000;
const noNames: Names = { dns: [], ip: [] };

/** Looks at the certificate that the running server shows, or else at the one that it would show, with a device's eyes. */
export async function lookAtCertificate(
  config: Config,
  serverRuns: boolean,
  nowMs: number,
): Promise<CertificateLook> {
  const files = createAccessFiles(join(config.dataDir, 'access'));
  const settings = settingsOf(config);
  const decision = decide(settings, files.choice());
  if (decision.way === 'localhost') return { state: 'localhost' };
  if (decision.way === null) {
    const { publicUrl } = config;
    return publicUrl?.startsWith('https:') === true ? { state: 'proxy', url: publicUrl } : { state: 'none' };
  }
  const authority = decision.way === 'own-ca' ? files.authority() : null;
  const pair = pairOf(config, decision);
  if (decision.way === 'own-ca' && (pair === null || authority === null)) return { state: 'later' };
  const name = decision.way === 'public-name' ? decision.name : null;
  const problem = inspect(pair, name, nowMs);
  if (problem !== null || pair === null)
    return { state: 'problem', problem: problem ?? 'missing', name: name ?? '' };
  const leaf = readLeaf(pair.cert);
  const extra = config.publicUrl === null ? [] : [new URL(config.publicUrl).hostname];
  const machine = {
    addresses: interfaceAddresses(),
    hostName: hostname(),
    extra: [...config.access.names, ...extra],
  };
  const wanted =
    authority === null ? noNames : sortNames(wantedNames(machine), authority.permittedDns).inside;
  const ca = [...rootCertificates, ...(authority === null ? [] : [authority.cert])];
  const servername = name ?? 'localhost';
  const seen = serverRuns
    ? await shakeHands({ port: config.port, host: hostOf(config), servername, ca })
    : await tryOut(pair, { servername, ca });
  return {
    state: 'seen',
    isOwn: authority !== null,
    error: seen,
    names: leaf === null ? [] : [...leaf.dns, ...leaf.ip],
    lacks: leaf === null ? [] : lacking(wanted, leaf),
    notAfterMs: leaf?.notAfterMs ?? 0,
  };
}

const lacking = (wanted: Names, have: Names) => [
  ...wanted.dns.filter((each) => !have.dns.includes(each)),
  ...wanted.ip.filter((each) => !have.ip.includes(each)),
];

function pairOf(config: Config, decision: Decision): KeyedCertificate | null {
  const files = createAccessFiles(join(config.dataDir, 'access'));
  if (decision.way === 'own-ca') return files.pair('own');
  if (decision.way !== 'public-name') return null;
  if (decision.source.kind === 'acme') return files.pair('acme');
  const { tls } = config;
  return tls === null ? files.pair('public') : readPair(tls.certFile, tls.keyFile);
}

const hostOf = ({ host }: Config) =>
  host === '0.0.0.0' || host === '::' || host === '' ? '127.0.0.1' : host;

type Shake = { readonly servername: string; readonly ca: readonly string[] };

/** Null when a device that knows `ca` would be content. */
function shakeHands(wish: Shake & { readonly host: string; readonly port: number }): Promise<string | null> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connect(
      { ...wish, ca: [...wish.ca], rejectUnauthorized: false, timeout: HANDSHAKE_MS },
      () => {
        const { authorized, authorizationError } = socket;
        socket.destroy();
        resolve(authorized ? null : String(authorizationError ?? 'unknown'));
      },
    );
    const failed = (why: string) => {
      socket.destroy();
      resolve(why);
    };
    socket.once('timeout', () => failed('ETIMEDOUT'));
    socket.once('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message));
  });
}

async function tryOut(pair: KeyedCertificate, wish: Shake): Promise<string | null> {
  const server = createServer(pair, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.end();
  });
  try {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return await shakeHands({ ...wish, host: '127.0.0.1', port });
  } finally {
    server.close();
  }
}

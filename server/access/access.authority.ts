import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { AUTHORITY_LIFE_MS, BACKDATED_MS, LEAF_LIFE_MS, type LeafFacts } from './access.rules.ts';
import type { Authority, KeyedCertificate, Names } from './access.types.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const NAME_CONSTRAINTS = '2.5.29.30';

/** Most installations never make a certificate: the library and the polyfill that it asks for are loaded by those that do. */
async function library() {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(crypto);
  return x509;
}

/** An authority of this installation alone. Its name carries a mark, so that a second one can be told from the first in a phone's list. */
export async function makeAuthority(permittedDns: readonly string[], nowMs: number): Promise<Authority> {
  const x509 = await library();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const mark = randomBytes(2).toString('hex').toUpperCase();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [`三课堂 Sanketang CA ${mark}`] }],
    notBefore: new Date(nowMs - BACKDATED_MS),
    notAfter: new Date(nowMs - BACKDATED_MS + AUTHORITY_LIFE_MS),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      // Not critical: a device that does not know it still takes the authority, and the others keep it to our names.
      new x509.Extension(NAME_CONSTRAINTS, false, nameConstraints(permittedDns)),
    ],
  });
  return { cert: certificate.toString('pem'), key: await privatePem(keys.privateKey), permittedDns };
}

/** A certificate for this server, with the authority's behind it, so that a device needs nothing but the root it was given. */
export async function issueLeaf(
  authority: KeyedCertificate,
  names: Names,
  nowMs: number,
): Promise<KeyedCertificate> {
  const x509 = await library();
  const issuer = new x509.X509Certificate(authority.cert);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    // No host name: what is vouched for stands in the alternative names alone.
    subject: [{ CN: ['三课堂 Sanketang'] }],
    issuer: issuer.subjectName,
    notBefore: new Date(nowMs - BACKDATED_MS),
    notAfter: new Date(nowMs - BACKDATED_MS + LEAF_LIFE_MS),
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: 'dns' as const, value })),
        ...names.ip.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return {
    cert: `${certificate.toString('pem')}\n${authority.cert}`,
    key: await privatePem(keys.privateKey),
  };
}

/** A new key and the request that an ACME authority signs for one name. */
export async function makeRequest(name: string): Promise<{ readonly request: Buffer; readonly key: string }> {
  const x509 = await library();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  return { request: Buffer.from(request.rawData), key: await privatePem(keys.privateKey) };
}

/** What stands in the first certificate of a PEM file; null when it is none. */
export function readLeaf(pem: string): (LeafFacts & { readonly certificate: X509Certificate }) | null {
  try {
    const certificate = new X509Certificate(pem);
    const named = (certificate.subjectAltName ?? '').split(', ');
    const after = (prefix: string) =>
      named.filter((each) => each.startsWith(prefix)).map((each) => each.slice(prefix.length));
    return {
      certificate,
      dns: after('DNS:').map((each) => each.toLowerCase()),
      ip: after('IP Address:').map(shortIp),
      notBeforeMs: certificate.validFromDate.getTime(),
      notAfterMs: certificate.validToDate.getTime(),
    };
  } catch (cause) {
    if (cause instanceof Error) return null;
    throw cause;
  }
}

/** SHA-256 over the certificate, as devices show it: pairs of hex digits. */
export const fingerprintOf = (certificate: X509Certificate): string =>
  (createHash('sha256').update(certificate.raw).digest('hex').toUpperCase().match(/../g) ?? []).join(':');

/** One spelling for an IPv6 address: OpenSSL writes eight groups, an interface the short form. */
export function shortIp(address: string): string {
  if (!address.includes(':') || !URL.canParse(`http://[${address}]`)) return address;
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function newSerial(): string {
  const bytes = randomBytes(16);
  // Positive and never zero, as the standard asks.
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

const pemBody = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

const importKey = (pem: string) => crypto.subtle.importKey('pkcs8', pemBody(pem), algorithm, false, ['sign']);

async function privatePem(key: CryptoKey): Promise<string> {
  const body = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${(body.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`;
}

/** DER of NameConstraints { permittedSubtrees [0] { GeneralSubtree { dNSName [2] } … } }, RFC 5280 4.2.1.10. */
function nameConstraints(permittedDns: readonly string[]): ArrayBuffer {
  const subtrees = permittedDns.map((name) => tagged(0x30, tagged(0x82, Buffer.from(name, 'ascii'))));
  return new Uint8Array(tagged(0x30, tagged(0xa0, Buffer.concat(subtrees)))).buffer;
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { CertificateProblem } from '../../shared/wire/access.ts';
import { readLeaf } from './access.authority.ts';
import type { KeyedCertificate } from './access.types.ts';

/** What a browser would hold against a certificate, as far as it can be seen without one; `name` is what it must vouch for. */
export function inspect(
  pair: KeyedCertificate | null,
  name: string | null,
  nowMs: number,
): CertificateProblem | null {
  if (pair === null) return 'missing';
  const leaf = readLeaf(pair.cert);
  if (leaf === null) return 'unreadable';
  const worn = wears(leaf.certificate, pair);
  if (worn !== null) return worn;
  if (leaf.notAfterMs <= nowMs) return 'expired';
  if (leaf.notBeforeMs > nowMs) return 'not-yet-valid';
  return name !== null && leaf.certificate.checkHost(name) === undefined ? 'wrong-name' : null;
}

/** Whether this server can show it at all. */
export const isUsable = (problem: CertificateProblem | null): boolean =>
  problem === null || problem === 'expired' || problem === 'not-yet-valid' || problem === 'wrong-name';

function wears(certificate: X509Certificate, pair: KeyedCertificate): 'unreadable' | 'key-mismatch' | null {
  try {
    if (!certificate.checkPrivateKey(createPrivateKey(pair.key))) return 'key-mismatch';
    createSecureContext(pair);
    return null;
  } catch (cause) {
    if (cause instanceof Error) return 'unreadable';
    throw cause;
  }
}

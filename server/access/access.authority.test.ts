import { createPrivateKey, X509Certificate } from 'node:crypto';
import { checkServerIdentity, createSecureContext } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { fingerprintOf, issueLeaf, makeAuthority, makeRequest, readLeaf } from './access.authority.ts';
import { LEAF_LIFE_MS, leafDue, permittedFor } from './access.rules.ts';

const DAY_MS = 86_400_000;
const nowMs = Date.UTC(2026, 8, 1);
const names = { dns: ['localhost', 'class', 'class.local'], ip: ['127.0.0.1', '::1', '192.168.1.10'] };
const authority = await makeAuthority(permittedFor(names), nowMs);
const leaf = await issueLeaf(authority, names, nowMs);
const chain = leaf.cert.split(/(?<=-----END CERTIFICATE-----)\n+/).filter((each) => each.trim() !== '');
const [first = '', second = ''] = chain.map((each) => each);

describe('the own authority', () => {
  const root = new X509Certificate(authority.cert);

  test('is one, signs itself, and lives ten years', () => {
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.checkPrivateKey(createPrivateKey(authority.key))).toBe(true);
    const years = (root.validToDate.getTime() - nowMs) / (365.25 * DAY_MS);
    expect(years).toBeGreaterThan(9.9);
    expect(years).toBeLessThan(10.1);
  });

  test('two of them do not have the same name', async () => {
    const other = await makeAuthority(permittedFor(names), nowMs);
    expect(new X509Certificate(other.cert).subject).not.toBe(root.subject);
  });

  test('its fingerprint is what devices show', () => {
    expect(fingerprintOf(root)).toBe(root.fingerprint256);
  });
});

describe('a certificate of it', () => {
  const shown = new X509Certificate(first);

  test('comes first, its authority second', () => {
    expect(chain).toHaveLength(2);
    expect(shown.ca).toBe(false);
    expect(second.trim()).toBe(authority.cert.trim());
    expect(shown.checkIssued(new X509Certificate(second))).toBe(true);
    expect(shown.verify(new X509Certificate(authority.cert).publicKey)).toBe(true);
  });

  test.each(['localhost', 'class', 'class.local', '127.0.0.1', '192.168.1.10'])('vouches for %s', (host) => {
    expect(checkServerIdentity(host, shown.toLegacyObject())).toBeUndefined();
  });

  test.each(['other', 'class.example.edu', '192.168.1.11', '三课堂 Sanketang'])('not for %s', (host) => {
    expect(checkServerIdentity(host, shown.toLegacyObject())).toBeInstanceOf(Error);
  });

  test('lives no longer than phones accept, and is worn by its key', () => {
    expect(shown.validToDate.getTime() - shown.validFromDate.getTime()).toBeLessThanOrEqual(398 * DAY_MS);
    expect(() => createSecureContext(leaf)).not.toThrow();
  });

  test('reads back as it was asked for, so that nothing is due', () => {
    const read = readLeaf(leaf.cert);
    expect(read).toMatchObject({ ...names, notAfterMs: nowMs - DAY_MS + LEAF_LIFE_MS });
    expect(leafDue(read, names, nowMs)).toBeNull();
  });

  test.each(['', 'garbage', authority.key])('what is no certificate reads as none', (pem) => {
    expect(readLeaf(pem)).toBeNull();
  });
});

test('a request for one name holds a key that nobody else has', async () => {
  const [one, other] = [await makeRequest('class.example.edu'), await makeRequest('class.example.edu')];
  expect(one.key).not.toBe(other.key);
  expect(one.request.includes('class.example.edu')).toBe(true);
});

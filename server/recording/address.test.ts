import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { recordingId } from '../../shared/kernel/ids.ts';
import { RECORDING_ADDRESS_MS } from '../../shared/recording.ts';
import { addressKey, createAddresses } from './address.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-address-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const id = recordingId.parse('01890000-0000-7000-8000-000000000001');
const other = '01890000-0000-7000-8000-000000000002';
const nowMs = 1_780_000_000_000;
const addresses = createAddresses(addressKey(folder));
const fieldsOf = (query: string) => Object.fromEntries(new URLSearchParams(query));
const { query, untilMs } = addresses.give(id, nowMs);
const right = fieldsOf(query);

describe('an address', () => {
  test.each([
    ['nothing', {}],
    ['another recording’s time', { ...right, until: String(untilMs + 1) }],
    ['a signature cut short', { ...right, sig: String(right['sig']).slice(1) }],
    ['a signature too many', { ...right, sig: [right['sig'], right['sig']] }],
    ['no time', { sig: right['sig'] }],
    ['a time in another writing', { ...right, until: ` ${untilMs}` }],
  ])('with %s opens nothing', (_, fields) => expect(addresses.opens(id, fields, nowMs)).toBe(false));

  test('opens its recording until its time, and no other', () => {
    expect(addresses.opens(id, right, nowMs)).toBe(true);
    expect(addresses.opens(id, right, untilMs - 1)).toBe(true);
    expect(addresses.opens(id, right, untilMs)).toBe(false);
    expect(addresses.opens(other, right, nowMs)).toBe(false);
    expect(untilMs - nowMs).toBeLessThanOrEqual(5 * 60_000);
  });

  test('with any one sign changed opens nothing', () =>
    fc.assert(
      fc.property(fc.nat(42), fc.constantFrom('A', 'z', '0', '-', '_'), (at, sign) => {
        const sig = String(right['sig']);
        const bytes = (text: string) => Buffer.from(text, 'base64url').toString('hex');
        const changed = sig.slice(0, at) + sign + sig.slice(at + 1);
        fc.pre(bytes(changed) !== bytes(sig));
        expect(addresses.opens(id, { ...right, sig: changed }, nowMs)).toBe(false);
      }),
    ));

  test('opens at every server of one folder, and at none of another', () => {
    expect(createAddresses(addressKey(folder)).opens(id, right, nowMs)).toBe(true);
    const elsewhere = createAddresses(addressKey(join(folder, 'elsewhere')));
    expect(elsewhere.opens(id, right, nowMs + RECORDING_ADDRESS_MS / 2)).toBe(false);
  });

  test('is never signed by a damaged key', () => {
    const damaged = mkdtempSync(join(folder, 'damaged-'));
    writeFileSync(join(damaged, 'address.key'), '');
    expect(() => createAddresses(addressKey(damaged)).give(id, nowMs)).toThrow('damaged');
  });
});

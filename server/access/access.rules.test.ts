import { describe, expect, test } from 'vitest';
import {
  decide,
  isPrivateHost,
  isThisMachine,
  lackingField,
  leafDue,
  permittedFor,
  RENEW_BEFORE_MS,
  sortNames,
  wantedNames,
} from './access.rules.ts';
import type { AccessConfig } from './access.types.ts';

const nowMs = Date.UTC(2026, 8, 1);
const noConfig: AccessConfig = {
  way: null,
  names: [],
  tls: null,
  publicUrl: null,
  acme: { directoryUrl: null, email: null, dnsHook: null },
};
const tls = { certFile: 'c', keyFile: 'k' };

describe('names that a certificate must hold', () => {
  const at = (hostName: string, addresses: string[] = [], extra: string[] = []) =>
    wantedNames({ hostName, addresses, extra });

  test.each(['张老师的电脑', '', 'a b', '-x', 'x_y', '127', 'localhost'])(
    'a host name that is no DNS name or none of its own is left out: %s',
    (host) => expect(at(host).dns).toEqual(['localhost']),
  );

  test('what nobody can type into an address line is left out', () => {
    expect(at('pc', ['169.254.3.4', 'fe80::1', '999.1.1.1', 'nonsense']).ip).toEqual(['127.0.0.1', '::1']);
  });

  test('every address once, and what the operator adds', () => {
    const names = at(
      'School-PC',
      ['192.168.1.10', '192.168.1.10', 'fd00::5'],
      ['CLASS.school.lan', '10.0.0.9', '?'],
    );
    expect(names.dns).toEqual(['localhost', 'school-pc', 'school-pc.local', 'class.school.lan']);
    expect(names.ip).toEqual(['127.0.0.1', '::1', '192.168.1.10', 'fd00::5', '10.0.0.9']);
  });

  test('an authority vouches for names of its first day and for local suffixes, for no other site', () => {
    const permitted = permittedFor(at('pc', [], ['class.example.edu']));
    const later = at(
      'new-pc',
      ['8.8.8.8'],
      ['x.class.example.edu', 'bank.example', 'notclass.example.edu', 'tv.lan'],
    );
    const { inside, outside } = sortNames(later, permitted);
    expect(inside.dns).toEqual(['localhost', 'new-pc.local', 'x.class.example.edu', 'tv.lan']);
    expect(outside).toEqual(['new-pc', 'bank.example', 'notclass.example.edu']);
    expect(inside.ip).toContain('8.8.8.8');
  });
});

describe('when a leaf is due', () => {
  const names = { dns: ['localhost'], ip: ['127.0.0.1', '10.0.0.1'] };
  const leaf = { ...names, notBeforeMs: nowMs - 1, notAfterMs: nowMs + RENEW_BEFORE_MS + 1 };
  test.each([
    ['none-yet', null, names],
    ['near-its-end', { ...leaf, notAfterMs: nowMs + RENEW_BEFORE_MS }, names],
    ['clock-was-ahead', { ...leaf, notBeforeMs: nowMs + 1 }, names],
    ['new-name', leaf, { ...names, ip: [...names.ip, '10.0.0.2'] }],
    ['new-name', leaf, { ...names, dns: ['localhost', 'pc'] }],
    [null, leaf, names],
    [null, leaf, { ...names, ip: ['127.0.0.1'] }],
  ] as const)('%s', (why, have, wanted) => {
    expect(leafDue(have, wanted, nowMs)).toBe(why);
  });
});

describe('who decides', () => {
  test('nobody has', () => expect(decide(noConfig, null)).toEqual({ by: 'nobody', way: null }));

  test('what was chosen counts while no setting says otherwise', () => {
    expect(decide(noConfig, { way: 'own-ca' })).toEqual({ by: 'choice', way: 'own-ca' });
    expect(decide({ ...noConfig, way: 'localhost' }, { way: 'own-ca' })).toEqual({
      by: 'config',
      way: 'localhost',
    });
    expect(decide({ ...noConfig, tls }, { way: 'own-ca' })).toMatchObject({
      by: 'config',
      way: 'public-name',
    });
  });

  test('a public name comes with its source', () => {
    const directoryUrl = 'https://acme.example/dir';
    const acme = { directoryUrl, email: null, dnsHook: null };
    const publicUrl = 'https://class.example.edu';
    expect(decide({ ...noConfig, way: 'public-name', publicUrl, acme }, null)).toEqual({
      by: 'config',
      way: 'public-name',
      name: 'class.example.edu',
      source: { kind: 'acme', directoryUrl, email: null },
    });
    expect(decide({ ...noConfig, tls, publicUrl: 'https://10.0.0.1', acme }, null)).toMatchObject({
      name: null,
      source: { kind: 'files' },
    });
    const wish = {
      way: 'public-name',
      name: 'a.example',
      source: 'acme',
      directoryUrl,
      email: 'x@a.example',
    } as const;
    expect(decide(noConfig, wish)).toMatchObject({
      name: 'a.example',
      source: { kind: 'acme', directoryUrl, email: 'x@a.example' },
    });
  });

  test.each([
    ['name', { way: 'public-name', source: 'files' }],
    ['name', { way: 'public-name', name: 'pc', source: 'files' }],
    ['source', { way: 'public-name', name: 'a.example' }],
    ['directoryUrl', { way: 'public-name', name: 'a.example', source: 'acme' }],
    [null, { way: 'public-name', name: 'a.example', source: 'files' }],
    [null, { way: 'own-ca' }],
  ] as const)('lacking: %s', (field, wish) => expect(lackingField(wish)).toBe(field));
});

test.each([
  ['192.168.1.10', true],
  ['10.1.2.3', true],
  ['172.32.0.1', false],
  ['100.64.0.1', true],
  ['8.8.8.8', false],
  ['[fd12::1]', true],
  ['[2001:db8::1]', false],
  ['school-pc', true],
  ['pc.local', true],
  ['class.example.edu', false],
])('%s is reached from the school only: %s', (host, expected) => expect(isPrivateHost(host)).toBe(expected));

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.168.1.2', false],
  ['::ffff:10.0.0.1', false],
  [undefined, false],
])('%s sits at this machine: %s', (address, expected) => expect(isThisMachine(address)).toBe(expected));

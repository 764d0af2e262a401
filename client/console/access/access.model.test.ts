import { expect, test } from 'vitest';
import type { AccessReport } from '../../../shared/wire/access.ts';
import { asksAgain, mustMove, printGroups } from './access.model.ts';

const report: AccessReport = {
  lessonRuns: false,
  way: 'own-ca',
  decidedBy: 'choice',
  name: null,
  source: null,
  addresses: ['https://192.168.1.10:8080'],
  privateAddress: true,
  certificate: { names: ['localhost'], issuer: 'CA', notAfterMs: 0, fingerprint: 'AA' },
  problem: null,
  authority: null,
  files: null,
  acme: null,
};
const acme = { directoryUrl: 'https://a.example/', byHook: false, progress: { state: 'working' as const } };

test.each([
  [report, false],
  [{ ...report, way: 'public-name' as const, acme }, false],
  [{ ...report, way: 'public-name' as const, acme, certificate: null }, true],
  [{ ...report, way: 'public-name' as const, certificate: null }, false],
])('the page follows only what still goes on at its own address', (given, expected) => {
  expect(asksAgain(given)).toBe(expected);
});

test('a page that came by plain HTTP must move once there is a certificate', () => {
  expect(mustMove(report, 'http:')).toBe(true);
  expect(mustMove(report, 'https:')).toBe(false);
  expect(mustMove({ ...report, certificate: null }, 'http:')).toBe(false);
});

test('a fingerprint is shown in groups of four, whole', () => {
  expect(printGroups('AA:BB:CC:DD:EE:FF')).toEqual(['AA BB CC DD', 'EE FF']);
  expect(printGroups('')).toEqual([]);
});

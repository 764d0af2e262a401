import { describe, expect, test } from 'vitest';
import { storeTrouble } from '../../shared/recording.ts';
import { type DoctorTextKey, doctorEn } from '../../shared/text/doctor.en.ts';
import { certificateProblem } from '../../shared/wire/access.ts';
import {
  judgeCertificate,
  judgeClock,
  judgeDatabase,
  judgeDisk,
  judgeEchoes,
  judgeFfmpeg,
  judgeFont,
  judgeMediaPorts,
  judgeMemory,
  judgeNode,
  judgeObjects,
  judgeOffice,
  judgeWebPort,
  judgeWorker,
} from './doctor.rules.ts';
import type { CertificateLook, Verdict } from './doctor.types.ts';

const GB = 1024 ** 3;
const DAY_MS = 86_400_000;
const nowMs = Date.UTC(2026, 8, 1);

/** Every placeholder of a verdict's sentences is filled, and whoever reads of trouble reads a way out. */
function expectSaid({ level, what, out, params = {} }: Verdict): void {
  for (const key of [what, ...(out === undefined ? [] : [out])] satisfies DoctorTextKey[])
    for (const [, name = ''] of doctorEn[key].matchAll(/\{(\w+)\}/g))
      expect(params, key).toHaveProperty(name);
  expect(out === undefined).toBe(level === 'ok');
}

const seen = (change: Partial<Extract<CertificateLook, { state: 'seen' }>> = {}): CertificateLook => ({
  state: 'seen',
  isOwn: true,
  error: null,
  names: ['localhost', 'pc', 'pc.local', '127.0.0.1', '10.0.0.1'],
  lacks: [],
  notAfterMs: nowMs + 100 * DAY_MS,
  ...change,
});
const certificate = (look: CertificateLook) => judgeCertificate(look, nowMs);
const written = (freeGb: number, syncMs: number) =>
  judgeDisk('/data', { state: 'written', freeBytes: freeGb * GB, syncMs });
const media = (change: object) =>
  judgeMediaPorts({ first: 44_400, count: 5, taken: [], serverRuns: false, ...change });
const clock = (change: object) =>
  judgeClock({ nowMs, boardMs: nowMs, zone: 'Asia/Shanghai', madeMs: Date.UTC(2026, 0, 1), ...change });

const cases: readonly (readonly [Verdict['level'], DoctorTextKey, Verdict])[] = [
  ['ok', 'doctor.node', judgeNode('24.1.0')],
  ['bad', 'doctor.node.old', judgeNode('22.9.0')],
  ['ok', 'doctor.memory', judgeMemory(8 * GB, 4 * GB)],
  ['warn', 'doctor.memory.small', judgeMemory(2 * GB, GB)],
  ['bad', 'doctor.memory.small', judgeMemory(8 * GB, 0.1 * GB)],
  ['ok', 'doctor.worker', judgeWorker(true)],
  ['bad', 'doctor.worker.missing', judgeWorker(false)],
  ['ok', 'doctor.tcp.free', judgeWebPort(8080, { state: 'free' })],
  ['ok', 'doctor.tcp.ours', judgeWebPort(8080, { state: 'ours', unready: [] })],
  ['bad', 'doctor.tcp.unready', judgeWebPort(8080, { state: 'ours', unready: ['media'] })],
  ['bad', 'doctor.tcp.other', judgeWebPort(8080, { state: 'other' })],
  ['bad', 'doctor.tcp.denied', judgeWebPort(80, { state: 'denied', error: 'EACCES' })],
  ['ok', 'doctor.media.free', media({})],
  ['ok', 'doctor.media.ours', media({ serverRuns: true, taken: [44_400] })],
  ['bad', 'doctor.media.taken', media({ taken: [44_401] })],
  ['warn', 'doctor.media.random', media({ first: 0 })],
  ['warn', 'doctor.certificate.none', certificate({ state: 'none' })],
  ['ok', 'doctor.certificate.localhost', certificate({ state: 'localhost' })],
  ['ok', 'doctor.certificate.later', certificate({ state: 'later' })],
  ['warn', 'doctor.certificate.proxy', certificate({ state: 'proxy', url: 'https://a.example' })],
  ['ok', 'doctor.certificate.own', certificate(seen())],
  ['ok', 'doctor.certificate.public', certificate(seen({ isOwn: false }))],
  ['bad', 'doctor.certificate.untrusted', certificate(seen({ error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }))],
  ['warn', 'doctor.certificate.lacks', certificate(seen({ lacks: ['10.0.0.2'] }))],
  ['warn', 'doctor.certificate.short', certificate(seen({ notAfterMs: nowMs + 13 * DAY_MS }))],
  ['ok', 'doctor.ffmpeg', judgeFfmpeg('7.1')],
  ['warn', 'doctor.ffmpeg.missing', judgeFfmpeg(null)],
  ['ok', 'doctor.office', judgeOffice('soffice')],
  ['warn', 'doctor.office.missing', judgeOffice(null)],
  ['ok', 'doctor.font', judgeFont('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')],
  ['warn', 'doctor.font.missing', judgeFont(null)],
  ['ok', 'doctor.disk', written(50, 8)],
  ['warn', 'doctor.disk.small', written(3, 8)],
  ['bad', 'doctor.disk.small', written(0.5, 8)],
  ['warn', 'doctor.disk.slow', written(50, 100)],
  ['bad', 'doctor.disk.slow', written(50, 300)],
  ['bad', 'doctor.disk.denied', judgeDisk('/data', { state: 'denied', error: 'EACCES' })],
  ['ok', 'doctor.clock', clock({})],
  ['ok', 'doctor.clock', clock({ boardMs: null })],
  ['bad', 'doctor.clock.past', clock({ nowMs: Date.UTC(1970, 0, 2) })],
  ['warn', 'doctor.clock.drift', clock({ boardMs: nowMs - 8 * 3_600_000 })],
  ['warn', 'doctor.clock.utc', clock({ zone: 'UTC' })],
  ['ok', 'doctor.database.new', judgeDatabase({ state: 'new' })],
  ['ok', 'doctor.database', judgeDatabase({ state: 'whole', stepCount: 9 })],
  ['bad', 'doctor.database.broken', judgeDatabase({ state: 'broken', error: 'SQLITE_NOTADB' })],
  ['bad', 'doctor.database.away', judgeDatabase({ state: 'away', error: 'ECONNREFUSED' })],
];

test.each(cases)('%s %s', (level, what, verdict) => {
  expect(verdict).toMatchObject({ level, what });
  expectSaid(verdict);
});

test.each(certificateProblem.options)('a certificate that is %s has its own sentence', (problem) => {
  const verdict = certificate({ state: 'problem', problem, name: 'class.example.edu' });
  expect(verdict).toMatchObject({ level: 'bad', what: `doctor.certificate.${problem}` });
  expectSaid(verdict);
});

describe('datagrams to announced addresses', () => {
  test('loopback alone reaches no other device', () => {
    const [verdict, ...more] = judgeEchoes([{ address: '127.0.0.1', state: 'heard', tripMs: 0.1 }]);
    expect(more).toEqual([]);
    expect(verdict).toMatchObject({ level: 'warn', what: 'doctor.udp.onlyHere' });
  });

  test('each outward address has its line, and what cannot be known from here is said', () => {
    const verdicts = judgeEchoes([
      { address: '127.0.0.1', state: 'silent' },
      { address: '192.168.1.10', state: 'heard', tripMs: 0.4 },
      { address: '192.168.1.11', state: 'silent' },
      { address: '203.0.113.5', state: 'elsewhere' },
    ]);
    expect(verdicts.map(({ level }) => level)).toEqual(['ok', 'bad', 'warn']);
    for (const verdict of verdicts) expectSaid(verdict);
  });
});

describe('the store of recordings', () => {
  test('has a way out for everything that may be wrong with it, and no line where nobody wishes for one', () => {
    const place = 's3.example.edu/lessons';
    for (const trouble of storeTrouble.options) {
      const [verdict] = judgeObjects({ state: 'fails', place, trouble, error: `${trouble} (GET 403)` });
      if (verdict === undefined) throw new Error('nothing said');
      expect(verdict).toMatchObject({ level: 'bad', out: `doctor.objects.${trouble}.out` });
      expectSaid(verdict);
    }
    const [works] = judgeObjects({ state: 'works', place });
    expect(works).toMatchObject({ level: 'ok', params: { place } });
    expect(judgeObjects({ state: 'none' })).toEqual([]);
  });
});

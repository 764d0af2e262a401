import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../shared/attendance.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../../test/support/registers.ts';
import { createSessionMemory } from '../../test/support/session-memory.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import { planningMigrations } from '../planning/planning.migrations.ts';
import { createPlanning } from '../planning/planning.module.ts';
import { silentLog } from '../platform/log.ts';
import { attendanceMigrations } from './attendance.migrations.ts';
import { createAttendance } from './attendance.module.ts';

let registers: Registers;
let county: TestCounty;
let attendance: ReturnType<typeof createAttendance>;
/** The registers' clock stands at 16 September 2026. */
const OCTOBER = localDate.parse('2026-10-01');
const wish: RouteBody<'threshold.set'> = {
  ...defaultThresholds,
  connectedRatio: 1,
  expectedVersion: 0,
  validFrom: OCTOBER,
  reason: '教育局 2026 年第 12 号文',
};

beforeEach(async () => {
  registers = await openRegisters(permit, [...planningMigrations, ...attendanceMigrations]);
  county = await enterCounty(registers);
  attendance = createAttendance({
    ...registers,
    ...{ log: silentLog, permit, sessions: createSessionMemory().reader },
    jobs: { every: () => undefined, stop: async () => undefined },
    directory: registers.directory.reader,
    planning: createPlanning({ ...registers, agendaChanged: () => undefined }).reader,
  });
});
afterEach(() => registers.close());

const { requestId, cookies } = { requestId: 'r', cookies: {} };
const context = (actor: TestCounty['countyAdmin']) => ({
  ...{ actor, requestId, cookies, address: '127.0.0.1' },
  setCookie: () => undefined,
});
async function change(changes: Partial<RouteBody<'threshold.set'>> = {}, actor = county.countyAdmin) {
  const answer = await attendance.routes['threshold.set'](context(actor), { ...wish, ...changes });
  return answer.ok ? 'ok' : answer.error;
}

describe('a change that is none', () => {
  test.each([
    ['heldRatio', 1.01],
    ['heldRatio', 0.05],
    ['connectedRatio', -0.1],
    ['regularWeekRatio', 0],
    ['punctualMs', 30 * 60_000 + 1],
    ['punctualMs', 0.5],
    ['serviceableDays', 0],
  ])('%s %s lies outside of its range', async (field, value) => {
    expect(await change({ [field]: value })).toMatchObject({
      code: 'INVALID_VALUE',
      params: { field, reason: 'range' },
    });
  });

  test('one that would judge again what was judged, one from somebody of a part of the tree, one that comes too late', async () => {
    const today = localDate.parse('2026-09-16');
    expect(await change({ validFrom: today })).toMatchObject({
      code: 'INVALID_VALUE',
      params: { field: 'validFrom' },
    });
    expect(await change({}, county.eastAdmin)).toMatchObject({ code: 'FORBIDDEN' });
    const inspector = actorOf(county.countyAdmin.personId, null, [
      county.inRegion('inspector', county.county.id),
    ]);
    expect(await change({}, inspector)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await change({ expectedVersion: 1 })).toMatchObject({ code: 'CONFLICT' });
    expect(await attendance.reader.thresholdsOn(OCTOBER)).toEqual(defaultThresholds);
  });
});

test('thresholds hold from their day on, and those before until then; every version keeps who changed it and why', async () => {
  expect(await change()).toBe('ok');
  expect(await change()).toMatchObject({ code: 'CONFLICT' });
  const november = localDate.parse('2026-11-01');
  const back = { connectedRatio: 0.8, expectedVersion: 1, validFrom: november, reason: '恢复' };
  expect(await change(back)).toBe('ok');
  const { thresholdsOn } = attendance.reader;
  const strict = { ...defaultThresholds, connectedRatio: 1 };
  expect(await thresholdsOn(localDate.parse('2026-09-30'))).toEqual(defaultThresholds);
  expect(await thresholdsOn(OCTOBER)).toEqual(strict);
  expect(await thresholdsOn(localDate.parse('2026-10-31'))).toEqual(strict);
  expect(await thresholdsOn(november)).toEqual(defaultThresholds);
  const list = await attendance.routes['threshold.list'](context(county.lecturer), {});
  expect(list).toMatchObject({
    value: {
      defaults: defaultThresholds,
      versions: [
        { version: 1, validFrom: OCTOBER, byName: '县管理员', reason: wish.reason, thresholds: strict },
        {
          version: 2,
          validFrom: november,
          byName: '县管理员',
          reason: '恢复',
          thresholds: defaultThresholds,
        },
      ],
    },
  });
});

import { expect, test } from 'vitest';
import { type SessionAttendance, sessionAttendance } from '../../shared/attendance.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { nth, PLANNED_START_MS } from '../../test/support/session-log.ts';
import { attendanceCsv } from './attendance.csv.ts';

const lost = { kind: 'lost', cause: 'timeout' } as const;
const facts = (schoolName = '石桥教学点'): SessionAttendance =>
  sessionAttendance.parse({
    lessonId: nth.lesson(1),
    sessionId: nth.session(1),
    plannedMs: 2_400_000,
    lessonMs: 2_370_000,
    startedAtMs: PLANNED_START_MS,
    endedAtMs: null,
    rooms: [
      {
        roomId: nth.room(1),
        roomName: '一号教室',
        schoolId: nth.school(1),
        schoolName,
        className: null,
        attendance: {
          seat: seatOfRoom(nth.room(1)),
          stays: [{ fromMs: 0, toMs: 1, ending: lost }],
          connectedMs: 2_000_000,
          cameraMs: 0,
          firstConnectedAtMs: PLANNED_START_MS,
        },
        punctual: true,
        headCount: null,
        verdict: { state: 'invalid', reason: 'no-head-count' },
        attention: { turnCount: 2, onAirMs: 90_000, lastTurnAtMs: null, handCount: 1, handWaitMs: 30_000 },
        quality: null,
        cause: null,
      },
    ],
    leadingRoom: null,
    people: [
      {
        personId: nth.person(1),
        name: '李老师',
        schoolName: '中心小学',
        part: 'lecturer',
        attendance: {
          seat: seatOfPerson(nth.person(1)),
          stays: [],
          connectedMs: 0,
          cameraMs: 0,
          firstConnectedAtMs: null,
        },
      },
    ],
    viewers: { count: 3, watchedMs: 90_000 },
    balance: { remoteTurnCount: 2, ownTurnCount: 1, remoteRatio: 2 / 3, evenRatio: null },
    questions: [
      {
        kind: 'single',
        optionCount: 3,
        askedAtMs: PLANNED_START_MS,
        answers: [{ roomName: '一号教室', schoolName, answer: { kind: 'counts', counts: [11, 6, 0] } }],
      },
    ],
  });
const rows = (csv: string): string[] => csv.split('\r\n');

test('what nobody counted is an empty cell, never a 0', () => {
  const [row] = rows(attendanceCsv(facts(), 'en')).filter((line) => line.startsWith('石桥'));
  expect(row).toBe(
    '石桥教学点,一号教室,,33.3,0,2026-03-02T00:00:00.000Z,1,yes,,,,Not valid,No head-count and no confirmation was entered.,2,1.5,1,0.5',
  );
});

test.each(['=1+2', '+1', '-1', '@SUM(A1)'])('a name that a spreadsheet would run (%j) stays text', (name) => {
  expect(attendanceCsv(facts(name), 'zh-CN')).toContain(`'${name}`);
});

test('parts stand apart, in the asker’s language; what a lesson does not have is left out', () => {
  const csv = attendanceCsv(facts(), 'zh-CN');
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  expect(rows(csv)).toContain('李老师,中心小学,主讲,0,0');
  expect(rows(csv)).toContain('观众,3');
  expect(csv).not.toContain('本班（');
  const seminar = attendanceCsv({ ...facts(), rooms: [], viewers: null }, 'zh-CN');
  expect(seminar).not.toContain('听讲教室');
  expect(seminar).not.toContain('观众');
});

test('the share of remote turns stands beside what it means; what cannot be said is an empty cell', () => {
  const csv = rows(attendanceCsv(facts(), 'en'));
  expect(csv).toContain('Remote share,67%,turns of remote rooms ÷ all recorded turns');
  expect(csv).toContain('Evenness among rooms,,fewest turns ÷ most turns among rooms that took part');
});

test('an answer is a line with its pupils by option', () => {
  const line = '2026-03-02T00:00:00.000Z,One choice,石桥教学点,一号教室,11,6,0,,,';
  expect(attendanceCsv(facts(), 'en')).toContain(line.replace(/,+$/, ''));
  expect(attendanceCsv({ ...facts(), questions: [] }, 'en')).not.toContain('One choice');
});

test('a settled lesson tells how each room’s line did and why it does not count, and what was not measured is empty', () => {
  const before = attendanceCsv(facts(), 'en');
  expect(before).not.toContain('Line and device');
  const { rooms, ...rest } = facts();
  const [room] = rooms;
  if (room === undefined) throw new Error('no room');
  const quality = {
    stepMs: [0, 60_000, 0, 0, 0, 2_280_000],
    ...{ freezeCount: 3, frozenMs: 4_440, lossRatio: 0.0312, worstLossRatio: null },
    ...{ reconnectCount: 1, silentMs: 30_000, roundTripMs: 41.6, firstFrameMs: null },
  };
  const text = attendanceCsv({ ...rest, rooms: [{ ...room, quality, cause: 'line' }] }, 'en');
  const lines = text.split('\r\n');
  const at = lines.indexOf('Line and device');
  expect(lines[at + 1]).toMatch(/^School,Classroom,Minutes: Everything,.*,Why it does not count$/);
  expect(lines[at + 2]).toBe('石桥教学点,一号教室,38,0,0,0,1,0,0.5,3,4.4,3.1%,,1,42,,The line failed');
  const unmeasured = attendanceCsv({ ...rest, rooms: [{ ...room, cause: 'room-offline' }] }, 'zh-CN').split(
    '\r\n',
  );
  expect(unmeasured[unmeasured.indexOf('线路与设备') + 2]).toBe(
    `石桥教学点,一号教室${','.repeat(15)}教室离线`,
  );
});

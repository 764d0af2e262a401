import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordingId as recordingIdSchema } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import { lessonKind } from '../../shared/lesson.ts';
import { streamSource } from '../../shared/media.ts';
import { seatOfPerson, seatOfRoom, seatPart } from '../../shared/session/session.events.ts';
import { mayRecordStage, modesOf } from '../../shared/session/session.policy.ts';
import { emptySession, type SessionState, type Stream } from '../../shared/session/session.state.ts';
import { nth, nthId, planOf } from '../../test/support/session-log.ts';
import { recordedStreams, start } from './recording.rules.ts';

const recordingId = recordingIdSchema.parse(nthId(1));
const rows = lessonKind.options.flatMap((kind) => modesOf(kind).map((mode) => ({ kind, mode })));

type Sent = { readonly n: number; readonly part: Stream['part']; readonly source: Stream['source'] };
const seatOf = ({ n, part }: Sent) =>
  part === 'room' ? seatOfRoom(nth.room(n)) : seatOfPerson(nth.person(n));

/** A live lesson with these streams, and these of their senders called on stage. */
function lesson(
  row: (typeof rows)[number],
  { sent, called, stage }: { sent: readonly Sent[]; called: readonly number[]; stage: true | undefined },
): SessionState {
  const streams = Object.fromEntries(
    sent.map((each, place) => [
      nth.stream(place + 1),
      {
        ...{ streamId: nth.stream(place + 1), connectionId: nth.connection(each.n), codec: 'x' },
        ...{ seat: seatOf(each), part: each.part, source: each.source },
      },
    ]),
  );
  return {
    ...emptySession(nth.session(1)),
    plan: planOf([2], row),
    phase: { state: 'live', startedAtMs: 0 } as SessionState['phase'],
    lecturerId: nth.person(1),
    streams: streams as SessionState['streams'],
    stage: called.map((n) => ({ seat: seatOfRoom(nth.room(n)), sinceMs: 0, untilMs: null })),
    recording: { recordingId, licence: 'parties', stage, startedAtMs: 0, now: { state: 'running' } },
  };
}

const anyLesson = fc.record({
  row: fc.constantFrom(...rows),
  sent: fc.array(
    fc.record({
      n: fc.integer({ min: 1, max: 4 }),
      part: fc.constantFrom(...seatPart.options),
      source: fc.constantFrom(...streamSource.options),
    }),
    { maxLength: 12 },
  ),
  called: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
  stage: fc.constantFrom(true as const, undefined),
});

test('only a master lesson whose recording is to hold the stage has anybody else than who leads in it', () => {
  expect(rows.filter(mayRecordStage).map(({ kind, mode }) => `${kind} ${mode}`)).toEqual([
    'master seminar',
    'master observation',
  ]);
  fc.assert(
    fc.property(anyLesson, ({ row, ...given }) => {
      const state = lesson(row, given);
      for (const { streamId, leads, source } of recordedStreams(state)) {
        const { part, seat } = state.streams[streamId] as Stream;
        expect(source).not.toBe('line');
        if (leads) expect(['lecturer', 'host']).toContain(part);
        else {
          expect([row.kind, given.stage]).toEqual(['master', true]);
          expect(
            part === 'member' || (part === 'room' && state.stage.some((each) => each.seat === seat)),
          ).toBe(true);
        }
      }
    }),
  );
});

test('who is on stage is recorded for as long as they are, each under the own seat', () => {
  const sent: Sent[] = [
    { n: 1, part: 'lecturer', source: 'voice' },
    { n: 2, part: 'room', source: 'camera' },
    { n: 2, part: 'room', source: 'voice' },
    { n: 3, part: 'room', source: 'camera' },
  ];
  const row = { kind: 'master', mode: 'observation' } as const;
  const held = (called: readonly number[], stage: true | undefined) =>
    recordedStreams(lesson(row, { sent, called, stage })).map(({ seat, source }) => `${seat} ${source}`);
  const lecturer = `${seatOfPerson(nth.person(1))} voice`;
  expect(held([2], undefined)).toEqual([lecturer]);
  expect(held([], true)).toEqual([lecturer]);
  expect(held([2], true)).toEqual([
    lecturer,
    `${seatOfRoom(nth.room(2))} camera`,
    `${seatOfRoom(nth.room(2))} voice`,
  ]);
});

test('the stage of a lesson that never records it is refused', () => {
  for (const row of rows) {
    const state = { ...lesson(row, { sent: [], called: [], stage: undefined }), recording: null };
    const asked = start(state, { recordingId, licence: 'parties', stage: true }, 0);
    if (mayRecordStage(row)) expect(asked.ok && asked.value[0]?.body).toMatchObject({ stage: true });
    else expect(asked, `${row.kind} ${row.mode}`).toEqual(fail('INVALID_STATE'));
  }
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Recorder, Take, TakeEnd } from '../../sfu/index.ts';
import { recordingId as recordingIdSchema, type StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { StreamSource } from '../../shared/media.ts';
import { viewOf } from '../../shared/session/session.audience.ts';
import {
  type SeatPart,
  type SessionEvent,
  type SessionFact,
  seatOfPerson,
  seatOfRoom,
} from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { emptySession, type SessionState } from '../../shared/session/session.state.ts';
import { madePiece } from '../../test/support/pieces.ts';
import { lessonEntry } from '../../test/support/session-house.ts';
import { nth, nthId, planOf } from '../../test/support/session-log.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import { silentLog } from '../platform/log.ts';
import type { CommitListener } from '../session/session.types.ts';
import { recordedStreams, start, stop } from './recording.rules.ts';
import { RecordingService } from './recording.service.ts';
import type { ClosedPiece, Gap, Missed, Piece, Recording, RecordingStore } from './recording.types.ts';

const SESSION = nth.session(1);
const START_MS = 1_800_000_000_000;
const folder = mkdtempSync(join(tmpdir(), 'sanketang-recording-'));
const second = madePiece({ kind: 'sound', seconds: 1 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows in memory, as the contract has it. */
class Rows implements RecordingStore {
  recordings: Recording[] = [];
  pieces: Piece[] = [];
  gaps: Gap[] = [];
  missed: Missed[] = [];
  #change<T extends { id: string }>(rows: T[], id: string, change: Partial<T>): T[] {
    return rows.map((row) => (row.id === id ? { ...row, ...change } : row));
  }
  open = async (recording: Recording): Promise<void> => {
    this.recordings.push(recording);
  };
  close = async (id: string, endedAtMs: number): Promise<void> => {
    this.recordings = this.#change(this.recordings, id, { endedAtMs });
  };
  removed = async () => undefined;
  addPiece = async (piece: Piece): Promise<void> => {
    this.pieces.push(piece);
  };
  closePiece = async (id: string, closed: ClosedPiece): Promise<void> => {
    this.pieces = this.#change(this.pieces, id, { closed });
  };
  dropPiece = async (id: string): Promise<void> => {
    this.pieces = this.pieces.filter((each) => each.id !== id);
  };
  addGap = async (_id: string, gap: Gap): Promise<void> => {
    this.gaps.push(gap);
  };
  addMissed = async (_id: string, missed: Missed): Promise<void> => {
    this.missed.push(missed);
  };
  missedOf = async () => this.missed;
  read = async (id: string) => this.recordings.find((each) => each.id === id) ?? null;
  ofSession = async () => this.recordings;
  piecesOf = async () => this.pieces;
  gapsOf = async () => this.gaps;
  running = async () => this.recordings.filter(({ endedAtMs }) => endedAtMs === null);
}

type Running = { readonly streamId: StreamId; readonly path: string; end(why: TakeEnd): Promise<void> };

/** A lesson with its log, and a recorder whose takes are there at once and hold one second. */
function house(rows = new Rows()) {
  let [nowMs, ids, seq] = [START_MS, 0, 0];
  let free: number | null = 10_000;
  let planned: LessonEntry | null = null;
  let state: SessionState = emptySession(SESSION);
  const listeners: CommitListener[] = [];
  const told: string[] = [];
  const takes: Running[] = [];
  const refusals: string[] = [];
  const commit = (
    fact: SessionFact,
    actor: Pick<SessionEvent, 'actorKind' | 'actorId'> = { actorKind: 'server', actorId: 'server' },
  ): void => {
    const place = { sessionId: SESSION, seq: ++seq, recordedAtMs: nowMs, occurredAtMs: nowMs };
    const event = { ...fact, ...place, ...actor } as SessionEvent;
    state = evolve(state, event);
    told.push(fact.type);
    for (const listener of listeners) listener(SESSION, [event], state);
  };
  const recorder: Recorder = {
    available: async () => true,
    async take(_space, streamId, path) {
      const refusal = refusals.shift();
      if (refusal === 'codec') return fail('CODEC_UNSUPPORTED');
      if (refusal !== undefined) return fail(refusal === 'gone' ? 'NOT_FOUND' : 'UNAVAILABLE');
      writeFileSync(path, second);
      const over = Promise.withResolvers<TakeEnd>();
      const end = async (why: TakeEnd) => over.resolve(why);
      const take: Take = {
        pid: 1,
        firstFrame: Promise.resolve(nowMs),
        ended: over.promise,
        requestKeyFrame: () => undefined,
        stop: () => end('asked'),
      };
      const running = { streamId, path, end };
      takes.push(running);
      void over.promise.then(() => takes.splice(takes.indexOf(running), 1));
      return ok(take);
    },
  };
  const service = new RecordingService({
    store: rows,
    recorder,
    newId: () => nthId(970_000 + ++ids),
    log: silentLog,
    clock: { nowMs: () => nowMs },
    pathOf: (_recording, piece) => join(folder, `${piece}.mp4`),
    serverId: 'one',
    planning: { lessonOfSession: async () => planned },
    hosts: { carries: () => true },
    sessions: {
      onCommitted(each) {
        listeners.push(each);
        return () => undefined;
      },
      stateOf: async () => state,
    },
    door: {
      command: async () => ok({}),
      record: async (_session, fact) => commit(fact),
    },
    freeBytes: async () => free,
    keepFreeBytes: 1_000,
  });
  const lecturer = { actorKind: 'person', actorId: nth.person(1) } as const;
  const decided = (facts: ReturnType<typeof start>) => {
    if (!facts.ok) throw new Error(facts.error.code);
    for (const { occurredAtMs: _, ...fact } of facts.value) commit(fact as SessionFact, lecturer);
  };
  return {
    ...{ rows, service, told, takes, refusals, commit },
    state: () => state,
    /** Lets everything happen that waits for nothing outside. */
    async quiet() {
      for (let n = 0; n < 40; n += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        await service.settled();
      }
    },
    pass: (ms: number) => (nowMs += ms),
    room: (bytes: number) => (free = bytes),
    plan: (recording: LessonEntry['fields']['recording']) =>
      (planned = lessonEntry([2], 1, recording === undefined ? {} : { recording })),
    join: (n: number, part: SeatPart, person = n) =>
      commit({
        type: 'presence.joined',
        body: {
          connectionId: nth.connection(n),
          seat: part === 'room' ? seatOfRoom(nth.room(n)) : seatOfPerson(nth.person(person)),
          part,
          deviceId: null,
        },
      }),
    publish: (n: number, connection: number, source: StreamSource) =>
      commit({
        type: 'stream.published',
        body: { streamId: nth.stream(n), connectionId: nth.connection(connection), source, codec: 'x' },
      }),
    record: (stage?: true) => {
      const recordingId = recordingIdSchema.parse(nthId(960_000 + ++ids));
      decided(start(state, { recordingId, licence: 'parties', stage }, nowMs));
    },
    endRecording: () => decided(stop(state, nowMs)),
  };
}

async function lesson(given = house(), plan: Parameters<typeof planOf>[1] = {}) {
  await given.service.begin();
  given.commit({ type: 'session.opened', body: { plan: planOf([2], plan) } });
  given.join(1, 'lecturer');
  given.join(2, 'room');
  given.commit({ type: 'session.started', body: { lecturerId: nth.person(1) } });
  given.publish(1, 1, 'voice');
  given.publish(2, 1, 'camera');
  given.publish(3, 2, 'camera');
  // Who has no media is not called on stage.
  for (const n of [1, 2])
    given.commit({ type: 'media.connected', body: { connectionId: nth.connection(n) } });
  await given.quiet();
  return given;
}
const sent = ({ takes }: { takes: readonly Running[] }) => takes.map(({ streamId }) => streamId).toSorted();

describe('what is recorded', () => {
  test('is nothing before anybody asks, nor before the start; then the leading side alone', async () => {
    const here = house();
    expect(
      start(here.state(), { recordingId: recordingIdSchema.parse(nthId(1)), licence: 'parties' }, 0),
    ).toEqual(fail('LESSON_NOT_LIVE'));
    await lesson(here);
    expect(here.takes).toEqual([]);
    here.record();
    await untilRecorded(here, 2);
    expect(here.rows.recordings).toMatchObject([{ licence: 'parties', startedBy: nth.person(1) }]);
    here.commit({ type: 'stage.called', body: { seat: seatOfRoom(nth.room(2)) } });
    expect(here.state().stage).toHaveLength(1);
    here.publish(4, 2, 'voice');
    await here.quiet();
    expect(sent(here)).toEqual([nth.stream(1), nth.stream(2)]);
    expect(recordedStreams(here.state()).map(({ source }) => source)).toEqual(['voice', 'camera']);
    expect(here.rows.pieces.every(({ seat }) => seat === seatOfPerson(nth.person(1)))).toBe(true);
  });

  test('is a lesson from its start on where its plan says so, under the licence that stands there', async () => {
    const not = house();
    not.plan({ on: false, licence: 'public' });
    await lesson(not);
    expect([not.takes, not.state().recording]).toEqual([[], null]);
    const planned = house();
    planned.plan({ on: true, licence: 'region' });
    await lesson(planned);
    await untilRecorded(planned, 2);
    expect(planned.rows.recordings).toMatchObject([{ licence: 'region', endedAtMs: null, startedBy: null }]);
    expect(planned.told.filter((type) => type.startsWith('recording.'))).toEqual(['recording.started']);
  });

  test('is never the private line, nor a picture twice', async () => {
    const here = await lesson();
    here.record();
    await untilRecorded(here, 2);
    here.publish(5, 1, 'line');
    here.commit({
      type: 'stream.published',
      body: {
        streamId: nth.stream(6),
        connectionId: nth.connection(1),
        source: 'camera',
        codec: 'x',
        compatible: true,
      },
    });
    await here.quiet();
    expect(sent(here)).toEqual([nth.stream(1), nth.stream(2)]);
  });
});

describe('the stage', () => {
  const seat = seatOfRoom(nth.room(2));
  const called = { type: 'stage.called', body: { seat, limitMs: 60_000 } } as const;
  const released = { type: 'stage.released', body: { seat, reason: 'command' } } as const;
  let here: Awaited<ReturnType<typeof lesson>>;
  beforeEach(async () => {
    here = house();
    here.plan({ on: true, licence: 'parties', stage: true });
    await lesson(here, { kind: 'master', mode: 'observation' });
    await untilRecorded(here, 2);
    expect(here.state().recording?.stage).toBe(true);
  });

  test('is recorded from the call to its end, and left alone before and after', async () => {
    here.commit(called);
    here.publish(4, 2, 'voice');
    await until(() => here.rows.pieces.length === 4);
    expect(sent(here)).toEqual([1, 2, 3, 4].map(nth.stream).toSorted());
    here.commit(released);
    await until(() => here.rows.pieces.filter(({ closed }) => closed !== null).length === 2);
    await here.quiet();
    expect(sent(here)).toEqual([nth.stream(1), nth.stream(2)]);
    const others = here.rows.pieces.filter((piece) => piece.seat !== seatOfPerson(nth.person(1)));
    expect(others.map((piece) => [piece.seat, piece.source, piece.closed !== null])).toEqual([
      [seat, 'camera', true],
      [seat, 'voice', true],
    ]);
    expect(here.rows.gaps).toEqual([]);
  });

  test('keeps nobody waiting who has left it: what broke there is over', async () => {
    here.commit(called);
    await until(() => here.rows.pieces.length === 3);
    here.room(999);
    await here.service.look();
    here.commit(released);
    here.room(2_000);
    here.pass(5_000);
    await here.service.look();
    await untilTold(here, 'recording.resumed');
    expect(sent(here)).toEqual([nth.stream(1), nth.stream(2)]);
    expect(here.state().recording?.now.state).toBe('running');
  });

  test('is not in the recording of a delivery lesson, whatever its plan says', async () => {
    const delivery = house();
    delivery.plan({ on: true, licence: 'parties', stage: true });
    await lesson(delivery);
    delivery.commit(called);
    await untilRecorded(delivery, 2);
    await delivery.quiet();
    expect(sent(delivery)).toEqual([nth.stream(1), nth.stream(2)]);
    expect(delivery.state().recording?.stage).toBeUndefined();
  });

  test('stands again in the recording that follows when the lesson is reopened', async () => {
    here.commit({ type: 'session.ended', body: { reason: 'lecturer', eventCount: 1, head: '' } });
    await until(() => here.rows.recordings[0]?.endedAtMs !== null);
    here.commit({ type: 'session.reopened', body: {} });
    await until(() => here.rows.recordings.length === 2);
    expect(here.state().recording?.stage).toBe(true);
  });
});

describe('a recording', () => {
  let here: Awaited<ReturnType<typeof lesson>>;
  beforeEach(async () => {
    here = await lesson();
    here.record();
    await untilRecorded(here, 2);
  });

  test('ends when it is stopped, with all its pieces closed', async () => {
    here.pass(5_000);
    here.endRecording();
    await until(() => here.rows.recordings[0]?.endedAtMs !== null);
    expect(here.takes).toEqual([]);
    expect(here.rows.recordings[0]).toMatchObject({ endedAtMs: START_MS + 5_000 });
    expect(here.rows.pieces.map(({ closed }) => closed?.codec)).toEqual(['opus', 'opus']);
    expect(here.rows.gaps).toEqual([]);
    expect(here.state().recording).toBeNull();
  });

  test('ends with its lesson, and another begins when that is reopened', async () => {
    here.commit({ type: 'session.ended', body: { reason: 'lecturer', eventCount: 1, head: '' } });
    await until(() => here.rows.recordings[0]?.endedAtMs !== null);
    expect(here.rows.recordings.map(({ endedAtMs }) => endedAtMs)).toEqual([START_MS]);
    here.commit({ type: 'session.reopened', body: {} });
    await until(() => here.rows.recordings.length === 2);
    expect(here.rows.recordings.map(({ endedAtMs }) => endedAtMs)).toEqual([START_MS, null]);
    expect(here.state().recording?.now.state).toBe('running');
  });

  test('goes on by itself when what writes it dies, and marks the gap', async () => {
    here.pass(3_000);
    await here.takes.find(({ streamId }) => streamId === nth.stream(2))?.end('writer');
    await untilTold(here, 'recording.resumed');
    expect(sent(here)).toEqual([nth.stream(1), nth.stream(2)]);
    expect(here.rows.gaps).toEqual([{ fromMs: expect.closeTo(1_000, -2), toMs: 3_000, cause: 'recorder' }]);
    expect(here.told.filter((type) => type.startsWith('recording.'))).toEqual([
      'recording.started',
      'recording.interrupted',
      'recording.resumed',
    ]);
  });

  test('goes on with the streams that come after the media failed', async () => {
    here.commit({ type: 'media.failed', body: { cause: 'worker-died' } });
    for (const take of [...here.takes]) await take.end('space');
    await untilTold(here, 'recording.interrupted');
    here.pass(400);
    here.publish(7, 1, 'voice');
    await untilTold(here, 'recording.resumed');
    expect(sent(here)).toEqual([nth.stream(7)]);
    expect(here.rows.gaps.map(({ cause }) => cause)).toEqual([]);
  });

  test('marks where nobody led: from what was heard last until somebody is heard again', async () => {
    here.pass(3_000);
    here.commit({ type: 'presence.lost', body: { connectionId: nth.connection(1), cause: 'timeout' } });
    await until(() => here.takes.length === 0);
    await here.quiet();
    here.pass(20_000);
    here.join(11, 'lecturer', 1);
    here.publish(11, 11, 'voice');
    here.publish(12, 11, 'camera');
    await until(() => here.rows.gaps.length > 0);
    await untilRecorded(here, 2);
    expect(here.rows.gaps).toEqual([{ fromMs: expect.closeTo(1_000, -2), toMs: 23_000, cause: 'away' }]);
    expect(here.told).not.toContain('recording.interrupted');
  });

  test('marks nothing where whoever leads switches off what they send, or until its end when they are gone', async () => {
    for (const n of [1, 2])
      here.commit({ type: 'stream.closed', body: { streamId: nth.stream(n), reason: 'requested' } });
    await until(() => here.takes.length === 0);
    here.publish(11, 1, 'voice');
    await untilRecorded(here, 1);
    expect(here.rows.gaps).toEqual([]);
    here.commit({ type: 'presence.left', body: { connectionId: nth.connection(1), reason: 'closed' } });
    await until(() => here.takes.length === 0);
    await here.quiet();
    here.pass(9_000);
    here.endRecording();
    await until(() => here.rows.recordings[0]?.endedAtMs !== null);
    expect(here.rows.gaps).toEqual([{ fromMs: expect.closeTo(1_000, -2), toMs: 9_000, cause: 'away' }]);
  });

  test('rests while the disk is nearly full and goes on when there is clearly room again', async () => {
    here.room(999);
    await here.service.look();
    expect(here.takes).toEqual([]);
    expect(here.state().recording?.now).toMatchObject({ state: 'interrupted', cause: 'disk' });
    here.pass(60_000);
    here.room(1_050);
    await here.service.look();
    expect(here.takes).toEqual([]);
    here.room(1_200);
    await here.service.look();
    await untilTold(here, 'recording.resumed');
    expect(sent(here)).toEqual([nth.stream(1), nth.stream(2)]);
    expect(here.rows.gaps.map(({ cause, toMs }) => [cause, toMs])).toContainEqual(['disk', 60_000]);
  });

  test('is taken up after a restart, what was being written is closed, and the gap is marked', async () => {
    await here.service.halt();
    const open = here.rows.pieces.map((piece) => ({ ...piece, closed: null }));
    const rows = Object.assign(new Rows(), { recordings: here.rows.recordings, pieces: open });
    const again = house(rows);
    again.commit({ type: 'session.opened', body: { plan: planOf([2]) } });
    again.join(1, 'lecturer');
    again.commit({ type: 'session.started', body: { lecturerId: nth.person(1) } });
    const [{ id: recordingId } = { id: recordingIdSchema.parse(nthId(1)) }] = rows.recordings;
    again.commit({ type: 'recording.started', body: { recordingId, licence: 'parties' } });
    again.pass(9_000);
    await again.service.begin();
    again.publish(8, 1, 'voice');
    await untilTold(again, 'recording.resumed');
    expect(rows.pieces.filter(({ closed }) => closed !== null)).toHaveLength(2);
    expect(rows.gaps).toContainEqual({ fromMs: expect.closeTo(1_000, -2), toMs: 9_000, cause: 'server' });
  });

  test('says once what of it cannot be recorded as it is sent, to whoever leads and for good', async () => {
    here.refusals.push('codec');
    here.publish(9, 1, 'content');
    await untilTold(here, 'recording.missed');
    here.join(3, 'observer');
    await here.quiet();
    expect(sent(here)).toEqual([nth.stream(1), nth.stream(2)]);
    expect(here.told.filter((type) => type === 'recording.missed')).toHaveLength(1);
    expect(here.rows.missed).toEqual([{ seat: seatOfPerson(nth.person(1)), source: 'content' }]);
    const missedBy = (kind: 'lectern' | 'watch') => viewOf(here.state(), { kind }).lesson.recording?.missed;
    expect([missedBy('lectern'), missedBy('watch')]).toEqual([['content'], undefined]);
    here.commit({ type: 'stream.closed', body: { streamId: nth.stream(9), reason: 'requested' } });
    expect(missedBy('lectern')).toBeUndefined();
  });

  test('leaves no file of what came to nothing', async () => {
    here.refusals.push('gone');
    here.publish(9, 1, 'content');
    await until(() => here.refusals.length === 0);
    await here.quiet();
    expect(here.rows.pieces).toHaveLength(2);
    expect(here.rows.pieces.every(({ id }) => existsSync(join(folder, `${id}.mp4`)))).toBe(true);
  });
});

/** The test's own limit ends the wait. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
const untilRecorded = ({ takes, rows }: ReturnType<typeof house>, count: number): Promise<void> =>
  until(() => takes.length === count && rows.pieces.length >= count);
async function untilTold({ told }: { readonly told: readonly string[] }, type: string): Promise<void> {
  await until(() => told.includes(type));
}

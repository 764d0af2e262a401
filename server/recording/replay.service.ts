import type { CoursewareFile } from '../../shared/courseware-file.ts';
import type { PieceId, RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type Replay, type ReplayTrack, recordingPaths } from '../../shared/recording.ts';
import {
  type SeatKey,
  type SessionEvent,
  seatOfPerson,
  seatOfRoom,
} from '../../shared/session/session.events.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { LessonEntry, PlanningReader } from '../planning/planning.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { Gate } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Addresses } from './address.ts';
import type { AssetsService, Seen } from './assets.service.ts';
import type { AssetsStore, LessonMarks, Made, RecordedCaptions } from './assets.types.ts';
import { chaptersOf, slidesOf } from './chapters.rules.ts';
import type { ProgressStore } from './progress.store.ts';
import type { PieceReading } from './recording.reading.ts';
import type { Recording, RecordingStore } from './recording.types.ts';
import { durationOf, gapsIn, replayTracks } from './replay.rules.ts';
import { filledIn, gapsLeft } from './safety.rules.ts';

export type ReplayServiceDeps = {
  readonly assets: Pick<AssetsService, 'see'>;
  readonly store: Pick<AssetsStore, 'madeOf'>;
  readonly recordings: Pick<RecordingStore, 'gapsOf' | 'read'>;
  readonly gate: Pick<Gate, 'find'>;
  readonly reading: PieceReading;
  readonly addresses: Addresses;
  readonly sessions: Pick<SessionReader, 'shownOf'>;
  readonly planning: Pick<PlanningReader, 'card'>;
  /** Which of its pieces are somebody's own copy. */
  readonly copiedIn: (id: RecordingId) => Promise<ReadonlySet<PieceId>>;
  readonly coursewareOf: (sessionId: SessionId) => Promise<readonly CoursewareFile[]>;
  readonly captions: () => Pick<RecordedCaptions, 'tracksOf'>;
  readonly progress: Pick<ProgressStore, 'of'>;
  readonly marks: Pick<LessonMarks, 'has'>;
  readonly clock: Clock;
};

/** Everything that a player needs of one recording. */
export function createReplayService(deps: ReplayServiceDeps) {
  return {
    async replay(actor: Actor, id: RecordingId): Promise<Result<Replay>> {
      const seen = await deps.assets.see(actor, id);
      if (!seen.ok) return seen;
      const [all, own] = await Promise.all([
        replayOf(deps, seen.value),
        actor.kind === 'person' ? deps.progress.of(actor.personId, id) : null,
      ]);
      return ok(own === null ? all : { ...all, progress: own });
    },
    /** For a room whose lesson plays it: whoever planned that could see it. */
    async forLesson(id: RecordingId): Promise<Result<Replay>> {
      const recording = await deps.recordings.read(id);
      if (recording === null) return fail('NOT_FOUND');
      const access = await deps.gate.find(recording.sessionId);
      return access.ok ? ok(await replayOf(deps, { recording, access: access.value })) : access;
    },
  };
}

async function replayOf(deps: ReplayServiceDeps, { recording, access }: Seen): Promise<Replay> {
  const { id, sessionId, startedAtMs } = recording;
  const isRemoved = recording.removedAtMs !== null;
  const [lesson, pieces, events, gaps, made, files, captions, copied, hasMarks] = await Promise.all([
    deps.planning.card(access.lesson, 'ended'),
    isRemoved ? [] : deps.reading.piecesOf(id),
    isRemoved ? [] : deps.sessions.shownOf(sessionId),
    deps.recordings.gapsOf(id),
    deps.store.madeOf([id]),
    deps.coursewareOf(sessionId),
    isRemoved ? [] : deps.captions().tracksOf(recording),
    deps.copiedIn(id),
    isRemoved ? false : deps.marks.has(sessionId),
  ]);
  const durationMs = durationOf(recording, pieces);
  const filled = filledIn(pieces, copied, startedAtMs);
  const told = gapsLeft(gapsIn(gaps, durationMs), filled);
  const roomNames = new Map<SeatKey, string>([
    ...lesson.rooms.map((room) => [seatOfRoom(room.roomId), `${room.schoolName} ${room.name}`] as const),
    ...lesson.members.map((each) => [seatOfPerson(each.personId), each.name] as const),
  ]);
  const coursewareNames = new Map(files.map(({ coursewareId, name }) => [coursewareId, name]));
  const ground = { events, gaps: told, filled, startedAtMs, durationMs, roomNames, coursewareNames };
  const slides = slidesOf(ground);
  const leads = leadingSeats(access.lesson, events);
  return {
    recordingId: id,
    sessionId,
    state: stateOf(recording),
    ...{ subject: lesson.subject, grade: lesson.grade },
    ...{ lecturerName: lesson.lecturer.name, schoolName: lesson.leadingSchool.name },
    ...(lesson.language === undefined ? {} : { language: lesson.language }),
    startedAtMs,
    durationMs,
    tracks: replayTracks(recording, pieces, leads).map((track) => withName(track, roomNames)),
    gaps: told,
    chapters: chaptersOf(ground),
    slides,
    ...(hasMarks ? { marks: recordingPaths.marks(id) } : {}),
    courseware: files
      .filter((file) => slides.some(({ open }) => open?.coursewareId === file.coursewareId))
      .map((file) => ({ ...file, path: recordingPaths.courseware(id, file.coursewareId) })),
    captions,
    thumbnails: isRemoved ? null : thumbnailsOf(made, id),
    address: deps.addresses.give(id, deps.clock.nowMs()),
  };
}

function withName(track: ReplayTrack, names: ReadonlyMap<SeatKey, string>): ReplayTrack {
  const name = track.leads ? undefined : names.get(track.seat);
  return name === undefined ? track : { ...track, name };
}

const stateOf = ({ removedAtMs, endedAtMs }: Recording): Replay['state'] =>
  removedAtMs !== null ? 'removed' : endedAtMs === null ? 'running' : 'closed';

/** Whoever led the lesson at any time, and the lecture room with what stands in it. */
export function leadingSeats(
  { fields }: LessonEntry,
  events: readonly SessionEvent[],
): (seat: SeatKey) => boolean {
  const seats = new Set<string>([seatOfPerson(fields.lecturerId)]);
  for (const event of events)
    if (event.type === 'session.started' || event.type === 'lectern.handed')
      seats.add(seatOfPerson(event.body.lecturerId));
  const points = new Set<string>(fields.rooms.map(({ roomId }) => seatOfRoom(roomId)));
  // A recording host sits in the lecture room; of rooms only the listening ones do not lead.
  return (seat) => seats.has(seat) || !(points.has(seat) || seat.startsWith('person:'));
}

function thumbnailsOf(made: readonly Made[], id: RecordingId): Replay['thumbnails'] {
  const now = made.find(({ kind }) => kind === 'thumbnails')?.now;
  if (now?.state !== 'ready') return null;
  const { everyMs, columns, count, width, height } = now.facts;
  if (everyMs === undefined || columns === undefined || count === undefined) return null;
  if (width === undefined || height === undefined || count === 0) return null;
  return { path: recordingPaths.thumbnails(id), everyMs, columns, count, width, height };
}

import { z } from 'zod';
import { teachingLanguage } from './caption/language.ts';
import { coursewareFile } from './courseware-file.ts';
import { coursewareId, personId, pieceId, recordingId, schoolId, sessionId } from './kernel/ids.ts';
import { type RecordedSource, recordedSource, recordingBreak, recordingLicence } from './recording-kinds.ts';
import { zoom } from './session/session.courseware.ts';
import { seatKey } from './session/session.events.ts';

export {
  type RecordedSource,
  type RecordingBreak,
  type RecordingLicence,
  recordedSource,
  recordingLicence,
} from './recording-kinds.ts';

/** `running` grows; `closed` is whole; `removed` has no bytes any more, by its retention or by a person. */
export const recordingState = z.enum(['running', 'closed', 'removed']);

/** How long an address of bytes opens them, in milliseconds. */
export const RECORDING_ADDRESS_MS = 5 * 60_000;

/**
 * One unbroken stretch of one stream: one append-only fragmented MP4 file. `fromMs` and `toMs` count from the recording's start, by the
 * session's clock.
 */
export const replayPiece = z.object({
  pieceId,
  fromMs: z.int().min(0),
  toMs: z.int().min(0),
  bytes: z.int(),
  /** RFC 6381, e.g. `avc1.42e01f` or `opus`. */
  codec: z.string(),
  /** Pixels; null for sound. */
  size: z.object({ width: z.int(), height: z.int() }).nullable(),
});
export type ReplayPiece = z.infer<typeof replayPiece>;

/**
 * All pieces of one source of one seat, in order and without overlap. Its HLS playlist holds them one after the other with a discontinuity
 * between, so that what is missing takes no time in it: place in the recording ↔ place in the playlist by the pieces.
 */
export const replayTrack = z.object({
  seat: seatKey,
  source: recordedSource,
  /** The side that led the lesson; others are rooms that the lesson's policy let be recorded. */
  leads: z.boolean(),
  /** Who that is, of those who do not lead, as far as it is known. */
  name: z.string().optional(),
  /** Path of its playlist; wants the address's query. */
  playlist: z.string(),
  pieces: z.array(replayPiece),
});
export type ReplayTrack = z.infer<typeof replayTrack>;

export const chapterKind = z.enum(['start', 'page', 'stage', 'question', 'remark', 'gap', 'filled']);
/** A place worth jumping to. `seat` who was on stage; `page` of the courseware; `number` of a question; `filled` came from the lecturer's own copy 本机备份. */
export const replayChapter = z.object({
  atMs: z.int().min(0),
  kind: chapterKind,
  seat: seatKey.optional(),
  roomName: z.string().optional(),
  page: z.int().optional(),
  number: z.int().optional(),
  text: z.string().optional(),
});
export type ReplayChapter = z.infer<typeof replayChapter>;

/** Which page stood on the walls from when on; null none. What audio + slides shows on a narrow line. */
export const replaySlide = z.object({
  atMs: z.int().min(0),
  open: z.object({ coursewareId, name: z.string(), page: z.int(), zoom: zoom.optional() }).nullable(),
});
export type ReplaySlide = z.infer<typeof replaySlide>;

/** A query that opens the bytes of one recording until then. */
export const recordingAddress = z.object({ query: z.string(), untilMs: z.int() });
export type RecordingAddress = z.infer<typeof recordingAddress>;

export const captionTrack = z.object({
  /** BCP 47, e.g. `zh-CN`, `bo`. */
  language: z.string().max(35),
  label: z.string().max(40),
  /** Path of a WebVTT file by the recording's time; wants the address's query. */
  path: z.string(),
});

/** Small pictures for seeking: one JPEG of `columns` × `rows` of them, each `everyMs` apart. */
export const replayThumbnails = z.object({
  path: z.string(),
  everyMs: z.int(),
  columns: z.int(),
  count: z.int(),
  width: z.int(),
  height: z.int(),
});

/** A file whose pages `slides` name: they are not in any picture, so a player draws them. */
export const replayCourseware = coursewareFile.extend({
  /** Wants the address's query. */
  path: z.string(),
});
export type ReplayCourseware = z.infer<typeof replayCourseware>;

/** How far somebody has come in a recording, as only they are told; once it is `finished` they begin anew. */
export const ownProgress = z.object({ positionMs: z.int().min(0), finished: z.boolean() });
export type OwnProgress = z.infer<typeof ownProgress>;

/** How many people signed in played a minute of it or more, and how long it was really played by all of them. */
export const recordingWatched = z.object({ viewerCount: z.int().min(0), playedMs: z.int().min(0) });
export type RecordingWatched = z.infer<typeof recordingWatched>;

/** Everything that a player needs. */
export const replay = z.object({
  recordingId,
  sessionId,
  state: recordingState,
  subject: z.string(),
  grade: z.string(),
  lecturerName: z.string(),
  schoolName: z.string(),
  /** What the lesson was taught in; left out where that is Chinese. */
  language: teachingLanguage.optional(),
  startedAtMs: z.int(),
  durationMs: z.int(),
  tracks: z.array(replayTrack),
  gaps: z.array(z.object({ fromMs: z.int(), toMs: z.int(), cause: recordingBreak })),
  chapters: z.array(replayChapter),
  slides: z.array(replaySlide),
  /** Path of what was drawn on those pages, `replayMarks` as JSON; wants the address's query. Left out where nothing was. */
  marks: z.string().optional(),
  /** Files of `slides` that can still be had. */
  courseware: z.array(replayCourseware).optional(),
  captions: z.array(captionTrack),
  thumbnails: replayThumbnails.nullable(),
  /** Where the asker stood the last time; left out for who is not signed in. */
  progress: ownProgress.optional(),
  address: recordingAddress,
});
export type Replay = z.infer<typeof replay>;

/** Why the object store of recordings does nothing now; what was not moved there yet stays on the server. */
export const storeTrouble = z.enum(['unreachable', 'refused', 'bucket', 'region', 'full', 'clock', 'odd']);

/** A recording in a list. */
export const recordingCard = z.object({
  recordingId,
  sessionId,
  state: recordingState,
  licence: recordingLicence,
  startedAtMs: z.int(),
  durationMs: z.int(),
  bytes: z.int(),
  /** Local date after which its bytes go; null when they stay. */
  keptUntil: z.string().nullable(),
  /** Why somebody settled that; for whoever may change it. */
  keptReason: z.string().optional(),
  subject: z.string(),
  grade: z.string(),
  lecturerId: personId,
  lecturerName: z.string(),
  schoolId,
  schoolName: z.string(),
  language: teachingLanguage.optional(),
  /** Sources that were sent and could not be recorded as they were; left out where there are none. */
  missed: z.array(recordedSource).optional(),
  /** The single MP4 to download. */
  file: z.discriminatedUnion('state', [
    z.object({ state: z.literal('none') }),
    z.object({ state: z.literal('waiting') }),
    z.object({ state: z.literal('composing'), doneRatio: z.number() }),
    z.object({ state: z.literal('ready'), bytes: z.int(), path: z.string() }),
    z.object({ state: z.literal('failed'), reason: z.enum(['disk', 'broken', 'converter']) }),
  ]),
  /** Where its bytes lie, when there is an object store: on the server, there too, there alone; `leaving` it was removed and the store must still say so. */
  place: z.enum(['server', 'both', 'store', 'leaving']).optional(),
  /** Where the asker stood the last time; left out of what they never played. */
  progress: ownProgress.optional(),
  /** For who may change it. */
  watched: recordingWatched.optional(),
  /** What the asker may do: `change` its licence, its keeping and whether it is there at all; have the `file` made. */
  may: z.array(z.enum(['change', 'file'])),
});
export type RecordingCard = z.infer<typeof recordingCard>;

/** What a teaching point without a line takes along. */
export const recordingPackage = z.object({
  recordingId,
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.int(),
      sha256: z.string(),
      /** What people call it, where its path does not say. */
      name: z.string().optional(),
    }),
  ),
  address: recordingAddress,
});
export type RecordingPackage = z.infer<typeof recordingPackage>;

const base = (id: string): string => `/recordings/${id}`;
/** Signed GETs, all with `?until=&sig=` of `recordingAddress`; 404 with no byte for anything else. Range as HTTP has it. */
export const recordingPaths = {
  playlist: (id: string, seat: string, source: RecordedSource): string =>
    `${base(id)}/${encodeURIComponent(seat)}/${source}.m3u8`,
  piece: (id: string, piece: string): string => `${base(id)}/pieces/${piece}.mp4`,
  file: (id: string): string => `${base(id)}/lesson.mp4`,
  thumbnails: (id: string): string => `${base(id)}/thumbnails.jpg`,
  courseware: (id: string, courseware: string): string => `${base(id)}/courseware/${courseware}`,
  marks: (id: string): string => `${base(id)}/marks.json`,
  captions: (id: string, language: string): string => `${base(id)}/captions/${language}.vtt`,
} as const;

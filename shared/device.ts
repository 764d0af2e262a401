import { z } from 'zod';
import { coursewareFile } from './courseware-file.ts';
import { deviceId, roomId, sessionId } from './kernel/ids.ts';
import { lessonCard } from './lesson.ts';
import { roomAudio } from './room-audio.ts';

/** Without 0 O 1 I L: read from a screen eight metres away and typed by hand. 31^8 ≈ 8.5 × 10^11; with ten tries in 15 minutes and a life of 10 minutes it cannot be guessed. */
export const PAIRING_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
export const pairingCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(new RegExp(`^[${PAIRING_ALPHABET}]{8}$`));

/** What a device key looks like in a screen's start address, `/screen#key=…`. */
export const deviceKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A screen as itself: its room and what comes next. Null while unpaired. */
export const agenda = z.object({
  deviceId,
  room: z.object({
    roomId,
    name: z.string(),
    schoolName: z.string(),
    /** How its microphone is to be taken in. */
    audio: roomAudio,
    /** Live captions are shown until somebody at the screen says otherwise. */
    captions: z.literal(true).optional(),
  }),
  lessons: z.array(lessonCard).max(50),
  /** What can be fetched now for those of the lessons that have any 课件; `room.agendaChanged` tells when it is another. */
  courseware: z.array(z.object({ sessionId, files: z.array(coursewareFile) })).default([]),
  /** Which of the lessons were held while this room was not there at their end, of the last hours. */
  missed: z.array(sessionId).default([]),
  serverNowMs: z.int(),
});
export type Agenda = z.infer<typeof agenda>;

/** What a launcher 启动包 is made for. */
export const launcherPlatform = z.enum(['windows', 'linux', 'android']);
export type LauncherPlatform = z.infer<typeof launcherPlatform>;

/**
 * Where a launcher starts: scheme, host and port as a browser writes an origin. No pattern and nothing that any shell, registry or policy
 * file could take for more than text.
 */
export const startOrigin = z
  .string()
  .max(200)
  .regex(
    /^https?:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]{2,45}\])(:[1-9]\d{0,4})?$/,
  );

/** How many rooms get their launchers in one download. */
export const LAUNCHERS_MAX = 100;

/** What stands in a room: a large screen 大屏 that plays lessons by itself, or the PC of a lecture room 主讲电脑, at which people sign in as themselves. */
export const deviceKind = z.enum(['screen', 'lecturePc']);
export type DeviceKind = z.infer<typeof deviceKind>;

/** One browser that holds a device's cookie. A wiped PC is a new place each time. */
export const devicePlace = z.object({
  placeId: z.string().max(64),
  /** System, browser and its version in short, `Windows Edge 120`; empty when it has not said. */
  agent: z.string(),
  /** Network address it last came from; empty when not known. */
  address: z.string(),
  firstSeenAtMs: z.int(),
  lastSeenAtMs: z.int(),
  online: z.boolean(),
});
export type DevicePlace = z.infer<typeof devicePlace>;

/** One device at two places: `now` at this moment; `before`: the first was still in use after the second had come. */
export const deviceDoubt = z.object({ state: z.enum(['now', 'before']), untilMs: z.int() });
export type DeviceDoubt = z.infer<typeof deviceDoubt>;

/** Where a device measures its line: `GET LINE_PATH?bytes=N` answers so many bytes, `POST LINE_PATH` takes as many in. Both at most this many. */
export const LINE_PATH = '/device/line';
export const LINE_BYTES_MAX = 1_048_576;
/** Nothing that we measure over HTTP is faster. */
const RATE_MAX_BPS = 10_000_000_000;

/** What a check found of one part: `none` is not there, `failed` is there and does not work. */
export const partFound = z.enum(['ok', 'none', 'failed']);
export type PartFound = z.infer<typeof partFound>;

/** Whether others would hear themselves out of this room 回声: what its speakers play comes back through its microphone, as that is set. */
export const echoFound = z.enum(['good', 'echo']);
export type EchoFound = z.infer<typeof echoFound>;

/** A check 设备自检 as the device reports it. Rates in bits per second over its own line; null when they could not be measured. */
export const deviceCheck = z.strictObject({
  camera: partFound,
  microphone: partFound,
  speaker: partFound,
  /** Whether the microphone heard the speaker's tone; null when none was played or nothing could listen. Not heard is no failure: a microphone may hang far off. */
  toneHeard: z.boolean().nullable(),
  /** Left out by pages that do not know of it yet; null where nothing was played or heard. No failure of the device: the room has to be set up otherwise. */
  echo: echoFound.nullable().optional(),
  upBps: z.int().min(0).max(RATE_MAX_BPS).nullable(),
  downBps: z.int().min(0).max(RATE_MAX_BPS).nullable(),
});
export type DeviceCheck = z.infer<typeof deviceCheck>;

/** A device is serviceable 完好 when every part of it worked at a check within 14 days. */
export const deviceCheckRecord = z.object({ atMs: z.int(), ...deviceCheck.shape, passed: z.boolean() });
export type DeviceCheckRecord = z.infer<typeof deviceCheckRecord>;

/** Asked for longer ago without an answer, a check will not come any more. */
export const CHECK_TAKES_MS = 180_000;

/** How long a check counts, in whole days. The window is ours. */
export const SERVICEABLE_DAYS = 14;
const SERVICEABLE_MS = SERVICEABLE_DAYS * 86_400_000;

/** Whether every part worked. The line's rates are told beside it: a weak line is not the device's fault. */
export const hasPassed = ({ camera, microphone, speaker }: DeviceCheck): boolean =>
  [camera, microphone, speaker].every((found) => found === 'ok');

/**
 * Whether a device counts as serviceable 完好 at a moment: its last check passed and is at most 14 days old. The serviceable rate 完好率 is
 * devices that do ÷ devices that are not revoked.
 */
export const serviceable = (last: DeviceCheckRecord | null, nowMs: number): boolean =>
  last?.passed === true && nowMs - last.atMs <= SERVICEABLE_MS;

/** What the console on a lecture PC is at: in a lesson it is left alone. */
export const pcDoing = z.enum(['idle', 'preflight', 'lesson']);
export type PcDoing = z.infer<typeof pcDoing>;

/** The lecture PC behind a browser, as its console sees it; `none` for a browser that is nobody's device. */
export const ownPc = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('known'),
    deviceId,
    room: z.object({ roomId, name: z.string(), schoolName: z.string() }),
    lastCheck: deviceCheckRecord.nullable(),
    /** An administrator asks it to check itself: answer with `device.reportPc`. */
    checkWanted: z.boolean(),
  }),
]);
export type OwnPc = z.infer<typeof ownPc>;

/** A device 大屏 or 主讲电脑, as an administrator sees it. */
export const deviceCard = z.object({
  deviceId,
  kind: deviceKind,
  /** Given by an administrator, `Screen at the back`; empty when there is only one. */
  name: z.string(),
  room: z.object({ roomId, name: z.string(), schoolName: z.string() }),
  pairedAtMs: z.int(),
  lastSeenAtMs: z.int().nullable(),
  online: z.boolean(),
  revoked: z.boolean(),
  /** Null: paired by the code that it showed; a lecture PC always. */
  launcher: launcherPlatform.nullable(),
  /** From where it comes in, newest first. */
  places: z.array(devicePlace).max(8),
  doubt: deviceDoubt.nullable(),
  /** Null while it has never said; `wire` is the version of the protocol that its page speaks. */
  version: z.object({ wire: z.int() }).nullable(),
  lastCheck: deviceCheckRecord.nullable(),
  /** A check was asked for at this time and has not been answered yet. */
  checkAskedAtMs: z.int().nullable(),
  /** Its line in the last lesson: the worst loss of a minute, 0..1, and the rate received. Null for a lecture PC. */
  line: z.object({ atMs: z.int(), lossRatio: z.number(), receivedBps: z.int() }).nullable(),
});
export type DeviceCard = z.infer<typeof deviceCard>;

import { z } from 'zod';
import { deviceId, roomId } from './kernel/ids.ts';
import { lessonCard } from './lesson.ts';

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
  room: z.object({ roomId, name: z.string(), schoolName: z.string() }),
  lessons: z.array(lessonCard).max(50),
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

/** One browser that holds a screen's cookie. A wiped PC is a new place each time. */
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

/** One screen's key in use at two places: `now` at this moment; `before`: the first was still in use after the second had come. */
export const deviceDoubt = z.object({ state: z.enum(['now', 'before']), untilMs: z.int() });
export type DeviceDoubt = z.infer<typeof deviceDoubt>;

/** A paired screen 大屏, as an administrator sees it. */
export const deviceCard = z.object({
  deviceId,
  room: z.object({ roomId, name: z.string(), schoolName: z.string() }),
  pairedAtMs: z.int(),
  lastSeenAtMs: z.int().nullable(),
  online: z.boolean(),
  revoked: z.boolean(),
  /** Null: paired by the code that it showed. */
  launcher: launcherPlatform.nullable(),
  /** From where it comes in, newest first. */
  places: z.array(devicePlace).max(8),
  doubt: deviceDoubt.nullable(),
});
export type DeviceCard = z.infer<typeof deviceCard>;

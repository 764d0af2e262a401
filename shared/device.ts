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

/** A paired screen 大屏, as an administrator sees it. */
export const deviceCard = z.object({
  deviceId,
  room: z.object({ roomId, name: z.string(), schoolName: z.string() }),
  pairedAtMs: z.int(),
  lastSeenAtMs: z.int().nullable(),
  online: z.boolean(),
  revoked: z.boolean(),
});
export type DeviceCard = z.infer<typeof deviceCard>;

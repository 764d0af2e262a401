import type { DeviceKind, LauncherPlatform } from '../../shared/device.ts';
import type { DeviceId, RoomId } from '../../shared/kernel/ids.ts';

/** A large screen 大屏 or a lecture PC 主讲电脑 of a room. */
export type Device = {
  readonly id: DeviceId;
  readonly kind: DeviceKind;
  readonly roomId: RoomId;
  readonly pairedAtMs: number;
  readonly lastSeenAtMs: number | null;
  readonly revokedAtMs: number | null;
  /** Null: paired by the code that it showed. */
  readonly launcher: LauncherPlatform | null;
  /** Given by an administrator; empty when they gave none. */
  readonly name: string;
  /** The version of the wire that its page spoke when it last came; null while it has never said. */
  readonly wireVersion: number | null;
  readonly checkAskedAtMs: number | null;
};

/** Who comes in: browser in short and network address. */
export type Visit = { readonly agent: string; readonly address: string };

/** A browser that holds one of a device's cookies. */
export type Place = Visit & {
  readonly placeId: string;
  readonly deviceId: DeviceId;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
};

/** A connection that a screen holds now, or the open console of a lecture PC. */
export type ScreenLine = {
  readonly deviceId: DeviceId;
  readonly placeId: string | undefined;
  readonly lastHeardAtMs: number;
};

/** The same while it is open, with what can be done over it. */
export type OpenLine = ScreenLine & {
  readonly wireVersion: number;
  /** A screen has joined a lesson or its pre-flight; a lecture PC teaches. */
  readonly inLesson: boolean;
  wantCheck(): void;
};

/** How a room's line was in its last lesson. */
export type RoomLine = { readonly atMs: number; readonly lossRatio: number; readonly receivedBps: number };

/** A screen that shows a code and waits for somebody to type it. */
export type Pairing = {
  readonly codeHash: string;
  /** Names the waiting screen by the cookie that it got with the code. */
  readonly pollHash: string;
  readonly expiresAtMs: number;
  /** Null until somebody has typed the code. */
  readonly deviceId: DeviceId | null;
};

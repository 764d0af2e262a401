import type { DeviceId, RoomId } from '../../shared/kernel/ids.ts';

/** A large screen 大屏 paired with a room. */
export type Device = {
  readonly id: DeviceId;
  readonly roomId: RoomId;
  readonly pairedAtMs: number;
  readonly lastSeenAtMs: number | null;
  readonly revokedAtMs: number | null;
};

/** A screen that shows a code and waits for somebody to type it. */
export type Pairing = {
  readonly codeHash: string;
  /** Names the waiting screen by the cookie that it got with the code. */
  readonly pollHash: string;
  readonly expiresAtMs: number;
  /** Null until somebody has typed the code. */
  readonly deviceId: DeviceId | null;
};

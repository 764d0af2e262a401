import type { GrantId, PersonId, RoomId, SessionId } from '../../shared/kernel/ids.ts';

/** For what a code is shown: to help in a room, or to be the lecturer's own phone. */
export type Place =
  | { readonly sessionId: SessionId; readonly roomId: RoomId }
  | { readonly sessionId: SessionId; readonly roomId: null; readonly lecturerId: PersonId };

/** How a grant ended; without any it lasts until midnight. */
export type GrantEnd = 'left' | 'released' | 'replaced';

/** A phone's right to help 助教手机授权. */
export type Grant = {
  readonly id: GrantId;
  readonly sessionId: SessionId;
  readonly roomId: RoomId | null;
  /** Null for a substitute. */
  readonly personId: PersonId | null;
  /** What a substitute typed. Stands here alone, never in the session's log. */
  readonly substituteName: string | null;
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
  readonly ended: { readonly atMs: number; readonly how: GrantEnd } | null;
};

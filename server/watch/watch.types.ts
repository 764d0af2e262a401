import type { PersonId, SessionId } from '../../shared/kernel/ids.ts';

/** A link 观看链接 by which anybody may watch one lesson. A session has one that is open at most. */
export type WatchLink = {
  readonly id: string;
  readonly sessionId: SessionId;
  /** Kept as it is, so that it can be given out again: it opens no more than a picture that everybody with the link may see. */
  readonly token: string;
  /** Signs the cookies of those who came by this link; never told. */
  readonly secret: string;
  readonly madeBy: PersonId;
  readonly madeAtMs: number;
  readonly closedAtMs: number | null;
};

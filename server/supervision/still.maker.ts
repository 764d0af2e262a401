import type { SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { STILL_EVERY_MS, type Still } from '../../shared/still.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import { streamOf } from './still.rules.ts';

export type StillMakerDeps = {
  readonly sessions: Pick<SessionReader, 'stateOf'>;
  /** A small JPEG of a stream, or null when there is none. */
  readonly take: (sessionId: SessionId, streamId: StreamId) => Promise<Uint8Array | null>;
  readonly clock: Clock;
  readonly log: Log;
};

/** However many walls are open. */
const AT_ONCE = 2;
/** Who has asked for one and not again within this time looks elsewhere by now. */
const WANTED_MS = 30_000;

type Kept = {
  readonly triedAtMs: number;
  readonly wantedAtMs: number;
  readonly picture: { readonly takenAtMs: number; readonly jpeg: string } | null;
};

/** Takes stills of lessons that somebody looks at, and keeps the newest of each in memory alone while they do. */
export function createStillMaker({ sessions, take, clock, log }: StillMakerDeps) {
  const kept = new Map<SessionId, Kept>();
  /** In the order in which they were asked for; those that are being taken are no longer in it. */
  const waiting = new Set<SessionId>();
  const taking = new Map<SessionId, Promise<void>>();

  const now = (sessionId: SessionId): Still => {
    const picture = kept.get(sessionId)?.picture ?? null;
    if (picture !== null) return { sessionId, state: 'shown', ...picture };
    return { sessionId, state: waiting.has(sessionId) || taking.has(sessionId) ? 'making' : 'none' };
  };

  async function picture(sessionId: SessionId): Promise<Kept['picture']> {
    const state: SessionState = await sessions.stateOf(sessionId);
    const streamId = streamOf(state);
    const jpeg = streamId === null ? null : await take(sessionId, streamId);
    return jpeg && { takenAtMs: clock.nowMs(), jpeg: Buffer.from(jpeg).toString('base64') };
  }

  async function work(sessionId: SessionId): Promise<void> {
    // Counted from its beginning: whoever asks again after ten seconds finds it due.
    const triedAtMs = clock.nowMs();
    const made = await picture(sessionId).catch((error: unknown) => {
      log.error({ error, sessionId }, 'no still could be taken');
      return null;
    });
    taking.delete(sessionId);
    // Whoever was asked to forget it meanwhile keeps nothing.
    const before = kept.get(sessionId);
    if (before !== undefined) kept.set(sessionId, { ...before, triedAtMs, picture: made });
    next();
  }

  function next(): void {
    for (const sessionId of waiting) {
      if (taking.size >= AT_ONCE) return;
      waiting.delete(sessionId);
      const wantedAtMs = kept.get(sessionId)?.wantedAtMs ?? 0;
      if (clock.nowMs() - wantedAtMs < WANTED_MS) taking.set(sessionId, work(sessionId));
    }
  }

  return {
    /** What there is of a lesson now; a new one is taken when that is older than ten seconds. */
    want(sessionId: SessionId): Still {
      const nowMs = clock.nowMs();
      const before = kept.get(sessionId) ?? { triedAtMs: Number.NEGATIVE_INFINITY, picture: null };
      kept.set(sessionId, { ...before, wantedAtMs: nowMs });
      if (nowMs - before.triedAtMs >= STILL_EVERY_MS && !taking.has(sessionId)) {
        waiting.add(sessionId);
        next();
      }
      return now(sessionId);
    },
    forget(sessionId: SessionId): void {
      kept.delete(sessionId);
      waiting.delete(sessionId);
    },
    forgetAll(): void {
      kept.clear();
      waiting.clear();
    },
    /** Forgets what nobody looks at any more; to be called every now and then. */
    sweep(): void {
      const nowMs = clock.nowMs();
      for (const [sessionId, { wantedAtMs }] of kept)
        if (nowMs - wantedAtMs >= WANTED_MS) {
          kept.delete(sessionId);
          waiting.delete(sessionId);
        }
    },
    keptCount: () => kept.size,
    /** Resolves when nothing is being taken and nothing waits. */
    async settled(): Promise<void> {
      while (taking.size > 0) await Promise.all(taking.values());
    },
  };
}

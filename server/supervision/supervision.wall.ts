import type { SessionId } from '../../shared/kernel/ids.ts';
import type { WallLesson } from '../../shared/supervision.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import type { Board } from './supervision.board.ts';
import type { AlarmStore } from './supervision.store.ts';
import { wallLessonOf, wallStateOf } from './supervision.wall.rules.ts';

export type WallDeps = {
  readonly board: Pick<Board, 'now'>;
  readonly store: Pick<AlarmStore, 'open'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  readonly clock: Clock;
  readonly newId: NewId;
};

/** Many look at once, every few seconds each: the lessons are looked at once for all of them. */
const FRESH_MS = 2_000;
/** Who has not asked for so many changes gets everything. */
const GONE_MAX = 2_000;

type Row = { readonly lesson: WallLesson; readonly text: string; readonly changedAt: number };

/** Every lesson on any wall, with the number of its last change. */
export type WallStanding = {
  /** Names this run of this server: numbers of another say nothing here. */
  readonly epoch: string;
  readonly changes: number;
  readonly rows: ReadonlyMap<SessionId, Row>;
  readonly gone: ReadonlyMap<SessionId, number>;
  /** Before this number nobody remembers what is gone. */
  readonly goneSince: number;
};

export function createWall(deps: WallDeps): { standing(): Promise<WallStanding> } {
  const epoch = deps.newId();
  const rows = new Map<SessionId, Row>();
  const gone = new Map<SessionId, number>();
  let changes = 0;
  let goneSince = 0;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;

  async function look(): Promise<void> {
    const nowMs = deps.clock.nowMs();
    const lessons = await deps.board.now();
    const alarms = Map.groupBy(await deps.store.open(), (each) => each.sessionId);
    const snapshot = await deps.directory.snapshot();
    const seen = new Set<SessionId>();
    for (const [sessionId, now] of lessons) {
      const state = wallStateOf(now, nowMs);
      if (state === null) continue;
      seen.add(sessionId);
      const lesson = wallLessonOf(now, state, { snapshot, alarms: alarms.get(sessionId) ?? [] });
      const text = JSON.stringify(lesson);
      if (rows.get(sessionId)?.text === text) continue;
      changes += 1;
      rows.set(sessionId, { lesson, text, changedAt: changes });
      gone.delete(sessionId);
    }
    for (const sessionId of rows.keys()) {
      if (seen.has(sessionId)) continue;
      rows.delete(sessionId);
      changes += 1;
      gone.set(sessionId, changes);
    }
    if (gone.size > GONE_MAX) {
      gone.clear();
      goneSince = changes;
    }
    lookedAtMs = deps.clock.nowMs();
  }

  return {
    async standing() {
      if (deps.clock.nowMs() - lookedAtMs >= FRESH_MS) {
        underWay ??= look().finally(() => {
          underWay = null;
        });
        await underWay;
      }
      return { epoch, changes, rows, gone, goneSince };
    },
  };
}

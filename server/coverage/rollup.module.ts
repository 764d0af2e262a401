import type { SessionId } from '../../shared/kernel/ids.ts';
import type { AttendanceReader } from '../attendance/attendance.types.ts';
import type { Jobs, Log } from '../platform/ports.ts';
import type { RegisterDeps } from '../platform/register.ts';
import { createCorrectionStore } from './correction.store.ts';
import { createDirtyStore } from './dirty.store.ts';
import { createFactService, type FactServiceDeps } from './fact.service.ts';
import { createFactStore } from './fact.store.ts';
import { followedRegisters, type Recorded } from './follow.registers.ts';
import { createFollowService, type FollowDeps } from './follow.service.ts';
import { createWake } from './follow.wake.ts';
import type { GroundDeps } from './rollup.ground.ts';
import { createRollupReader } from './rollup.reader.ts';
import { createRollupService, LEASE_MS } from './rollup.service.ts';
import { createRollupStore } from './rollup.store.ts';

type RollupDeps = RegisterDeps & {
  readonly attendance: Pick<AttendanceReader, 'settledOf' | 'onSettled' | 'thresholdsOn'>;
  readonly settledSince: FollowDeps['settledSince'];
  readonly recorded: Recorded;
  readonly reading: FactServiceDeps['lessons'];
  readonly serverId: string;
  readonly jobs: Jobs;
  readonly log: Log;
} & Pick<GroundDeps, 'schools' | 'plans' | 'devicesIn'>;

/** How late a figure may be after what it counts, beside the work that it makes; nothing is asked of the database then. */
const LISTEN_MS = 500;
/** What nobody told this server of is found so late. */
const LOOK_EVERY_MS = 15_000;

export type Rollups = ReturnType<typeof createRollups>;

/** From what happened to sums that pages read; one of several servers does it at a time. */
export function createRollups(deps: RollupDeps) {
  const { database, clock, attendance, serverId } = deps;
  const facts = createFactStore(database);
  const dirty = createDirtyStore(database);
  const store = createRollupStore();
  const corrections = createCorrectionStore(deps);
  const factService = createFactService({ ...deps, lessons: deps.reading, facts, dirty, corrections });
  const rollup = createRollupService({
    ...{ ...deps, facts, store, dirty },
    holder: serverId,
    thresholdsOn: attendance.thresholdsOn,
    meetings: facts.meetings,
  });
  const following = createFollowService({
    ...{ ...deps, facts: factService, dirty },
    lessons: deps.reading,
    registers: followedRegisters(deps.recorded),
    correctedSince: corrections.lessonsSince,
  });
  /** A lesson that was reopened has no result any more, and nothing recorded that says so. */
  const told = new Set<SessionId>();
  const { wake, isDue } = createWake({ nowMs: clock.nowMs, everyMs: LOOK_EVERY_MS });
  let stopListening = (): void => undefined;
  let stopped = false;

  async function leased(): Promise<boolean> {
    const nowMs = clock.nowMs();
    const lease = await dirty.lease(serverId, nowMs, nowMs + LEASE_MS);
    if (lease === 'taken') {
      store.forgetPlaces();
      following.forget();
    }
    return lease !== 'no';
  }

  /** Everything that happened until now is in the sums when this settles, if this server does the work. */
  async function catchUp(): Promise<void> {
    if (stopped || !(await leased())) return;
    const sessions = [...told];
    told.clear();
    await factService.refresh(await deps.reading.bySessions(sessions));
    await following.follow();
    await rollup.work(() => stopped);
  }

  async function followWhenDue(): Promise<void> {
    if (!isDue()) return;
    try {
      await catchUp();
    } catch (cause) {
      wake();
      throw cause;
    }
  }

  return {
    reader: createRollupReader({ database, facts, dirty, clock }),
    corrections,
    catchUp,
    step: rollup.step,
    work: rollup.work,
    /** A lesson's facts are made again, and its days wait to be counted: both are kept when this settles. */
    async recount({ lessonId }: { readonly lessonId: Parameters<typeof factService.refresh>[0][number] }) {
      await factService.refresh([lessonId]);
      wake();
    },
    /** Something was recorded that figures are counted from. */
    wake,
    /** Throws all of it away and counts anew from the log, the registers and corrections. */
    async rebuild(): Promise<void> {
      await database.transaction().execute(async (via) => {
        await store.clear(via);
        await facts.clear(via);
        await dirty.clearMarks(via);
      });
      following.forget();
      await catchUp();
    },
    start(): void {
      stopListening = attendance.onSettled((sessionId) => {
        told.add(sessionId);
        wake();
      });
      deps.jobs.every('coverage.follow', LISTEN_MS, followWhenDue);
    },
    async stop(): Promise<void> {
      stopped = true;
      stopListening();
      await dirty.release(serverId);
    },
  };
}

import type { DeviceCheck } from '../../shared/device.ts';
import type { DeviceId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Action, Actor, Permit } from '../identity/identity.types.ts';
import { createTryLimiter, TRY_WINDOW_MS } from '../platform/limiter.ts';
import type { Clock } from '../platform/ports.ts';
import type { CheckStore } from './device.checks.store.ts';
import type { DeviceStore } from './device.store.ts';
import type { OpenLine } from './device.types.ts';

export type ChecksDeps = {
  readonly store: DeviceStore;
  readonly checks: CheckStore;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly clock: Clock;
  /** Connections that screens hold now. */
  readonly screenLines: () => readonly OpenLine[];
};

/** A screen checks itself when an administrator asks, and once a day by itself. */
export interface DeviceChecks {
  /**
   * Pushes the wish to the screen. `offline` when it holds no connection, `inLesson` when it sits in a lesson or its pre-flight: then it is
   * left alone. NOT_FOUND, FORBIDDEN.
   */
  ask(actor: Actor, deviceId: DeviceId): Promise<Result<RouteAnswer<'device.check'>>>;
  /** Keeps what a screen has found. TOO_MANY_TRIES {minutes}; FORBIDDEN for whoever is no screen. */
  report(actor: Actor, check: DeviceCheck): Promise<Result<Record<string, never>>>;
  /** NOT_FOUND, FORBIDDEN. */
  rename(actor: Actor, wish: RouteBody<'device.rename'>): Promise<Result<Record<string, never>>>;
}

/** A check takes ten seconds; asked again within that time, the first is still running. */
const ASKED_AGAIN_MS = 10_000;
/** Reports of one screen in 15 minutes: an administrator who stands before it may try again and again. */
const REPORTS_MAX = 30;

export function createDeviceChecks(deps: ChecksDeps): DeviceChecks {
  const { store, clock } = deps;
  const reports = createTryLimiter({ clock, triesMax: REPORTS_MAX });

  /** The screen as far as the asker may do this to it. */
  const named = async (actor: Actor, action: Action, id: DeviceId) => {
    if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    const [snapshot, device] = await Promise.all([deps.directory.snapshot(), store.byId(id)]);
    const room = device === null ? undefined : snapshot.rooms.get(device.roomId);
    if (device === null || device.revokedAtMs !== null || room === undefined) return fail('NOT_FOUND');
    const scope = { paths: [snapshot.pathOf(room.fields.schoolId)], relations: [] };
    if (deps.permit(actor, action, scope)) return ok(device);
    return fail(deps.permit(actor, 'device.list', scope) ? 'FORBIDDEN' : 'NOT_FOUND');
  };

  return {
    async ask(actor, id) {
      const device = await named(actor, 'device.check', id);
      if (!device.ok) return device;
      const lines = deps.screenLines().filter((line) => line.deviceId === id);
      if (lines.length === 0) return ok({ state: 'offline' });
      if (lines.some((line) => line.inLesson)) return ok({ state: 'inLesson' });
      const nowMs = clock.nowMs();
      if (nowMs - (device.value.checkAskedAtMs ?? 0) < ASKED_AGAIN_MS) return ok({ state: 'asked' });
      await store.checkAsked(id, nowMs);
      for (const line of lines) line.wantCheck();
      return ok({ state: 'asked' });
    },
    async report(actor, check) {
      if (actor.kind !== 'device') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
      const tries = reports.take([actor.deviceId]);
      if (!tries.ok)
        return fail('TOO_MANY_TRIES', {
          minutes: Math.ceil(Math.min(tries.waitMs, TRY_WINDOW_MS) / 60_000),
        });
      await deps.checks.add(actor.deviceId, clock.nowMs(), check);
      return ok({});
    },
    async rename(actor, { deviceId, name }) {
      const device = await named(actor, 'device.rename', deviceId);
      if (!device.ok) return device;
      await store.rename(deviceId, name);
      return ok({});
    },
  };
}

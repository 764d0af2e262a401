import type { DeviceCard } from '../../shared/device.ts';
import type { DeviceId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { DirectoryReader, DirectorySnapshot } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import { hashToken, isToken } from '../platform/tokens.ts';
import { SEEN_EVERY_MS } from './device.rules.ts';
import type { DeviceStore } from './device.store.ts';
import type { Device } from './device.types.ts';

export type DeviceServiceDeps = {
  readonly store: DeviceStore;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly clock: Clock;
  /** Screens that hold a connection now. */
  readonly onlineDevices: () => ReadonlySet<DeviceId>;
  readonly closeConnections: (matches: (actor: Actor) => boolean) => void;
};

export interface DeviceService {
  /** The screen behind a cookie; null for anything that is none. `touch` notes that it was seen. */
  screenBehind(token: string | undefined, touch: boolean): Promise<Extract<Actor, { kind: 'device' }> | null>;
  /** Screens of rooms that the asker looks after. */
  list(actor: Actor): Promise<Result<DeviceCard[]>>;
  /** The screen may no longer sign in, and its sockets are closed. NOT_FOUND, too, for one that is not the asker's to see. */
  revoke(actor: Actor, deviceId: DeviceId): Promise<Result<Record<string, never>>>;
  /** Notes when a screen was last heard of, as at the end of a connection. */
  seen(deviceId: DeviceId, atMs: number): Promise<void>;
}

export function createDeviceService(deps: DeviceServiceDeps): DeviceService {
  const { store, clock } = deps;
  const may = (
    actor: Actor,
    action: 'device.list' | 'device.revoke',
    at: { snapshot: DirectorySnapshot; device: Device },
  ) => {
    const room = at.snapshot.rooms.get(at.device.roomId);
    if (room === undefined) return false;
    return deps.permit(actor, action, { paths: [at.snapshot.pathOf(room.fields.schoolId)], relations: [] });
  };
  const staff = (actor: Actor): Result<void> =>
    actor.kind === 'person' ? ok() : fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');

  return {
    async screenBehind(token, touch) {
      if (!isToken(token)) return null;
      const device = await store.byCookie(hashToken(token));
      if (device === null || device.revokedAtMs !== null) return null;
      const nowMs = clock.nowMs();
      if (touch && nowMs - (device.lastSeenAtMs ?? 0) >= SEEN_EVERY_MS) await store.seen(device.id, nowMs);
      return { kind: 'device', deviceId: device.id, roomId: device.roomId };
    },
    async list(actor) {
      const known = staff(actor);
      if (!known.ok) return known;
      const [snapshot, devices] = await Promise.all([deps.directory.snapshot(), store.list()]);
      const online = deps.onlineDevices();
      return ok(
        devices
          .filter((device) => may(actor, 'device.list', { snapshot, device }))
          .map((device) => cardOf(device, snapshot, online.has(device.id))),
      );
    },
    async revoke(actor, id) {
      const known = staff(actor);
      if (!known.ok) return known;
      const [snapshot, device] = await Promise.all([deps.directory.snapshot(), store.byId(id)]);
      if (device === null) return fail('NOT_FOUND');
      const at = { snapshot, device };
      if (!may(actor, 'device.revoke', at))
        return fail(may(actor, 'device.list', at) ? 'FORBIDDEN' : 'NOT_FOUND');
      await store.revoke(id, clock.nowMs());
      deps.closeConnections((each) => each.kind === 'device' && each.deviceId === id);
      return ok({});
    },
    seen: (deviceId, atMs) => store.seen(deviceId, atMs),
  };
}

function cardOf(device: Device, { rooms, schools }: DirectorySnapshot, online: boolean): DeviceCard {
  const room = rooms.get(device.roomId)?.fields;
  const school = room === undefined ? undefined : schools.get(room.schoolId)?.fields;
  return {
    deviceId: device.id,
    room: { roomId: device.roomId, name: room?.name ?? '', schoolName: school?.name ?? '' },
    pairedAtMs: device.pairedAtMs,
    lastSeenAtMs: device.lastSeenAtMs,
    online,
    revoked: device.revokedAtMs !== null,
  };
}

import type { DeviceCard, DeviceCheckRecord, DevicePlace } from '../../shared/device.ts';
import type { DeviceId, RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { DirectoryReader, DirectorySnapshot } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import { hashToken, isToken } from '../platform/tokens.ts';
import type { CheckStore } from './device.checks.store.ts';
import { doubtOf } from './device.place.rules.ts';
import { noteVisit } from './device.seen.ts';
import type { DeviceStore } from './device.store.ts';
import type { Device, OpenLine, Place, RoomLine, ScreenLine, Visit } from './device.types.ts';

export type DeviceServiceDeps = {
  readonly store: DeviceStore;
  readonly checks: CheckStore;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly clock: Clock;
  /** Connections that screens hold now, and consoles that are open on lecture PCs. */
  readonly screenLines: () => readonly OpenLine[];
  /** How the lines of rooms were in their last lessons. */
  readonly roomLines: () => Promise<ReadonlyMap<RoomId, RoomLine>>;
  readonly closeConnections: (matches: (actor: Actor) => boolean) => void;
};

export interface DeviceService {
  /** The screen behind a cookie; null for anything that is none. Notes that it was seen unless it is `unnoted`, and from where if told. */
  screenBehind(
    token: string | undefined,
    visit?: Visit | 'unnoted',
  ): Promise<Extract<Actor, { kind: 'device' }> | null>;
  /** Devices of rooms that the asker looks after. */
  list(actor: Actor): Promise<Result<DeviceCard[]>>;
  /** The device is none any more, and its sockets are closed. NOT_FOUND, too, for one that is not the asker's to see. */
  revoke(actor: Actor, deviceId: DeviceId): Promise<Result<Record<string, never>>>;
  /** What devices are called and where they stand, whoever asks, revoked ones too; `isScreen`: a large screen that is in use. */
  rooms(): Promise<
    ReadonlyMap<string, { readonly name: string; readonly roomId: RoomId; readonly isScreen: boolean }>
  >;
  /** Notes which version of the wire the page of a screen speaks that has just connected. */
  came(line: Pick<OpenLine, 'deviceId' | 'wireVersion'>): Promise<void>;
  /** Notes when a screen was last heard of, as at the end of a connection. */
  seen(line: ScreenLine): Promise<void>;
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
    async screenBehind(token, visit) {
      if (!isToken(token)) return null;
      const known = await store.byCookie(hashToken(token));
      // A lecture PC's cookie opens nothing by itself.
      if (known?.device.kind !== 'screen' || known.device.revokedAtMs !== null) return null;
      const { device, place } = known;
      if (visit !== 'unnoted') await noteVisit(store, known, { nowMs: clock.nowMs(), visit });
      return { kind: 'device', deviceId: device.id, roomId: device.roomId, placeId: place.placeId };
    },
    async list(actor) {
      const asker = staff(actor);
      if (!asker.ok) return asker;
      const [snapshot, devices, places, checks, roomLines] = await Promise.all([
        deps.directory.snapshot(),
        store.list(),
        store.places(),
        deps.checks.last(),
        deps.roomLines(),
      ]);
      const known = { places: byDevice(places), lines: byDevice(deps.screenLines()), checks, roomLines };
      const nowMs = clock.nowMs();
      return ok(
        devices
          .filter((device) => may(actor, 'device.list', { snapshot, device }))
          .map((device) => cardOf(device, snapshot, { ...known, nowMs })),
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
    async rooms() {
      const devices = await store.list();
      return new Map(
        devices.map(({ id, name, roomId, kind, revokedAtMs }) => [
          id,
          { name, roomId, isScreen: kind === 'screen' && revokedAtMs === null },
        ]),
      );
    },
    async came({ deviceId, wireVersion }) {
      const device = await store.byId(deviceId);
      if (device !== null && device.wireVersion !== wireVersion) await store.speaks(deviceId, wireVersion);
    },
    async seen({ deviceId, placeId, lastHeardAtMs }) {
      await store.seen(deviceId, lastHeardAtMs);
      if (placeId !== undefined) await store.seenAt(placeId, lastHeardAtMs);
    },
  };
}

type Known = {
  readonly places: ReadonlyMap<DeviceId, readonly Place[]>;
  readonly lines: ReadonlyMap<DeviceId, readonly OpenLine[]>;
  readonly checks: ReadonlyMap<DeviceId, DeviceCheckRecord>;
  readonly roomLines: ReadonlyMap<RoomId, RoomLine>;
  readonly nowMs: number;
};

function cardOf(device: Device, { rooms, schools }: DirectorySnapshot, known: Known): DeviceCard {
  const room = rooms.get(device.roomId)?.fields;
  const school = room === undefined ? undefined : schools.get(room.schoolId)?.fields;
  const lines = known.lines.get(device.id) ?? [];
  const places = (known.places.get(device.id) ?? []).map((place) => placeNow(place, lines));
  const uses = places.map(({ lastSeenAtMs, ...use }) => ({ ...use, usedUntilMs: lastSeenAtMs }));
  const lastCheck = known.checks.get(device.id) ?? null;
  const wire = lines.at(-1)?.wireVersion ?? device.wireVersion;
  const { checkAskedAtMs } = device;
  const doubt = doubtOf(uses, known.nowMs);
  const isPc = device.kind === 'lecturePc';
  return {
    deviceId: device.id,
    kind: device.kind,
    name: device.name,
    room: { roomId: device.roomId, name: room?.name ?? '', schoolName: school?.name ?? '' },
    pairedAtMs: device.pairedAtMs,
    lastSeenAtMs: device.lastSeenAtMs,
    online: lines.length > 0,
    revoked: device.revokedAtMs !== null,
    launcher: device.launcher,
    places,
    // Who signs in to a PC by turns, or opens another browser there, is at the same PC: only two at one moment may be two PCs.
    doubt: isPc && doubt?.state === 'before' ? null : doubt,
    version: wire === null ? null : { wire },
    lastCheck,
    checkAskedAtMs: (checkAskedAtMs ?? 0) > (lastCheck?.atMs ?? 0) ? checkAskedAtMs : null,
    line: isPc ? null : (known.roomLines.get(device.roomId) ?? null),
  };
}

function byDevice<T extends { readonly deviceId: DeviceId }>(items: readonly T[]): Map<DeviceId, T[]> {
  const found = new Map<DeviceId, T[]>();
  for (const item of items) {
    const own = found.get(item.deviceId);
    if (own === undefined) found.set(item.deviceId, [item]);
    else own.push(item);
  }
  return found;
}

/** What an open connection has said lately is not written down yet. */
function placeNow({ deviceId: _, ...place }: Place, lines: readonly ScreenLine[]): DevicePlace {
  const own = lines.filter((line) => line.placeId === place.placeId);
  const lastSeenAtMs = Math.max(place.lastSeenAtMs, ...own.map((line) => line.lastHeardAtMs));
  return { ...place, lastSeenAtMs, online: own.length > 0 };
}

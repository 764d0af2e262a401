import type { LauncherPlatform } from '../../shared/device.ts';
import { deviceId, type RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectoryReader, DirectorySnapshot } from '../directory/directory.types.ts';
import type { Action, Actor, Permit } from '../identity/identity.types.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import { downloadName, type LauncherFacts } from './device.launcher.rules.ts';
import { type Launchers, packLaunchers } from './device.launcher.ts';
import type { DeviceStore } from './device.store.ts';

export type ProvisioningDeps = {
  readonly store: DeviceStore;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly closeConnections: (matches: (actor: Actor) => boolean) => void;
  /** Where screens start: the operator's public address, else the asked one if it is ours; null when it is not. */
  readonly startOrigin: (asked: string) => string | null;
  readonly pack?: (rooms: readonly LauncherFacts[], platform: LauncherPlatform, nowMs: number) => Launchers;
};

/** Screens that get their room before they are first switched on, and another room afterwards. */
export interface Provisioning {
  /** NOT_FOUND, FORBIDDEN when any of the rooms is not the asker's to equip: then none is made. INVALID_VALUE for an address that is not ours. */
  provision(
    actor: Actor,
    wish: RouteBody<'device.provision'>,
  ): Promise<Result<RouteAnswer<'device.provision'>>>;
  /**
   * NOT_FOUND, FORBIDDEN unless both rooms are the asker's to equip; NOT_FOUND, too, for a device that is revoked. INVALID_VALUE for a lecture
   * PC in a room without a lecture end, or that has one already.
   */
  move(actor: Actor, wish: RouteBody<'device.move'>): Promise<Result<Record<string, never>>>;
}

export function createProvisioning(deps: ProvisioningDeps): Provisioning {
  const { store, clock } = deps;
  const pack = deps.pack ?? packLaunchers;

  /** The room as the asker may equip it. */
  const roomFor = (actor: Actor, action: Action, at: { snapshot: DirectorySnapshot; roomId: RoomId }) => {
    const room = at.snapshot.rooms.get(at.roomId);
    if (room === undefined) return fail('NOT_FOUND');
    const scope = { paths: [at.snapshot.pathOf(room.fields.schoolId)], relations: [] };
    if (deps.permit(actor, action, scope)) return ok(room.fields);
    return fail(deps.permit(actor, 'room.list', scope) ? 'FORBIDDEN' : 'NOT_FOUND');
  };

  return {
    async provision(actor, { roomIds, platform, origin }) {
      if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
      const start = deps.startOrigin(origin);
      if (start === null) return fail('INVALID_VALUE');
      const snapshot = await deps.directory.snapshot();
      const made = [];
      for (const roomId of new Set(roomIds)) {
        const room = roomFor(actor, 'device.provision', { snapshot, roomId });
        if (!room.ok) return room;
        const { name: roomName, schoolId } = room.value;
        const schoolName = snapshot.schools.get(schoolId)?.fields.name ?? '';
        const key = newToken(deps.random);
        made.push({
          facts: { origin: start, key, schoolName, roomName },
          device: {
            id: deviceId.parse(deps.newId()),
            roomId,
            keyHash: hashToken(key),
            pairedBy: actor.personId,
            launcher: platform,
          },
        });
      }
      const nowMs = clock.nowMs();
      const facts = made.map((each) => each.facts);
      const { folders, zip } = pack(facts, platform, nowMs);
      const devices = made.map((each) => each.device);
      await store.provision(devices, nowMs);
      return ok({
        devices: devices.map(({ id, roomId }) => ({ deviceId: id, roomId })),
        origin: start,
        fileName: downloadName(folders, platform),
        zip: zip.toString('base64'),
      });
    },
    async move(actor, { deviceId: id, roomId }) {
      if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
      const [snapshot, device] = await Promise.all([deps.directory.snapshot(), store.byId(id)]);
      if (device === null || device.revokedAtMs !== null) return fail('NOT_FOUND');
      for (const each of [device.roomId, roomId]) {
        const room = roomFor(actor, 'device.move', { snapshot, roomId: each });
        if (!room.ok) return room;
        if (device.kind === 'lecturePc' && each === roomId && !room.value.ends.includes('lecture'))
          return invalid('roomId', 'mismatch');
      }
      if (device.roomId === roomId) return ok({});
      if (!(await store.move(id, roomId)))
        return device.kind === 'lecturePc' ? invalid('roomId', 'taken') : fail('NOT_FOUND');
      // Whoever comes in from now on is in the new room already.
      deps.closeConnections(
        (each) => each.kind === 'device' && each.deviceId === id && each.roomId !== roomId,
      );
      return ok({});
    },
  };
}

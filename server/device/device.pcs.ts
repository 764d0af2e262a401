import { CHECK_TAKES_MS, type DeviceCheck, type OwnPc } from '../../shared/device.ts';
import { type DeviceId, deviceId, type RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectoryReader, DirectorySnapshot } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import { createTryLimiter, TRY_WINDOW_MS } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { CheckStore } from './device.checks.store.ts';
import type { Cookie } from './device.pairing.ts';
import type { PcStore } from './device.pcs.store.ts';
import { PC_COOKIES_MAX } from './device.rules.ts';
import { noteVisit } from './device.seen.ts';
import type { DeviceStore } from './device.store.ts';
import type { Device, OpenLine, Visit } from './device.types.ts';

export type PcsDeps = {
  readonly store: DeviceStore;
  readonly pcs: PcStore;
  readonly checks: CheckStore;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
};

/** What a request brought along of the browser that it came from. */
export type Bearer = { readonly held: string | undefined; readonly visit: Visit };

/** The PCs of lecture rooms 主讲电脑: each is its room's one device, whoever is signed in at it. */
export interface LecturePcs {
  /**
   * Makes this browser one of the room's PC. NOT_FOUND for a room that is closed or not the asker's to see, FORBIDDEN, INVALID_VALUE for one
   * without a lecture end, DEVICE_REVOKED for all but administrators after one of them revoked it, TOO_MANY_TRIES {minutes}.
   */
  claim(actor: Actor, wish: RouteBody<'device.claimPc'>, bearer: Bearer): Promise<Result<Cookie>>;
  /** Notes that its console is open and what it is at. */
  beat(actor: Actor, told: RouteBody<'device.beatPc'>, bearer: Bearer): Promise<Result<OwnPc>>;
  /** Keeps what the PC has found. NO_DEVICE for any other browser; TOO_MANY_TRIES {minutes}. */
  report(actor: Actor, check: DeviceCheck, held: string | undefined): Promise<Result<Record<string, never>>>;
  /** This browser is none of the PC's any more. NO_DEVICE. */
  leave(actor: Actor, held: string | undefined): Promise<Result<{ deviceId: DeviceId }>>;
  /** The device whose PC a browser's cookie names, or null. */
  deviceBehind(held: string | undefined): Promise<DeviceId | null>;
  /** Consoles that are open on lecture PCs now, as far as this server was told. */
  lines(): readonly OpenLine[];
}

/** Browsers wake a page that nobody looks at once a minute; heard of no more for longer, a console is closed. */
const OPEN_MS = 75_000;
/** Of one person, and of one device, in 15 minutes. */
const CLAIMS_MAX = 20;
const REPORTS_MAX = 30;

export function createLecturePcs(deps: PcsDeps): LecturePcs {
  const { store, pcs, clock } = deps;
  const claims = createTryLimiter({ clock, triesMax: CLAIMS_MAX });
  const reports = createTryLimiter({ clock, triesMax: REPORTS_MAX });
  const open = new Map<string, OpenLine & { readonly placeId: string }>();

  /** A screen's cookie names no PC; one whose room was closed is none until the room is there again. */
  const behind = async (held: string | undefined) => {
    if (!isToken(held)) return null;
    const known = await store.byCookie(hashToken(held));
    if (known === null || known.device.kind !== 'lecturePc' || known.device.revokedAtMs !== null) return null;
    const room = roomOf(await deps.directory.snapshot(), known.device.roomId);
    return room === null ? null : { ...known, room };
  };
  /** The PC behind a cookie for whoever is signed in there. */
  const ofStaff = async (actor: Actor, held: string | undefined) => {
    const staff = isStaff(actor);
    if (!staff.ok) return staff;
    const known = await behind(held);
    return known === null ? fail('NO_DEVICE') : ok(known);
  };

  const deviceFor = async (actor: Staff, roomId: RoomId, mayRevive: boolean) => {
    const there = await pcs.ofRoom(roomId);
    if (there.id !== null) return ok(there.id);
    if (there.revoked && !mayRevive) return fail('DEVICE_REVOKED');
    const id = deviceId.parse(deps.newId());
    // No start address brings a PC back, so nobody is told this key.
    const keyHash = hashToken(newToken(deps.random));
    const made = {
      id,
      kind: 'lecturePc' as const,
      roomId,
      keyHash,
      pairedBy: actor.personId,
      launcher: null,
    };
    if (await store.addOnce(made, clock.nowMs())) return ok(id);
    const first = (await pcs.ofRoom(roomId)).id;
    return first === null ? fail('CONFLICT') : ok(first);
  };

  return {
    async claim(actor, { roomId }, { held, visit }) {
      const staff = isStaff(actor);
      if (!staff.ok) return staff;
      const snapshot = await deps.directory.snapshot();
      const room = snapshot.rooms.get(roomId);
      if (room === undefined) return fail('NOT_FOUND');
      const scope = { paths: [snapshot.pathOf(room.fields.schoolId)], relations: [] };
      if (!deps.permit(actor, 'device.claimPc', scope))
        return fail(deps.permit(actor, 'room.list', scope) ? 'FORBIDDEN' : 'NOT_FOUND');
      if (!room.fields.ends.includes('lecture')) return invalid('roomId', 'mismatch');
      const tries = claims.take([staff.value.personId]);
      if (!tries.ok) return tooMany(tries.waitMs);
      const mayRevive = deps.permit(actor, 'device.pair', scope);
      const device = await deviceFor(staff.value, roomId, mayRevive);
      if (!device.ok) return device;
      const known = await behind(held);
      if (known?.device.id === device.value && held !== undefined)
        return ok({ deviceId: device.value, token: held });
      if (known !== null && held !== undefined) await pcs.forget(hashToken(held));
      const token = newToken(deps.random);
      const place = { placeId: deps.newId(), visit, atMs: clock.nowMs(), keep: PC_COOKIES_MAX };
      await store.addCookie(hashToken(token), device.value, place);
      return ok({ deviceId: device.value, token });
    },
    async beat(actor, { doing, wire }, { held, visit }) {
      const known = await ofStaff(actor, held);
      if (!known.ok) return known.error.code === 'NO_DEVICE' ? ok({ state: 'none' }) : known;
      const { device, place, room } = known.value;
      const nowMs = clock.nowMs();
      await noteVisit(store, known.value, { nowMs, visit });
      if (device.wireVersion !== wire) await store.speaks(device.id, wire);
      const line = { deviceId: device.id, placeId: place.placeId, lastHeardAtMs: nowMs, wireVersion: wire };
      // What is wanted is read from the records at the next beat, by whichever server hears it.
      open.set(place.placeId, { ...line, inLesson: doing === 'lesson', wantCheck: () => undefined });
      const lastCheck = await deps.checks.lastOf(device.id);
      return ok({
        state: 'known',
        deviceId: device.id,
        room,
        lastCheck,
        checkWanted: doing !== 'lesson' && isWanted(device, lastCheck?.atMs ?? 0, nowMs),
      });
    },
    async report(actor, check, held) {
      const known = await ofStaff(actor, held);
      if (!known.ok) return known;
      const { id } = known.value.device;
      const tries = reports.take([id]);
      if (!tries.ok) return tooMany(tries.waitMs);
      await deps.checks.add(id, clock.nowMs(), check);
      return ok({});
    },
    async leave(actor, held) {
      const known = await ofStaff(actor, held);
      if (!known.ok) return known;
      const { device, place } = known.value;
      if (held !== undefined) await pcs.forget(hashToken(held));
      open.delete(place.placeId);
      return ok({ deviceId: device.id });
    },
    deviceBehind: async (held) => (await behind(held))?.device.id ?? null,
    lines() {
      const nowMs = clock.nowMs();
      for (const [placeId, line] of open) if (nowMs - line.lastHeardAtMs > OPEN_MS) open.delete(placeId);
      return [...open.values()];
    },
  };
}

type Staff = Extract<Actor, { kind: 'person' }>;

const isStaff = (actor: Actor): Result<Staff> =>
  actor.kind === 'person' ? ok(actor) : fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');

const isWanted = ({ checkAskedAtMs }: Device, lastAtMs: number, nowMs: number): boolean =>
  checkAskedAtMs !== null && checkAskedAtMs > lastAtMs && nowMs - checkAskedAtMs < CHECK_TAKES_MS;

function roomOf({ rooms, schools }: DirectorySnapshot, roomId: RoomId) {
  const room = rooms.get(roomId)?.fields;
  if (room === undefined) return null;
  return { roomId, name: room.name, schoolName: schools.get(room.schoolId)?.fields.name ?? '' };
}

const tooMany = (waitMs: number) =>
  fail('TOO_MANY_TRIES', { minutes: Math.ceil(Math.min(waitMs, TRY_WINDOW_MS) / 60_000) });

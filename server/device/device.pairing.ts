import { type DeviceId, deviceId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import { createTryLimiter, TRY_WINDOW_MS, type TryLimiter } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import { CODE_LIFE_MS, COOKIES_MAX, pairingCodeFrom } from './device.rules.ts';
import type { DeviceStore } from './device.store.ts';
import type { Visit } from './device.types.ts';

export type PairingDeps = {
  readonly store: DeviceStore;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
};

/** How a screen becomes a room's, and becomes so again after it was wiped. */
export interface PairingService {
  /** A code to show and the token by which the screen asks what became of it. TOO_MANY_TRIES {minutes}. */
  announce(held: string | undefined, address: string): Promise<Result<Announced>>;
  /**
   * NOT_FOUND for a room that the asker does not see, FORBIDDEN for one that is not theirs to equip; CODE_INVALID for a code that is wrong,
   * late or used; TOO_MANY_TRIES {minutes}. The key is told once.
   */
  pair(
    actor: Actor,
    wish: RouteBody<'device.pair'>,
    address: string,
  ): Promise<Result<{ deviceId: DeviceId; key: string }>>;
  /** A new cookie once somebody has typed the code that this screen shows; null until then. */
  fetch(held: string | undefined, visit: Visit): Promise<Cookie | null>;
  /**
   * A new cookie for a wiped screen; one that still holds its cookie keeps it, and so stays the same place. CODE_INVALID for a key that
   * is wrong or revoked; TOO_MANY_TRIES {minutes}.
   */
  exchange(wish: { key: string; held: string | undefined }, visit: Visit): Promise<Result<Cookie>>;
  /** Forgets codes that nobody typed in time; a job. */
  prune(): Promise<void>;
}

export type Announced = { readonly code: string; readonly expiresAtMs: number; readonly pollToken: string };
export type Cookie = { readonly deviceId: DeviceId; readonly token: string };

/** A school with many screens behind one address switches them all on at the same bell. */
const ANNOUNCES_MAX = 200;
const WRONG_KEYS_MAX = 10_000;

export function createPairing(deps: PairingDeps): PairingService {
  const { store, clock } = deps;
  const announces = createTryLimiter({ clock, triesMax: ANNOUNCES_MAX });
  // One screen with an outdated start address tries again for ever: its one wrong key must not lock its school out.
  const wrongKeys = new Set<string>();

  const giveCookie = async (id: DeviceId, visit: Visit): Promise<Cookie> => {
    const token = newToken(deps.random);
    const place = { placeId: deps.newId(), visit };
    await store.addCookie(hashToken(token), id, { ...place, atMs: clock.nowMs(), keep: COOKIES_MAX });
    return { deviceId: id, token };
  };
  const holdsAlready = async (id: DeviceId, held: string | undefined): Promise<Cookie | null> => {
    if (!isToken(held)) return null;
    const known = await store.byCookie(hashToken(held));
    return known?.device.id === id ? { deviceId: id, token: held } : null;
  };

  return {
    async announce(held, address) {
      const tries = announces.take([address]);
      if (!tries.ok) return tooMany(tries.waitMs);
      if (isToken(held)) await store.endPairing(hashToken(held));
      const expiresAtMs = clock.nowMs() + CODE_LIFE_MS;
      for (let attempt = 0; attempt < 5; attempt++) {
        const code = pairingCodeFrom(deps.random(32));
        if (code === null) continue;
        const pollToken = newToken(deps.random);
        const pairing = {
          codeHash: hashToken(code),
          pollHash: hashToken(pollToken),
          expiresAtMs,
          deviceId: null,
        };
        if (await store.putPairing(pairing)) return ok({ code, expiresAtMs, pollToken });
      }
      return fail('UNAVAILABLE');
    },
    async pair(actor, { code, roomId }, address) {
      if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
      const snapshot = await deps.directory.snapshot();
      const room = snapshot.rooms.get(roomId);
      if (room === undefined) return fail('NOT_FOUND');
      const scope = { paths: [snapshot.pathOf(room.fields.schoolId)], relations: [] };
      if (!deps.permit(actor, 'device.pair', scope))
        return fail(deps.permit(actor, 'room.list', scope) ? 'FORBIDDEN' : 'NOT_FOUND');
      const keys = [`pairing person ${actor.personId}`, `pairing address ${address}`];
      const tries = deps.tries.take(keys);
      if (!tries.ok) return tooMany(tries.waitMs);
      const key = newToken(deps.random);
      const id = deviceId.parse(deps.newId());
      const device = { id, roomId, keyHash: hashToken(key), pairedBy: actor.personId, launcher: null };
      if (!(await store.pair(hashToken(code), device, clock.nowMs()))) return fail('CODE_INVALID');
      deps.tries.giveBack(keys);
      return ok({ deviceId: id, key });
    },
    async fetch(held, visit) {
      if (!isToken(held)) return null;
      const pairing = await store.pairingOf(hashToken(held));
      if (pairing === null || pairing.deviceId === null || pairing.expiresAtMs <= clock.nowMs()) return null;
      const device = await store.byId(pairing.deviceId);
      return device === null || device.revokedAtMs !== null ? null : giveCookie(device.id, visit);
    },
    async exchange({ key, held }, visit) {
      const keys = [`device key ${visit.address}`];
      const tries = deps.tries.take(keys);
      if (!tries.ok) return tooMany(tries.waitMs);
      const keyHash = hashToken(key);
      const device = await store.byKey(keyHash);
      if (device?.kind === 'screen' && device.revokedAtMs === null) {
        deps.tries.giveBack(keys);
        return ok((await holdsAlready(device.id, held)) ?? (await giveCookie(device.id, visit)));
      }
      if (wrongKeys.has(keyHash)) deps.tries.giveBack(keys);
      if (wrongKeys.size >= WRONG_KEYS_MAX) wrongKeys.clear();
      wrongKeys.add(keyHash);
      return fail('CODE_INVALID');
    },
    prune: () => store.endPairingsUntil(clock.nowMs()),
  };
}

const tooMany = (waitMs: number) =>
  fail('TOO_MANY_TRIES', { minutes: Math.ceil(Math.min(waitMs, TRY_WINDOW_MS) / 60_000) });

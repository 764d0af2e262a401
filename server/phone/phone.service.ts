import { type GrantId, grantId, type PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Helper, PhoneChoice, PhoneEntered, PhoneState } from '../../shared/phone.ts';
import type { Passwords } from '../identity/identity.password.ts';
import type { Actor } from '../identity/identity.types.ts';
import { TRY_WINDOW_MS, type TryLimiter } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { PhoneCodes } from './phone.codes.ts';
import type { PhoneLessons } from './phone.lessons.ts';
import { isFor, isLive, seatOf } from './phone.rules.ts';
import type { PhoneStore } from './phone.store.ts';
import type { Grant, GrantEnd, Place } from './phone.types.ts';

export type PhoneServiceDeps = {
  readonly store: PhoneStore;
  readonly codes: PhoneCodes;
  readonly lessons: PhoneLessons;
  readonly passwords: Passwords;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly closeConnections: (matches: (actor: Actor) => boolean) => void;
};

/** What a phone's browser holds: the pass of a code that it scanned, the grant of who it is for. */
export type Held = { readonly pass: string | undefined; readonly grant: string | undefined };

export interface PhoneService {
  /** The helper behind a cookie; null for anything that is none any more. */
  phoneBehind(token: string | undefined): Promise<Extract<Actor, { kind: 'phone' }> | null>;
  /** What a scanned code is for. CODE_INVALID after its minute; TOO_MANY_TRIES {minutes}. A phone that helps there already goes on. */
  open(
    code: string,
    held: Held,
    address: string,
  ): Promise<Result<{ readonly state: PhoneChoice | PhoneEntered; readonly pass: string | null }>>;
  /**
   * Takes the seat. CODE_INVALID without a pass, WRONG_CREDENTIALS for a wrong PIN or somebody who is not of this school, TOO_MANY_TRIES
   * {minutes}, PHONE_TAKEN while another phone helps there, LESSON_ENDED after midnight.
   */
  enter(
    as: Helper,
    held: Held,
    address: string,
  ): Promise<Result<{ readonly state: PhoneEntered; readonly token: string }>>;
  read(held: Held): Promise<Result<PhoneState>>;
  /** Gives the seat free. */
  leave(held: Held): Promise<void>;
  end(grant: Grant, how: GrantEnd): Promise<void>;
}

export function createPhoneService(deps: PhoneServiceDeps): PhoneService {
  const { store, codes, lessons, clock } = deps;
  const grantOf = (token: string | undefined) => (isToken(token) ? store.byToken(hashToken(token)) : null);
  const placeOf = (token: string | undefined) => (isToken(token) ? codes.passed(token) : null);
  const liveGrantOf = async (token: string | undefined) => {
    const grant = await grantOf(token);
    return grant !== null && isLive(grant, clock.nowMs()) ? grant : null;
  };
  const end = async ({ id }: { readonly id: GrantId }, how: GrantEnd) => {
    await store.end(id, how, clock.nowMs());
    deps.closeConnections((actor) => actor.kind === 'phone' && actor.grantId === id);
  };

  return {
    end,
    async phoneBehind(token) {
      const grant = await liveGrantOf(token);
      if (grant === null) return null;
      const { id, sessionId, roomId, personId } = grant;
      if (roomId !== null) return { kind: 'phone', grantId: id, sessionId, roomId, personId };
      return personId === null ? null : { kind: 'phone', grantId: id, sessionId, roomId, personId };
    },
    async open(code, held, address) {
      const keys = [`phone code ${address}`];
      const tries = deps.tries.take(keys);
      if (!tries.ok) return tooMany(tries.waitMs);
      const place = codes.placeOf(code);
      if (place === null) return fail('CODE_INVALID');
      deps.tries.giveBack(keys);
      const grant = await liveGrantOf(held.grant);
      if (grant !== null && isFor(grant, place)) {
        const entered = await lessons.entered(grant);
        return entered.ok ? ok({ state: entered.value, pass: null }) : entered;
      }
      const choice = await lessons.choice(place);
      return choice.ok ? ok({ state: choice.value, pass: codes.givePass(place) }) : choice;
    },
    async enter(as, held, address) {
      const place = placeOf(held.pass);
      if (place === null) return fail('CODE_INVALID');
      const proved = await prove(deps, { as, place, address });
      if (!proved.ok) return proved;
      const nowMs = clock.nowMs();
      const expires = await lessons.endsAtMs(place.sessionId);
      if (!expires.ok) return expires;
      if (nowMs >= expires.value) return fail('LESSON_ENDED');
      const before = await liveGrantOf(held.grant);
      const same = before !== null && isFor(before, place) && isSame(before, proved.value);
      const grant: Grant = same
        ? before
        : {
            id: grantId.parse(deps.newId()),
            sessionId: place.sessionId,
            roomId: place.roomId,
            ...proved.value,
            madeAtMs: nowMs,
            expiresAtMs: expires.value,
            ended: null,
          };
      let token = held.grant ?? '';
      if (!same) {
        // One phone helps in one place, as one person.
        if (before !== null) await end(before, 'replaced');
        token = newToken(deps.random);
        const seat = { tokenHash: hashToken(token), seat: seatOf(place) };
        if (!(await store.add(grant, seat))) return fail('PHONE_TAKEN');
      }
      if (held.pass !== undefined) codes.takePass(held.pass);
      const entered = await lessons.entered(grant);
      return entered.ok ? ok({ state: entered.value, token }) : entered;
    },
    async read(held) {
      const place = placeOf(held.pass);
      if (place !== null) return lessons.choice(place);
      const grant = await grantOf(held.grant);
      if (grant === null) return ok({ state: 'unknown' });
      if (isLive(grant, clock.nowMs())) return lessons.entered(grant);
      const how = grant.ended?.how;
      return ok({
        state: 'over',
        reason: how === undefined ? 'expired' : how === 'left' ? 'left' : 'released',
      });
    },
    async leave(held) {
      if (isToken(held.pass)) codes.takePass(held.pass);
      const grant = await liveGrantOf(held.grant);
      if (grant !== null) await end(grant, 'left');
    },
  };
}

type Who = { readonly personId: PersonId | null; readonly substituteName: string | null };

const isSame = (grant: Grant, who: Who): boolean =>
  grant.personId === who.personId && grant.substituteName === who.substituteName;

/** Who it is. A PIN is short, so that tries count for the room, for the person and for the address alike. */
async function prove(
  { lessons, store, passwords, tries }: PhoneServiceDeps,
  { as, place, address }: { readonly as: Helper; readonly place: Place; readonly address: string },
): Promise<Result<Who>> {
  if (as.kind === 'substitute')
    return place.roomId === null ? fail('FORBIDDEN') : ok({ personId: null, substituteName: as.name });
  const keys = [
    `pin ${place.roomId ?? place.sessionId}`,
    `pin person ${as.personId}`,
    `pin address ${address}`,
  ];
  const taken = tries.take(keys);
  if (!taken.ok) return tooMany(taken.waitMs);
  const staff = await lessons.staffOf(place);
  const belongs = staff.some(({ personId }) => personId === as.personId);
  if (!(await passwords.verify(belongs ? await store.pinOf(as.personId) : null, as.pin)))
    return fail('WRONG_CREDENTIALS');
  tries.giveBack(keys);
  return ok({ personId: as.personId, substituteName: null });
}

const tooMany = (waitMs: number) =>
  fail('TOO_MANY_TRIES', { minutes: Math.ceil(Math.min(waitMs, TRY_WINDOW_MS) / 60_000) });

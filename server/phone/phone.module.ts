import { randomBytes } from 'node:crypto';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { createPasswords, type Passwords } from '../identity/identity.password.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import { aloneBus, type Bus } from '../platform/bus.ts';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Authenticate, Database, Log } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { createGate } from '../session/session.access.ts';
import { createPhoneCodes } from './phone.codes.ts';
import { createPhoneLessons, type LessonsDeps } from './phone.lessons.ts';
import { createPhoneOffice, type PhoneOfficeDeps } from './phone.office.ts';
import { PHONE_COOKIE, phoneHandlers, phoneRoutes } from './phone.routes.ts';
import { createPhoneService, type PhoneServiceDeps } from './phone.service.ts';
import { createPhoneStore } from './phone.store.ts';

export type PhonesDeps = Omit<LessonsDeps, 'store'> &
  Pick<PhoneServiceDeps, 'newId' | 'closeConnections'> &
  Pick<PhoneOfficeDeps, 'look' | 'publicUrl'> & {
    readonly database: Database;
    readonly permit: Permit;
    readonly log: Log;
    readonly passwords?: Passwords;
    readonly random?: RandomBytes;
    readonly bus?: Bus;
  };

/** Phones of those who help in a lesson: codes on screens, who they are, one seat a room. `phoneMigrations` make its tables. */
export function createPhones({
  random = randomBytes,
  passwords = createPasswords(),
  bus = aloneBus,
  ...deps
}: PhonesDeps) {
  const store = createPhoneStore(deps.database);
  const lessons = createPhoneLessons({ ...deps, store });
  const codes = createPhoneCodes({ clock: deps.clock, random, bus });
  const tries = createTryLimiter({ clock: deps.clock, log: deps.log });
  const service = createPhoneService({ ...deps, store, lessons, codes, tries, passwords, random });
  const office = createPhoneOffice({
    ...deps,
    store,
    lessons,
    codes,
    service,
    passwords,
    gate: createGate(deps),
  });
  return {
    routes: phoneRoutes(service, office),
    handlers: phoneHandlers(office),
    holders: store.holders,
    /** The same PIN for several people, as an office enters them. */
    async enterPins(personIds: readonly PersonId[], pin: string): Promise<void> {
      const pinHash = await passwords.hash(pin);
      for (const personId of personIds)
        await store.setPin(personId, pinHash, { personId, atMs: deps.clock.nowMs() });
    },
    /** The phone whose grant a browser holds, or null. */
    authenticate: (cookies: Parameters<Authenticate<Actor>>[0]): Promise<Actor | null> =>
      service.phoneBehind(cookies[PHONE_COOKIE]),
  };
}

export type Phones = ReturnType<typeof createPhones>;

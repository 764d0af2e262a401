import type { PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Me } from '../../shared/person.ts';
import type { TryLimiter } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { Passwords } from './identity.password.ts';
import type { IdentityStore } from './identity.store.ts';
import type { Actor } from './identity.types.ts';
import { isLive, LOGIN_IDLE_MS, LOGIN_MAX_MS } from './login.rules.ts';

/** How stale the note of the last use may be, so that not every request writes. */
const SEEN_EVERY_MS = 5 * 60_000;

export type IdentityServiceDeps = {
  readonly store: IdentityStore;
  readonly passwords: Passwords;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  /** Null when the person is not in force. */
  readonly personOf: (personId: PersonId) => Promise<Me | null>;
  readonly closeConnections: (matches: (actor: Actor) => boolean) => void;
  /** Told of every sign-in that was refused. Not waited for: the answer takes as long for a name that nobody has. */
  readonly signInRefused: (refused: RefusedSignIn) => void;
};

/** A sign-in that failed: by a wrong password, or because there were too many. `personId` of whoever has the name, if anybody. */
export type RefusedSignIn = {
  readonly why: 'refused' | 'locked';
  readonly personId: PersonId | null;
  readonly address: string;
};

export type SignedIn = { readonly me: Me; readonly token: string };
export type SignInWish = {
  readonly loginName: string;
  readonly password: string;
  readonly address: string;
  /** What it was done with, in a few words. */
  readonly browser?: string;
};

export interface IdentityService {
  /** The person behind a login's token; null for anything that is none. `touch` counts this as a use of the login. */
  personBehind(token: string | undefined, touch: boolean): Promise<Actor | null>;
  /** WRONG_CREDENTIALS, the same and after the same work for an unknown name; TOO_MANY_TRIES {minutes}. */
  signIn(wish: SignInWish): Promise<Result<SignedIn>>;
  /** A login for somebody who has just proved who they are in another way. */
  begin(personId: PersonId, browser?: string): Promise<Result<SignedIn>>;
  /** Ends a login and closes its sockets. Nothing happens for a token that is none. */
  signOut(token: string | undefined): Promise<void>;
  me(personId: PersonId): Promise<Result<Me>>;
  /** INVALID_VALUE {field: 'loginName', reason: 'taken'} when the name is taken. */
  createLogin(personId: PersonId, loginName: string, password: string): Promise<Result<void>>;
  /** Forgets logins that have ended; a job. */
  prune(): Promise<void>;
}

export function createIdentityService(deps: IdentityServiceDeps): IdentityService {
  const { store, clock } = deps;
  const begin = async (personId: PersonId, browser = ''): Promise<Result<SignedIn>> => {
    const me = await deps.personOf(personId);
    if (me === null) return fail('WRONG_CREDENTIALS');
    const token = newToken(deps.random);
    const nowMs = clock.nowMs();
    await store.addLogin(hashToken(token), {
      id: deps.newId(),
      personId,
      createdAtMs: nowMs,
      lastSeenAtMs: nowMs,
      browser,
    });
    return ok({ me, token });
  };

  return {
    begin,
    async personBehind(token, touch) {
      if (!isToken(token)) return null;
      const login = await store.loginOf(hashToken(token));
      const nowMs = clock.nowMs();
      if (login === null || !isLive(login, nowMs)) return null;
      const person = await deps.personOf(login.personId);
      if (person === null) return null;
      if (touch && nowMs - login.lastSeenAtMs >= SEEN_EVERY_MS) await store.seen(hashToken(token), nowMs);
      return {
        kind: 'person',
        personId: login.personId,
        loginId: login.id,
        schoolId: person.school?.schoolId ?? null,
        grants: person.roles,
      };
    },
    async signIn({ loginName, password, address, browser }) {
      const name = loginName.trim().toLowerCase();
      const keys = [`account ${name}`, `address ${address}`];
      const tries = deps.tries.take(keys);
      const credential = await store.credentialOf(name);
      const told = { personId: credential?.personId ?? null, address };
      if (!tries.ok) {
        deps.signInRefused({ why: 'locked', ...told });
        return fail('TOO_MANY_TRIES', { minutes: Math.ceil(tries.waitMs / 60_000) });
      }
      const proved = await deps.passwords.verify(credential?.passwordHash ?? null, password);
      const begun =
        credential === null || !proved
          ? fail('WRONG_CREDENTIALS')
          : await begin(credential.personId, browser);
      if (begun.ok) deps.tries.giveBack(keys);
      else deps.signInRefused({ why: 'refused', ...told });
      return begun;
    },
    async signOut(token) {
      if (!isToken(token)) return;
      const login = await store.loginOf(hashToken(token));
      if (login === null) return;
      await store.endLogin(hashToken(token));
      deps.closeConnections((actor) => actor.kind === 'person' && actor.loginId === login.id);
    },
    async me(personId) {
      const me = await deps.personOf(personId);
      return me === null ? fail('UNAUTHENTICATED') : ok(me);
    },
    async createLogin(personId, loginName, password) {
      const credential = {
        person_id: personId,
        login_name: loginName.trim().toLowerCase(),
        password_hash: await deps.passwords.hash(password),
        made_at_ms: clock.nowMs(),
      };
      const added = await store.addCredential(credential);
      return added ? ok() : fail('INVALID_VALUE', { field: 'loginName', reason: 'taken' });
    },
    async prune() {
      const nowMs = clock.nowMs();
      await store.endLoginsUnseenSince(nowMs - LOGIN_IDLE_MS, nowMs - LOGIN_MAX_MS);
    },
  };
}

import type { PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { PhoneCard, ShownCode } from '../../shared/phone.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { mayEverywhere } from '../directory/directory.rules.ts';
import type { Look } from '../directory/directory.service.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Passwords } from '../identity/identity.password.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { Access, Gate } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { PhoneCodes } from './phone.codes.ts';
import type { PhoneLessons } from './phone.lessons.ts';
import { isLive, mayComeIn, seatOf } from './phone.rules.ts';
import type { PhoneService } from './phone.service.ts';
import type { PhoneStore } from './phone.store.ts';
import type { Grant, Place } from './phone.types.ts';

export type PhoneOfficeDeps = {
  readonly store: PhoneStore;
  readonly codes: PhoneCodes;
  readonly lessons: PhoneLessons;
  readonly service: Pick<PhoneService, 'end'>;
  readonly gate: Gate;
  readonly sessions: Pick<SessionReader, 'stateOf'>;
  readonly look: Look;
  readonly passwords: Passwords;
  readonly clock: Clock;
  /** Where phones reach this server, if the operator has said so. */
  readonly publicUrl: string | null;
};

type Done = Promise<Result<Record<string, never>>>;

/** What screens, consoles and administrators do about phones. */
export interface PhoneOffice {
  /** The code for a room's screen; LESSON_NOT_LIVE before pre-flight, LESSON_ENDED after midnight. */
  code(actor: Actor, body: RequestBody<'phone.code'>): Promise<Result<ShownCode>>;
  /** The code for the own phone of whoever leads; FORBIDDEN for anybody else. */
  lecternCode(actor: Actor, body: RouteBody<'phone.lecternCode'>): Promise<Result<ShownCode>>;
  /** The phones of a lesson that the asker may release. */
  list(actor: Actor, body: RouteBody<'phone.list'>): Promise<Result<PhoneCard[]>>;
  /** Ends a phone's grant and its connections, so that another may come. Nothing happens where none is. */
  release(actor: Actor, body: RouteBody<'phone.release'>): Done;
  setPin(actor: Actor, body: RouteBody<'person.setPin'>): Done;
  /** Who has a PIN, of those whose PIN the asker may set. */
  listPins(actor: Actor): Promise<Result<{ personIds: PersonId[] }>>;
}

export function createPhoneOffice(deps: PhoneOfficeDeps): PhoneOffice {
  const { store, codes, gate, clock } = deps;
  const reach = async (
    actor: Actor,
    action: Action,
    at: { readonly sessionId: Place['sessionId']; readonly roomId: Place['roomId'] },
  ) => {
    const found = await gate.find(at.sessionId);
    if (!found.ok) return found;
    const state = await deps.sessions.stateOf(at.sessionId);
    const about = { access: found.value, state, ...(at.roomId === null ? {} : { roomId: at.roomId }) };
    const allowed = gate.allow(actor, action, about);
    return allowed.ok ? ok(about) : allowed;
  };
  const show = (access: Access, place: Place): Result<ShownCode> => {
    const { fields } = access.lesson;
    switch (mayComeIn(fields, clock.nowMs())) {
      case 'yes':
        return ok({ ...codes.show(place), origin: deps.publicUrl });
      case 'early':
      case 'cancelled':
        return fail('LESSON_NOT_LIVE');
      case 'late':
        return fail('LESSON_ENDED');
    }
  };

  return {
    async code(actor, { sessionId }) {
      if (actor.kind !== 'device') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
      const { roomId } = actor;
      const reached = await reach(actor, 'phone.code', { sessionId, roomId });
      return reached.ok ? show(reached.value.access, { sessionId, roomId }) : reached;
    },
    async lecternCode(actor, { sessionId }) {
      if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
      const reached = await reach(actor, 'phone.lecternCode', { sessionId, roomId: null });
      if (!reached.ok) return reached;
      const { access, state } = reached.value;
      // A phone of somebody who does not lead would open nothing.
      if ((state.lecturerId ?? access.lesson.fields.lecturerId) !== actor.personId) return fail('FORBIDDEN');
      return show(access, { sessionId, roomId: null, lecturerId: actor.personId });
    },
    async list(actor, { sessionId }) {
      const reached = await reach(actor, 'phone.list', { sessionId, roomId: null });
      if (!reached.ok) return reached;
      const nowMs = clock.nowMs();
      const live = (await store.ofSession(sessionId)).filter((grant) => isLive(grant, nowMs));
      const own = live.filter(
        ({ roomId }) => gate.allow(actor, 'phone.list', { ...reached.value, ...(roomId && { roomId }) }).ok,
      );
      return ok(await Promise.all(own.map((grant) => cardOf(deps.lessons, grant))));
    },
    async release(actor, { sessionId, roomId }) {
      const reached = await reach(actor, 'phone.release', { sessionId, roomId });
      if (!reached.ok) return reached;
      const { access, state } = reached.value;
      const lecturerId = state.lecturerId ?? access.lesson.fields.lecturerId;
      const place: Place = roomId === null ? { sessionId, roomId, lecturerId } : { sessionId, roomId };
      const grant = await store.holding(seatOf(place));
      if (grant !== null) await deps.service.end(grant, 'released');
      return ok({});
    },
    async setPin(actor, { personId, pin }) {
      const view = await deps.look(actor);
      if (!view.ok) return view;
      const { may, scopeOfPerson, snapshot } = view.value;
      const person = snapshot.people.get(personId);
      if (person === undefined || !may('person.list', scopeOfPerson(person))) return fail('NOT_FOUND');
      if (!maySetPin(view.value, person)) return fail('FORBIDDEN');
      const by = { personId: view.value.actor.personId, atMs: clock.nowMs() };
      await store.setPin(personId, await deps.passwords.hash(pin), by);
      return ok({});
    },
    async listPins(actor) {
      const view = await deps.look(actor);
      if (!view.ok) return view;
      const withPin = await store.peopleWithPin();
      const own = [...view.value.snapshot.people.values()].filter((each) => maySetPin(view.value, each));
      return ok({ personIds: own.map(({ id }) => id).filter((id) => withPin.has(id)) });
    },
  };
}

/** A PIN is its holder's name in a lesson: whoever sets it for another has to cover every place that the other has. */
const maySetPin = (view: DirectoryView, person: Parameters<DirectoryView['scopeOfPerson']>[0]): boolean =>
  view.may('person.setPin', view.scopeOfPerson(person)) &&
  (person.id === view.actor.personId || mayEverywhere(view, 'person.setPin', person.fields));

const cardOf = async (lessons: PhoneLessons, grant: Grant): Promise<PhoneCard> => ({
  roomId: grant.roomId,
  name: await lessons.nameOf(grant),
  substitute: grant.personId === null,
  sinceMs: grant.madeAtMs,
});

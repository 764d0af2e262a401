import { type PersonId, type SessionId, type ViewerId, viewerId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { WatchLesson } from '../../shared/watch.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { LessonEntry, PlanningReader } from '../planning/planning.types.ts';
import { TRY_WINDOW_MS, type TryLimiter } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { Gate } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import { cookieOf, isGenuine, readCookie } from './watch.cookie.ts';
import { hasViewers, mayLink, phaseFor } from './watch.rules.ts';
import type { WatchStore } from './watch.store.ts';
import type { WatchLink } from './watch.types.ts';

export type WatchServiceDeps = {
  readonly store: WatchStore;
  readonly gate: Pick<Gate, 'find' | 'allow'>;
  readonly planning: Pick<PlanningReader, 'lessonOfSession' | 'card'>;
  readonly sessions: Pick<SessionReader, 'stateOf' | 'phasesOf'>;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  /** Where the link leads: the operator's public address, else the asked one if it is ours; null when it is not. */
  readonly linkOrigin: (asked: string) => string | null;
  readonly closeConnections: (matches: (actor: Actor) => boolean) => void;
};

type Opened = { readonly lesson: WatchLesson; readonly cookie: string };
type Viewer = Extract<Actor, { kind: 'viewer' }>;

/** Links by which anybody may watch a lesson, and who came by them. */
export interface WatchService {
  /**
   * The lesson's link, made when there is none. NOT_FOUND, FORBIDDEN; INVALID_STATE for a lesson without viewers; LESSON_ENDED;
   * INVALID_VALUE for an address that is not ours.
   */
  link(actor: Actor, wish: RouteBody<'watch.link'>): Promise<Result<RouteAnswer<'watch.link'>>>;
  /** The link opens nothing any more, and whoever watches is cut off. NOT_FOUND, FORBIDDEN. */
  close(actor: Actor, sessionId: SessionId): Promise<Result<Record<string, never>>>;
  /**
   * Lets a browser in by its link; one that still holds its cookie stays the same viewer. NOT_FOUND for a link that never was, LINK_CLOSED,
   * LESSON_ENDED; TOO_MANY_TRIES {minutes} after ten wrong links from one address.
   */
  open(token: string, held: string | undefined, address: string): Promise<Result<Opened>>;
  /** How the lesson stands. UNAUTHENTICATED without a cookie, LINK_CLOSED. */
  read(held: string | undefined): Promise<Result<WatchLesson>>;
  /** The viewer behind a cookie; null for anything that is none. */
  viewerBehind(held: string | undefined): Promise<Viewer | null>;
}

export function createWatchService(deps: WatchServiceDeps): WatchService {
  const { store, planning, sessions, clock } = deps;

  const lessonBehind = async (link: WatchLink): Promise<Result<WatchLesson>> => {
    if (link.closedAtMs !== null) return fail('LINK_CLOSED');
    const lesson = await planning.lessonOfSession(link.sessionId);
    // A lesson may have been planned anew as one without viewers.
    if (lesson === null || !hasViewers(lesson.fields)) return fail('LINK_CLOSED');
    return ok(await described(lesson));
  };
  const described = async (lesson: LessonEntry): Promise<WatchLesson> => {
    const { sessionId, subject, grade, localDate, startMinute, plannedStartAtMs } = lesson.fields;
    const nowMs = clock.nowMs();
    const told = (await sessions.phasesOf([sessionId])).get(sessionId) ?? 'planned';
    const card = await planning.card(lesson, told);
    return {
      ...{ sessionId, subject, grade, localDate, startMinute, plannedStartAtMs },
      lecturerName: card.lecturer.name,
      leadingSchoolName: card.leadingSchool.name,
      plannedEndAtMs: card.plannedEndAtMs,
      phase: phaseFor(lesson.fields, told, nowMs),
      serverNowMs: nowMs,
    };
  };
  /** The cookie's own account, checked by the link that it names. */
  const held = async (cookie: string | undefined): Promise<{ link: WatchLink; viewer: ViewerId } | null> => {
    const holder = readCookie(cookie);
    const link = holder === null ? null : await store.byId(holder.linkId);
    return holder !== null && link !== null && isGenuine(link, holder)
      ? { link, viewer: holder.viewerId }
      : null;
  };
  const allowed = async (
    actor: Actor,
    action: Action,
    sessionId: SessionId,
  ): Promise<Result<LessonEntry>> => {
    const access = await deps.gate.find(sessionId);
    if (!access.ok) return access;
    const state = await sessions.stateOf(sessionId);
    const may = deps.gate.allow(actor, action, { access: access.value, state });
    return may.ok ? ok(access.value.lesson) : may;
  };
  const linkFor = async (sessionId: SessionId, madeBy: PersonId): Promise<WatchLink | null> => {
    const link: WatchLink = {
      id: deps.newId(),
      sessionId,
      token: newToken(deps.random),
      secret: newToken(deps.random),
      madeBy,
      madeAtMs: clock.nowMs(),
      closedAtMs: null,
    };
    return (await store.openOf(sessionId)) ?? ((await store.add(link)) ? link : store.openOf(sessionId));
  };

  return {
    async link(actor, { sessionId, origin }) {
      const lesson = await allowed(actor, 'watch.link', sessionId);
      if (!lesson.ok) return lesson;
      if (!('personId' in actor) || actor.personId === null) return fail('FORBIDDEN');
      const start = deps.linkOrigin(origin);
      if (start === null) return fail('INVALID_VALUE');
      const may = mayLink(lesson.value.fields, (await described(lesson.value)).phase);
      if (!may.ok) return may;
      const link = await linkFor(sessionId, actor.personId);
      return link === null ? fail('CONFLICT') : ok({ address: `${start}/watch#${link.token}` });
    },
    async close(actor, sessionId) {
      const lesson = await allowed(actor, 'watch.close', sessionId);
      if (!lesson.ok) return lesson;
      await store.close(sessionId, clock.nowMs());
      deps.closeConnections((each) => each.kind === 'viewer' && each.sessionId === sessionId);
      return ok({});
    },
    async open(token, cookie, address) {
      // A right link is never refused for others' wrong ones: thousands of phones share one address of their network.
      const link = isToken(token) ? await store.byToken(token) : null;
      if (link === null) return wrongLink(deps.tries, address);
      const lesson = await lessonBehind(link);
      if (!lesson.ok) return lesson;
      if (lesson.value.phase === 'ended') return fail('LESSON_ENDED');
      const known = await held(cookie);
      const viewer = known?.link.id === link.id ? known.viewer : viewerId.parse(deps.newId());
      return ok({ lesson: lesson.value, cookie: cookieOf(link, viewer) });
    },
    async read(cookie) {
      const known = await held(cookie);
      return known === null ? fail('UNAUTHENTICATED') : lessonBehind(known.link);
    },
    async viewerBehind(cookie) {
      const known = await held(cookie);
      if (known === null || known.link.closedAtMs !== null) return null;
      return { kind: 'viewer', viewerId: known.viewer, sessionId: known.link.sessionId };
    },
  };
}

function wrongLink(tries: TryLimiter, address: string): Result<never> {
  const taken = tries.take([`watch link ${address}`]);
  return taken.ok
    ? fail('NOT_FOUND')
    : fail('TOO_MANY_TRIES', { minutes: Math.ceil(Math.min(taken.waitMs, TRY_WINDOW_MS) / 60_000) });
}

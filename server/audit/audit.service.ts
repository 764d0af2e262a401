import type { AuditEntry } from '../../shared/audit.ts';
import { auditId, type SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, instantOf, type Zone } from '../../shared/kernel/time.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { isPersonalRead, nobodysActs } from '../identity/identity.reads.rules.ts';
import type { RefusedSignIn } from '../identity/identity.service.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { Served } from '../platform/http-routes.ts';
import type { Clock, Log, NewId } from '../platform/ports.ts';
import { actorOf, changedIn, placesOf, subjectsOf } from './audit.rules.ts';
import type { AuditStore } from './audit.store.ts';
import type { Facts, PlacedEntry, StoredEntry, Things } from './audit.types.ts';
import type { createAuditWriter } from './audit.writer.ts';

export type AuditServiceDeps = {
  readonly store: AuditStore;
  readonly writer: ReturnType<typeof createAuditWriter>;
  readonly things: Things;
  readonly permit: Permit;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Actions whose words in any language hold a text. */
  readonly actionsSaying: (search: string) => readonly string[];
  /** The zone of days, and the region at the root of the tree. */
  readonly ground: () => Promise<{ readonly zone: Zone; readonly rootId: string | null }>;
};

export type AuditQuestion = RouteBody<'audit.list'>;
export type AuditPage = { readonly entries: AuditEntry[]; readonly more: boolean };

/** A page that asks again every few seconds reads the same thing once. */
const SAME_READ_MS = 5 * 60_000;
const READS_MAX = 10_000;
export const PAGE_LIMIT = 100;

/** Who did what when to which thing, and who read what is known of whom. */
export function createAuditService(deps: AuditServiceDeps) {
  const { store, clock } = deps;
  const readAtMs = new Map<string, number>();

  const isRepeated = (key: string, nowMs: number): boolean => {
    if (nowMs - (readAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < SAME_READ_MS) return true;
    if (readAtMs.size >= READS_MAX) readAtMs.clear();
    readAtMs.set(key, nowMs);
    return false;
  };
  const isKept = ({ name, kind, body }: Pick<Served<Actor>, 'name' | 'kind' | 'body'>) =>
    kind === 'read' ? isPersonalRead(name, body) : !nobodysActs.has(name);

  const keep = async (served: Served<Actor>): Promise<void> => {
    const { actor, address } = served.context;
    const who = actorOf(actor, served);
    const nowMs = clock.nowMs();
    const subjects = subjectsOf(served).filter(({ id, facts }) => {
      const key = JSON.stringify([who.id, address, served.name, id, facts]);
      return served.kind !== 'read' || !isRepeated(key, nowMs);
    });
    if (subjects.length === 0) return;
    const known = await deps.things.of([
      who.id,
      ...subjects.flatMap(({ id, facts }) => [id, ...idsIn(facts)]),
    ]);
    const entries = subjects.map(({ id, facts }): PlacedEntry => {
      const changed = served.name.endsWith('.change') ? changedIn(known.get(id), facts['version']) : null;
      const things = [who.id, id, ...idsIn(facts)].map((each) => known.get(each));
      return {
        id: auditId.parse(deps.newId()),
        atMs: nowMs,
        actorKind: who.kind,
        actorId: who.id,
        action: served.name,
        subjectId: id,
        facts: changed === null ? facts : { ...facts, fields: changed },
        address,
        placeIds: placesOf(things),
      };
    });
    await deps.writer.add(entries);
  };

  const keepRefused = async ({ why, personId, address }: RefusedSignIn): Promise<void> => {
    const [action, nowMs, subjectId] = [`login.${why}`, clock.nowMs(), personId ?? ''];
    if (why === 'locked' && isRepeated(JSON.stringify([address, action, subjectId]), nowMs)) return;
    const known = await deps.things.of(personId === null ? [] : [personId]);
    await deps.writer.add([
      {
        id: auditId.parse(deps.newId()),
        atMs: nowMs,
        actorKind: 'visitor',
        actorId: '',
        action,
        subjectId,
        facts: {},
        address,
        placeIds: placesOf([known.get(subjectId)]),
      },
    ]);
  };

  /** Where the asker may look: null for everywhere. */
  const reach = (actor: Actor, rootId: string | null): Result<readonly string[] | null> => {
    if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    const scopes = actor.grants.flatMap(({ scope }) => {
      const path =
        scope.kind === 'region'
          ? { regionIds: [scope.regionId], schoolIds: [] }
          : { regionIds: [], schoolIds: [scope.schoolId] };
      const allowed = deps.permit(actor, 'audit.list', { paths: [path], relations: [] });
      return allowed ? [scope.kind === 'region' ? scope.regionId : scope.schoolId] : [];
    });
    if (scopes.length === 0) return fail('FORBIDDEN');
    return ok(scopes.some((id) => id === rootId) ? null : scopes);
  };

  const named = async (entries: readonly StoredEntry[]): Promise<AuditEntry[]> => {
    const known = await deps.things.of(entries.flatMap(({ actorId, subjectId }) => [actorId, subjectId]));
    return entries.map((each) => ({
      id: each.id,
      atMs: each.atMs,
      actor: { kind: each.actorKind, id: each.actorId, name: known.get(each.actorId)?.name ?? '' },
      action: each.action,
      subjectId: each.subjectId,
      subjectName: known.get(each.subjectId)?.name ?? '',
      facts: each.facts,
      address: each.address,
    }));
  };

  return {
    /** For the platform: resolves when the row is on disk, or waits to be. Never throws. */
    async audited(served: Served<Actor>): Promise<void> {
      if (!isKept(served)) return;
      try {
        await keep(served);
      } catch (error) {
        deps.log.error({ error, action: served.name, requestId: served.context.requestId }, 'audit lost');
      }
    },
    /** For who comes into a lesson to watch it unseen, over whichever line; coming back after a cut is no news. Never throws. */
    async observed(actor: Actor, sessionId: SessionId): Promise<void> {
      const context = { actor, address: '', requestId: '', cookies: {}, setCookie: () => undefined };
      try {
        await keep({
          name: 'session.observe',
          kind: 'read',
          path: '',
          context,
          body: { sessionId },
          answer: {},
        });
      } catch (error) {
        deps.log.error({ error, action: 'session.observe' }, 'audit lost');
      }
    },
    /** For the sign-in: nobody waits for it, and nothing of what was typed is in it. Of one who is locked out each asking again is no news. */
    signInRefused(refused: RefusedSignIn): void {
      keepRefused(refused).catch((error: unknown) => {
        deps.log.error({ error, action: `login.${refused.why}` }, 'audit lost');
      });
    },
    /** UNAUTHENTICATED, FORBIDDEN, INVALID_VALUE {field} for a period that ends before it begins. */
    async list(actor: Actor, asked: AuditQuestion): Promise<Result<AuditPage>> {
      const { zone, rootId } = await deps.ground();
      const places = reach(actor, rootId);
      if (!places.ok) return places;
      const { from, to, search } = asked;
      if (from !== undefined && to !== undefined && to < from)
        return fail('INVALID_VALUE', { field: 'to', reason: 'range' });
      const limit = asked.limit ?? PAGE_LIMIT;
      const found = await store.list({
        placeIds: places.value,
        fromMs: from === undefined ? null : instantOf(from, 0, zone),
        untilMs: to === undefined ? null : instantOf(addDays(to, 1), 0, zone),
        found:
          search === undefined || search === ''
            ? null
            : { actions: deps.actionsSaying(search), ids: [search, ...(await deps.things.named(search))] },
        actorId: asked.actorId ?? null,
        subjectId: asked.subjectId ?? null,
        before: asked.before ?? null,
        limit: limit + 1,
      });
      return ok({ entries: await named(found.slice(0, limit)), more: found.length > limit });
    },
  };
}

export type AuditService = ReturnType<typeof createAuditService>;

const idsIn = (facts: Facts): string[] =>
  Object.entries(facts).flatMap(([name, value]) =>
    name.endsWith('Id') && typeof value === 'string' ? [value] : [],
  );

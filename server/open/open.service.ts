import type { ReportScope } from '../../shared/coverage/report.ts';
import { type OpenTokenId, openTokenId, regionId, schoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { OpenList, OpenReport, OpenToken } from '../../shared/open.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { type PartDeps, partsOf } from '../coverage/report.part.ts';
import type { ReportService } from '../coverage/report.service.ts';
import { nameOf } from '../coverage/report.tree.rules.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { Staff } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import { createTryLimiter, TRY_WINDOW_MS } from '../platform/limiter.ts';
import type { Clock, NewId, RouteContext } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import { grantOf, openListOf, openReportOf } from './open.rules.ts';
import type { OpenStore } from './open.store.ts';
import type { StoredToken } from './open.types.ts';

export type OpenServiceDeps = PartDeps & {
  readonly store: OpenStore;
  readonly report: Pick<ReportService, 'read' | 'list'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
};

/** More systems than read one part of the tree. */
const TOKENS_MAX = 20;
/** A province's lists are some hundred pages. */
const READS_MAX = 600;
/** How stale the note of the last use may be, so that not every question writes. */
const USED_EVERY_MS = 60_000;

export type Asked = Pick<RouteContext<Actor>, 'bearer' | 'address'>;

/** Open data 开放数据, and the tokens that open them. */
export interface OpenService {
  /** UNAUTHENTICATED without a token that is good, TOO_MANY_TRIES {minutes}; else what `report.read` refuses. */
  report(asked: Asked, about: RouteBody<'open.report'>): Promise<Result<OpenReport>>;
  list(asked: Asked, about: RouteBody<'open.list'>): Promise<Result<OpenList>>;
  tokens(actor: Actor): Promise<Result<{ tokens: OpenToken[] }>>;
  /** The secret is told this once. INVALID_VALUE {field: 'scopeId', reason: 'range'} when there are too many. */
  create(
    actor: Actor,
    wish: RouteBody<'openToken.create'>,
  ): Promise<Result<{ id: OpenTokenId; secret: string }>>;
  revoke(actor: Actor, id: OpenTokenId): Promise<Result<Record<string, never>>>;
}

export function createOpenService(deps: OpenServiceDeps): OpenService {
  const { store, clock, report } = deps;
  const wrong = createTryLimiter({ clock });
  const reads = createTryLimiter({ clock, triesMax: READS_MAX });

  /** Whoever reads by a token stands where it holds, in the name of who made it. */
  async function reader({ bearer, address }: Asked): Promise<Result<Staff>> {
    const token = isToken(bearer) ? await store.byHash(hashToken(bearer)) : null;
    if (token === null || token.revokedAtMs !== null) {
      const taken = wrong.take([address]);
      return taken.ok ? fail('UNAUTHENTICATED') : tooMany(taken.waitMs);
    }
    const taken = reads.take([token.id]);
    if (!taken.ok) return tooMany(taken.waitMs);
    const nowMs = clock.nowMs();
    if (nowMs - (token.lastUsedAtMs ?? 0) >= USED_EVERY_MS) await store.markUsed(token.id, nowMs);
    const grants = [grantOf(token.scope)];
    return ok({ kind: 'person', personId: token.createdBy, loginId: '', schoolId: null, grants });
  }

  return {
    async report(asked, about) {
      const actor = await reader(asked);
      if (!actor.ok) return actor;
      const page = await report.read(actor.value, about);
      return page.ok ? ok(openReportOf(page.value)) : page;
    },
    async list(asked, about) {
      const actor = await reader(asked);
      if (!actor.ok) return actor;
      const page = await report.list(actor.value, about);
      if (!page.ok) return page;
      const shown = openListOf(page.value);
      return shown === null ? fail('BAD_REQUEST', { field: 'indicator' }) : ok(shown);
    },
    async tokens(actor) {
      const parts = await partsOf(deps, actor, 'openToken.list');
      if (!parts.ok) return parts;
      const { tree, may } = parts.value;
      const names = await deps.directory.names(await deps.directory.today());
      const shown = (await store.open()).filter(({ scope }) => may('openToken.list', scope));
      const entry = ({ revokedAtMs: _, createdBy, ...token }: StoredToken): OpenToken => ({
        ...token,
        scopeName: nameOf([tree], token.scope),
        createdByName: names.person(createdBy)?.name ?? '',
      });
      return ok({ tokens: shown.map(entry) });
    },
    async create(actor, { name, scopeKind, scopeId }) {
      const parts = await partsOf(deps, actor, 'openToken.create');
      if (!parts.ok) return parts;
      const scope: ReportScope =
        scopeKind === 'region'
          ? { kind: 'region', id: regionId.parse(scopeId) }
          : { kind: 'school', id: schoolId.parse(scopeId) };
      if (!parts.value.may('openToken.create', scope)) return fail('NOT_FOUND');
      const there = (await store.open()).filter((each) => each.scope.id === scope.id);
      if (there.length >= TOKENS_MAX) return invalid('scopeId', 'range');
      const secret = newToken(deps.random);
      const id = openTokenId.parse(deps.newId());
      const createdBy = parts.value.actor.personId;
      await store.add(
        {
          ...{ id, name, scope, createdBy },
          createdAtMs: clock.nowMs(),
          lastUsedAtMs: null,
          revokedAtMs: null,
        },
        hashToken(secret),
      );
      return ok({ id, secret });
    },
    async revoke(actor, id) {
      const parts = await partsOf(deps, actor, 'openToken.revoke');
      if (!parts.ok) return parts;
      const token = await store.byId(id);
      if (token === null || !parts.value.may('openToken.revoke', token.scope)) return fail('NOT_FOUND');
      await store.revoke(id, clock.nowMs());
      return ok({});
    },
  };
}

const tooMany = (waitMs: number) =>
  fail('TOO_MANY_TRIES', { minutes: Math.ceil(Math.min(waitMs, TRY_WINDOW_MS) / 60_000) });

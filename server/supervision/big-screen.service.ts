import type { BigScreenFigures } from '../../shared/big-screen.ts';
import { type BigScreenId, bigScreenId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import { askedScope, maySee, nameOf, topsOf } from '../coverage/report.tree.rules.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Action, Actor, Permit } from '../identity/identity.types.ts';
import { TRY_WINDOW_MS, type TryLimiter } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { BigScreenStore } from './big-screen.store.ts';
import type { BigScreen } from './big-screen.types.ts';

export type BigScreenDeps = {
  readonly screens: BigScreenStore;
  readonly figuresOf: (screen: BigScreen) => Promise<BigScreenFigures>;
  readonly directory: DirectoryReader & { today(): Promise<LocalDate> };
  readonly permit: Permit;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  /** Where the address leads: the operator's public one, else the asked one if it is ours; null when it is not. */
  readonly linkOrigin: (asked: string) => string | null;
};

/** However many look at one address, it is counted for them once in so long. */
const FIGURES_MS = 10_000;
const SEEN_MS = 60_000;

/** Addresses of big screens 数据大屏, and what they show. */
export interface BigScreenService {
  /** FORBIDDEN for whoever is administrator of nothing. */
  list(actor: Actor): Promise<Result<RouteAnswer<'bigScreen.list'>>>;
  /** FORBIDDEN, NOT_FOUND for a place that is not there or not the asker's, INVALID_VALUE for an address that is not ours. */
  make(actor: Actor, wish: RouteBody<'bigScreen.make'>): Promise<Result<RouteAnswer<'bigScreen.make'>>>;
  /** NOT_FOUND, FORBIDDEN. */
  revoke(actor: Actor, id: BigScreenId): Promise<Result<Record<string, never>>>;
  /** NOT_FOUND for an address that never was, LINK_CLOSED; TOO_MANY_TRIES {minutes} after ten wrong ones from one network address. */
  read(token: string, address: string): Promise<Result<BigScreenFigures>>;
}

export function createBigScreenService(deps: BigScreenDeps): BigScreenService {
  const { screens, directory, permit, clock } = deps;
  const kept = new Map<BigScreenId, { readonly atMs: number; readonly figures: Promise<BigScreenFigures> }>();

  const figures = (screen: BigScreen): Promise<BigScreenFigures> => {
    const nowMs = clock.nowMs();
    const before = kept.get(screen.id);
    if (before !== undefined && nowMs - before.atMs < FIGURES_MS) return before.figures;
    const made = deps.figuresOf(screen);
    kept.set(screen.id, { atMs: nowMs, figures: made });
    // What failed is tried again by the next who asks.
    made.catch(() => kept.delete(screen.id));
    return made;
  };
  const look = async (actor: Actor, action: Action) => {
    const tree = await directory.tree(await directory.today());
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const tops = topsOf(permit, actor, tree, action);
    return tops.length === 0 ? fail('FORBIDDEN') : ok({ actor, action, tops, tree, trees: [tree] });
  };

  return {
    async list(actor) {
      const found = await look(actor, 'bigScreen.list');
      if (!found.ok) return found;
      const names = await directory.names(await directory.today());
      const own = (await screens.open()).filter(({ scope }) => maySee(permit, found.value, scope));
      return ok({
        screens: own.map(({ id, scope, label, madeBy, madeAtMs, seenAtMs }) => ({
          ...{ bigScreenId: id, label, madeAtMs, seenAtMs },
          scopeName: nameOf([found.value.tree], scope),
          madeByName: names.person(madeBy)?.name ?? '',
        })),
      });
    },
    async make(actor, { label, origin, ...part }) {
      const asked = askedScope(part);
      if (!asked.ok) return asked;
      const found = await look(actor, 'bigScreen.make');
      if (!found.ok) return found;
      const scope = asked.value ?? found.value.tops[0];
      if (scope === undefined || !maySee(permit, found.value, scope)) return fail('NOT_FOUND');
      const start = deps.linkOrigin(origin);
      if (start === null) return fail('INVALID_VALUE', { field: 'origin' });
      const token = newToken(deps.random);
      const id = bigScreenId.parse(deps.newId());
      await screens.add({
        ...{ id, scope, label, tokenHash: hashToken(token), seenAtMs: null, revokedAtMs: null },
        ...{ madeBy: found.value.actor.personId, madeAtMs: clock.nowMs() },
      });
      return ok({ bigScreenId: id, address: `${start}/big-screen#${token}` });
    },
    async revoke(actor, id) {
      const found = await look(actor, 'bigScreen.revoke');
      if (!found.ok) return found;
      const screen = await screens.byId(id);
      if (screen === null || !maySee(permit, found.value, screen.scope)) return fail('NOT_FOUND');
      await screens.revoke(id, clock.nowMs());
      kept.delete(id);
      return ok({});
    },
    async read(token, address) {
      const screen = isToken(token) ? await screens.byTokenHash(hashToken(token)) : null;
      if (screen === null) return wrongAddress(deps.tries, address);
      if (screen.revokedAtMs !== null) return fail('LINK_CLOSED');
      const nowMs = clock.nowMs();
      if (nowMs - (screen.seenAtMs ?? 0) >= SEEN_MS) await screens.seen(screen.id, nowMs);
      return ok(await figures(screen));
    },
  };
}

function wrongAddress(tries: TryLimiter, address: string): Result<never> {
  const taken = tries.take([`big screen ${address}`]);
  return taken.ok
    ? fail('NOT_FOUND')
    : fail('TOO_MANY_TRIES', { minutes: Math.ceil(Math.min(taken.waitMs, TRY_WINDOW_MS) / 60_000) });
}

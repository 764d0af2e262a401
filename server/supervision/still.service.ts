import { type SessionId, sessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { STILLS_MAX, type Still, type StillOpening } from '../../shared/still.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import { pathOfRegion } from '../directory/directory.rules.ts';
import type { DirectoryTree } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { NewId } from '../platform/ports.ts';
import type { Gate } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { createStillMaker } from './still.maker.ts';
import { isOn } from './still.rules.ts';
import type { StillSettings } from './still.store.ts';
import type { inPart } from './supervision.scope.rules.ts';
import { look, type SupervisionDeps } from './supervision.service.ts';

export type StillServiceDeps = Pick<SupervisionDeps, 'directory' | 'permit' | 'clock' | 'wall'> & {
  readonly settings: Pick<StillSettings, 'words'>;
  readonly maker: ReturnType<typeof createStillMaker>;
  /** Whether there is anything to take stills with. */
  readonly available: () => Promise<boolean>;
  readonly sessions: Pick<SessionReader, 'stateOf'>;
  readonly gate: Pick<Gate, 'find' | 'allow'>;
  readonly newId: NewId;
};

type Opening = { readonly loginId: string; readonly readAtMs: number };

/** A wall that is closed or hidden no longer asks. */
const SILENT_MS = 10 * 60_000;
const OPENINGS_MAX = 5_000;

/** Stills 静态小画面 of lessons for those who supervise. Whoever sees one has opened a wall before, and that stands in the audit. */
export interface StillService {
  /** As `SupervisionService.wall`. */
  open(actor: Actor, part: RouteBody<'still.open'>): Promise<Result<StillOpening>>;
  /** NOT_FOUND for an opening of somebody else, an unknown one, and one that was silent for ten minutes. */
  read(actor: Actor, ask: RouteBody<'still.read'>): Promise<Result<RouteAnswer<'still.read'>>>;
  /** NOT_FOUND for whoever has no part in the lesson. */
  notice(actor: Actor, id: SessionId): Promise<Result<RouteAnswer<'still.notice'>>>;
  /** To be called every now and then. */
  sweep(): void;
}

export function createStillService(deps: StillServiceDeps): StillService {
  const { settings, maker, permit, clock } = deps;
  const openings = new Map<string, Opening>();

  const sweep = (): void => {
    const nowMs = clock.nowMs();
    for (const [id, { readAtMs }] of openings) if (nowMs - readAtMs >= SILENT_MS) openings.delete(id);
    maker.sweep();
  };

  return {
    sweep,

    async open(actor, part) {
      const found = await look(deps, actor, { ...part, action: 'still.open' });
      if (!found.ok) return found;
      if (!(await deps.available())) return ok({ state: 'missing' });
      if (!isOnSomewhere(found.value, await settings.words())) return ok({ state: 'off' });
      sweep();
      if (openings.size >= OPENINGS_MAX) return fail('UNAVAILABLE');
      const openingId = deps.newId();
      openings.set(openingId, { loginId: found.value.actor.loginId, readAtMs: clock.nowMs() });
      return ok({ state: 'open', openingId });
    },

    async read(actor, { openingId, sessionIds }) {
      const found = await look(deps, actor, { action: 'still.read' });
      if (!found.ok) return found;
      const opening = openings.get(openingId);
      const nowMs = clock.nowMs();
      if (opening?.loginId !== found.value.actor.loginId || nowMs - opening.readAtMs >= SILENT_MS)
        return fail('NOT_FOUND');
      openings.set(openingId, { ...opening, readAtMs: nowMs });
      const [words, { rows }] = [await settings.words(), await deps.wall.standing()];
      const { tree } = found.value;
      const stills = idsIn(sessionIds).flatMap((id): Still[] => {
        const lesson = rows.get(id)?.lesson;
        if (lesson === undefined || !tree.schools.has(lesson.leadingSchoolId)) return [];
        const path = tree.pathOf(lesson.leadingSchoolId);
        if (!permit(actor, 'still.read', { paths: [path], relations: [] })) return [];
        if (isOn(path.regionIds, words)) return [lesson.state === 'live' ? maker.want(id) : none(id)];
        maker.forget(id);
        return [{ sessionId: id, state: 'off' }];
      });
      return ok({ stills });
    },

    async notice(actor, id) {
      const found = await deps.gate.find(id);
      if (!found.ok) return found;
      const state = await deps.sessions.stateOf(id);
      const may = deps.gate.allow(actor, 'still.notice', { access: found.value, state });
      if (!may.ok) return may;
      const home = found.value.places[0]?.path.regionIds ?? [];
      return ok({ enabled: isOn(home, await settings.words()) });
    },
  };
}

const none = (id: SessionId): Still => ({ sessionId: id, state: 'none' });

const idsIn = (text: string): SessionId[] =>
  [...new Set(text.split(','))].slice(0, STILLS_MAX).flatMap((each) => sessionId.safeParse(each).data ?? []);

/** For the part itself, or for anything below it. */
function isOnSomewhere(
  { scope, tree }: { readonly scope: Parameters<typeof inPart>[0]['scope']; readonly tree: DirectoryTree },
  words: ReadonlyMap<Parameters<DirectoryTree['regions']['get']>[0], boolean>,
): boolean {
  if (scope.kind === 'school') return isOn(tree.pathOf(scope.id).regionIds, words);
  if (isOn(pathOfRegion(tree.regions, scope.id).regionIds, words)) return true;
  return [...words].some(
    ([id, enabled]) =>
      enabled && tree.regions.has(id) && pathOfRegion(tree.regions, id).regionIds.includes(scope.id),
  );
}

import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { wallClock } from '../../shared/kernel/time.ts';
import type { OwnProgress } from '../../shared/recording.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { AssetsService } from './assets.service.ts';
import { placeIn } from './progress.rules.ts';
import type { ProgressStore } from './progress.store.ts';
import type { PieceReading } from './recording.reading.ts';
import { durationFrom } from './replay.rules.ts';

export type ProgressDeps = {
  readonly assets: Pick<AssetsService, 'see'>;
  readonly store: Pick<ProgressStore, 'tell'>;
  readonly reading: Pick<PieceReading, 'measuresOf'>;
  readonly clock: Clock;
};

/** Where whoever is signed in stands in a recording. NOT_FOUND for one that is gone, or that they may not see. */
export function createProgress({ assets, store, reading, clock }: ProgressDeps) {
  return async (actor: Actor, told: RouteBody<'recording.progress'>): Promise<Result<OwnProgress>> => {
    if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    const seen = await assets.see(actor, told.recordingId);
    if (!seen.ok) return seen;
    const { recording, access } = seen.value;
    if (recording.removedAtMs !== null) return fail('NOT_FOUND');
    const durationMs = durationFrom(recording, await reading.measuresOf(recording.id));
    const place = placeIn({ durationMs, grows: recording.endedAtMs === null }, told.positionMs);
    if (!place.ok) return place;
    const nowMs = clock.nowMs();
    await store.tell({
      ...place.value,
      ...{ personId: actor.personId, recordingId: recording.id, playedMs: told.playedMs },
      ...{ localDate: wallClock(nowMs, access.lesson.fields.zone).date, toldAtMs: Math.floor(nowMs) },
    });
    return ok(place.value);
  };
}

import { createRecorder, type MediaEngine, takeStill } from '../sfu/index.ts';
import type { Log } from './platform/ports.ts';
import { spaceOf } from './session/session.media.ts';
import type { SupervisionModuleDeps } from './supervision/supervision.module.ts';

/** Stills of what this server's engine carries; of a lesson whose media is at another server there are none here. */
export function stillsOf(engine: MediaEngine, log: Log): SupervisionModuleDeps['stills'] {
  const { available } = createRecorder({ engine, log, nowMs: Date.now });
  return {
    available,
    async take(sessionId, streamId) {
      const taken = await takeStill({ engine, log }, spaceOf(sessionId), streamId);
      return taken.ok ? taken.value : null;
    },
  };
}

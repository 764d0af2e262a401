import { z } from 'zod';
import { deviceId } from '../shared/kernel/ids.ts';
import type { OpenLine } from './device/device.types.ts';
import type { Bus } from './platform/bus.ts';
import type { Clock, Jobs } from './platform/ports.ts';

const line = z.object({
  deviceId,
  placeId: z.string(),
  lastHeardAtMs: z.int(),
  wireVersion: z.int(),
  inLesson: z.boolean(),
});
const open = z.object({ serverId: z.string(), lines: z.array(line) });

const TELL_EVERY_MS = 5_000;
/** A server that has not told for so long is gone, and its screens are elsewhere by now. */
const FORGET_AFTER_MS = 3 * TELL_EVERY_MS;

export type ScreensDeps = { readonly bus: Bus; readonly serverId: string; readonly clock: Clock };

/** Screens that hold a connection to another server: the page that lists them shows them as there, and a check reaches them. */
export function createScreensElsewhere({ bus, serverId, clock }: ScreensDeps) {
  const told = new Map<string, { readonly atMs: number; readonly lines: z.infer<typeof open>['lines'] }>();
  bus.on('screens.open', (body) => {
    const { serverId: from, lines } = open.parse(body);
    told.set(from, { atMs: clock.nowMs(), lines });
  });
  return {
    lines(): OpenLine[] {
      const nowMs = clock.nowMs();
      for (const [from, { atMs }] of told) if (nowMs - atMs > FORGET_AFTER_MS) told.delete(from);
      return [...told.values()].flatMap(({ lines }) =>
        lines.map((each) => ({
          ...each,
          wantCheck: () => bus.publish('screen.checkWanted', each.deviceId),
        })),
      );
    },
    /** Tells the others of those that are connected here. */
    start(jobs: Pick<Jobs, 'every'>, own: () => readonly OpenLine[]): void {
      if (!bus.shared) return;
      bus.on('screen.checkWanted', (body) => {
        const wanted = deviceId.parse(body);
        for (const each of own()) if (each.deviceId === wanted) each.wantCheck();
      });
      jobs.every('screens.tell', TELL_EVERY_MS, async () => {
        const lines = own().map((each) => line.parse(each));
        bus.publish('screens.open', { serverId, lines });
      });
    },
  };
}

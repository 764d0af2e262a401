import { type Bus, createEars } from '../../server/platform/bus.ts';
import { silentLog } from '../../server/platform/log.ts';

/** The line between servers of one test, in memory. */
export type Hub = {
  /** A new server's end of it. */
  bus(): Bus;
  /** While true nobody hears anybody; everybody learns of it at the end. */
  setAway(away: boolean): void;
};

export function createHub(): Hub {
  const members: ReturnType<typeof createEars>[] = [];
  let away = false;
  return {
    bus() {
      const ears = createEars(silentLog);
      members.push(ears);
      return {
        shared: true,
        publish(topic, body) {
          const news = { topic, body: JSON.parse(JSON.stringify(body)) as unknown };
          if (!away) for (const each of members) if (each !== ears) each.hear(news);
        },
        on: ears.on,
        onGap: ears.onGap,
        stop: async () => undefined,
      };
    },
    setAway(value) {
      away = value;
      if (!away) for (const each of members) each.gap();
    },
  };
}

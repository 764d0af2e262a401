import type { LadderNow } from '../../shared/ladder.ts';
import type { FrameFacts } from './first-frames.ts';
import type { LiveClient, LiveStream } from './live.types.ts';
import type { LiveSession } from './live-session.ts';
import type { StatsRows } from './media/media-kit.ts';

/**
 * Read-only facts for whoever measures or helps over the telephone, on `window.sanketang`. Ids, numbers and states; no names, no
 * tokens. Not an interface to build on.
 */
export type Diagnostics = {
  link(): string;
  /** `none`, `joining`, `refused:CODE` or `joined:PHASE`. */
  session(): string;
  media(): string;
  mediaEpoch(): number | null;
  /** What the own line lets through, as the server says. */
  ladder(): LadderNow | null;
  /** Pictures on the glass by source, since the page last asked to join. */
  frames(): Readonly<Record<string, FrameFacts>>;
  streams(): readonly Omit<LiveStream, 'track'>[];
  /** Everything WebRTC counts, of both transports. */
  stats(): Promise<{ readonly send: StatsRows; readonly receive: StatsRows }>;
};

export function diagnosticsOf(client: LiveClient, live: LiveSession): Diagnostics {
  const joined = () => {
    const facts = client.session.get();
    return facts.state === 'joined' ? facts : null;
  };
  return {
    link: () => client.link.get().state,
    session: () => {
      const facts = client.session.get();
      if (facts.state === 'joined') return `joined:${facts.view.lesson.phase.state}`;
      return facts.state === 'refused' ? `refused:${facts.error.code}` : facts.state;
    },
    media: () => joined()?.media.state ?? 'none',
    ladder: () => client.ladder.get(),
    mediaEpoch: () => live.media.path?.epoch ?? null,
    frames: () => live.frames.facts(),
    streams: () => client.streams.get().map(({ track: _, ...stream }) => stream),
    stats: async () => {
      const transports = live.media.path?.transports;
      if (transports === undefined) return { send: [], receive: [] };
      return { send: await transports.stats('send'), receive: await transports.stats('receive') };
    },
  };
}

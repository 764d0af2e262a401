import type { SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import type { SessionView, StreamView } from '../../shared/session/session.view.ts';
import { browserEnvironment } from './environment.ts';
import type { HelperClient } from './helper-client.ts';
import type { LiveStream, MediaState, Readable, ShownSize } from './live.types.ts';
import type { PictureCodec } from './media/encodings.ts';
import { MediaSession } from './media/media-session.ts';
import { mediasoupKit } from './media/mediasoup-kit.ts';
import { createStore } from './store.ts';

/** The media of a phone that speaks on the private line; fetched when it first does. */
export interface LineMedia {
  readonly streams: Readable<readonly LiveStream[]>;
  readonly media: Readable<MediaState>;
  setView(view: SessionView): void;
  close(): void;
}

type Wish = {
  readonly client: HelperClient;
  readonly sessionId: SessionId;
  readonly seat: SeatKey;
  readonly view: SessionView;
  readonly track: MediaStreamTrack;
};

/** Sends the track to the other end and receives theirs; nothing else of the lesson is asked for. The track stays its owner's. */
export function openLineMedia({ client, sessionId, seat, view, track }: Wish): LineMedia {
  const isUp = () => client.link.get().state === 'connected';
  const session = new MediaSession({
    environment: browserEnvironment(),
    kit: mediasoupKit(navigator.userAgent),
    ask: (name, body, limits) => client.request(name, body, limits),
    options: { camera: 'listening', showByDefault: 'none' },
    codec: createStore<PictureCodec>('video/H264'),
    linkIsUp: isUp,
    redial: () => client.retry(),
    probe: async () => isUp(),
  });
  session.begin({ sessionId, seat }, view, null);
  session.show(heardIn(view, seat));
  void session.publish('line', track);
  return {
    streams: session.streams,
    media: session.media,
    setView(next) {
      session.setView(next);
      session.show(heardIn(next, seat));
    },
    close: () => session.end(),
  };
}

const HEARD: ShownSize = { widthPx: 0, heightPx: 0 };

const heardIn = ({ streams }: SessionView, own: SeatKey): ReadonlyMap<StreamId, ShownSize> =>
  new Map(
    Object.values<StreamView>(streams)
      .filter(({ source, seat }) => source === 'line' && seat !== own)
      .map(({ streamId }) => [streamId, HEARD]),
  );

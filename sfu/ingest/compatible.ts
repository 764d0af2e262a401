import { createSocket, type Socket } from 'node:dgram';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Feed } from '../feed.types.ts';
import type { Tap, TapId, TapRequest } from '../tap.types.ts';
import type { SdpMedia } from './sdp.rules.ts';
import { transcode } from './transcode.ts';

/** The way out of a lesson, and the way in again. */
export type CompatibleDoor = {
  tap(request: TapRequest): Promise<Result<Tap>>;
  resumeTap(tapId: TapId): Promise<Result<void>>;
  requestKeyFrame(tapId: TapId): Promise<void>;
  untap(tapId: TapId): Promise<void>;
  feed(): Promise<Result<Feed>>;
};

export type CompatibleOptions = {
  readonly door: CompatibleDoor;
  readonly streamId: StreamId;
  readonly source: 'camera' | 'content';
  readonly ffmpegBin: string;
  /** It ended by itself; there is no such program, or it cannot decode what comes. */
  readonly onEnded: (fault: 'noFfmpeg' | 'codec') => void;
};

/** A picture that is sent once more. */
export type Compatible = {
  readonly streamId: StreamId;
  /** Idempotent. */
  stop(): Promise<void>;
};

const loopback = '127.0.0.1';
/** What was lost on the way shows no longer than this. Equipment that cannot be asked sends key frames by itself. */
const KEY_FRAME_MS = 10_000;

/** Sends a picture of equipment once more, small and in VP8: one ffmpeg, as long as it is wanted. Refusals are those of the door. */
export async function sendCompatible(options: CompatibleOptions): Promise<Result<Compatible>> {
  const { door, streamId, source, ffmpegBin, onEnded } = options;
  const [rtp, rtcp] = await Promise.all([bound(), bound()]);
  const free = (): void => {
    rtp.close();
    rtcp.close();
  };
  const tapped = await door.tap({ streamId, port: rtp.address().port, rtcpPort: rtcp.address().port });
  const fed = tapped.ok ? await door.feed() : tapped;
  if (!tapped.ok || !fed.ok) {
    if (tapped.ok) await door.untap(tapped.value.tapId);
    free();
    return fed.ok ? fail('NOT_FOUND') : fed;
  }
  const { tapId } = tapped.value;
  const media = mediaOf(tapped.value);
  const made = await transcode({
    ...{ ffmpegBin, media, feed: fed.value, small: source },
    onEnded: (exitCode) => onEnded(exitCode === null ? 'noFfmpeg' : 'codec'),
  });
  rtp.on('message', (packet) => made.write(packet));
  // A key frame that comes before ffmpeg listens is lost, and equipment cannot be asked for another.
  await made.ready;
  await door.resumeTap(tapId);
  const asking = setInterval(() => void door.requestKeyFrame(tapId), KEY_FRAME_MS);
  let stopped = false;
  return ok({
    streamId: fed.value.streamId,
    async stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(asking);
      made.stop();
      await door.untap(tapId);
      free();
    },
  });
}

function bound(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, loopback, () => resolve(socket));
  });
}

function mediaOf({ mimeType, payloadType, clockRate, parameters }: Tap): SdpMedia {
  const format = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return {
    ...{ kind: 'video', port: 0, protocol: 'RTP/AVP', payloadTypes: [payloadType] },
    attributes: [
      { name: 'rtpmap', value: `${payloadType} ${mimeType.split('/')[1]}/${clockRate}` },
      ...(format.length === 0 ? [] : [{ name: 'fmtp', value: `${payloadType} ${format.join(';')}` }]),
    ],
  };
}

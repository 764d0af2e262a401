import type { types } from 'mediasoup-client';
import type {
  ConsumerOptions,
  RtpCapabilities,
  TransportDirection,
  TransportOptions,
} from '../../shared/media.ts';

/**
 * What runs inside the browser. Each function is sent there by itself, so it uses nothing from around it but `window`.
 */
declare global {
  interface Window {
    mediasoupClient: typeof import('mediasoup-client');
    /** One of the engine's methods, for this page's participant; throws when it is refused. */
    ask(method: string, input?: unknown): Promise<unknown>;
    gate: {
      readonly connections: RTCPeerConnection[];
      device: types.Device;
      readonly video: HTMLVideoElement;
      readonly consumers: Map<string, types.Consumer>;
      transport(direction: TransportDirection, options: TransportOptions): types.Transport;
    };
  }
}

/** Loads the device and keeps every peer connection, since what was negotiated is read from them. */
export async function prepare(routerRtpCapabilities: RtpCapabilities): Promise<void> {
  const connections: RTCPeerConnection[] = [];
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  const device = await window.mediasoupClient.Device.factory();
  await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const transport = (direction: TransportDirection, options: TransportOptions): types.Transport => {
    const given = options as types.TransportOptions;
    const made = direction === 'send' ? device.createSendTransport(given) : device.createRecvTransport(given);
    made.on('connect', ({ dtlsParameters }, done, failed) => {
      window.ask('connect', { direction, dtlsParameters }).then(done, failed);
    });
    made.on('produce', ({ rtpParameters, appData }, done, failed) => {
      window
        .ask('publish', { source: appData['source'], rtpParameters })
        .then((id) => done({ id: String(id) }), failed);
    });
    return made;
  };
  window.gate = { connections, device, video, consumers: new Map(), transport };
}

/** Publishes camera (three layers) and voice. */
export async function publishAll(input: { options: TransportOptions; mimeType: string }): Promise<void> {
  const { device, transport } = window.gate;
  const media = await navigator.mediaDevices.getUserMedia({
    video: { width: 1280, height: 720, frameRate: 30 },
    audio: true,
  });
  const send = transport('send', input.options);
  const [picture] = media.getVideoTracks();
  const [sound] = media.getAudioTracks();
  const codec = device.rtpCapabilities.codecs?.find((each) => each.mimeType.toLowerCase() === input.mimeType);
  if (picture === undefined || sound === undefined || codec === undefined) throw new Error('nothing to send');
  await send.produce({
    track: sound,
    appData: { source: 'voice' },
    codecOptions: { opusFec: true, opusNack: true },
  });
  await send.produce({
    track: picture,
    codec,
    appData: { source: 'camera' },
    encodings: [
      { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
      { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
      { scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
    ],
  });
}

/** Takes the consumers and starts them; answers ms until the first picture is shown. */
export async function receiveAll(input: {
  options: TransportOptions;
  consumers: ConsumerOptions[];
}): Promise<number> {
  const { video, consumers, transport } = window.gate;
  const startedAtMs = performance.now();
  const receive = transport('receive', input.options);
  const made = await Promise.all(
    input.consumers.map(async ({ consumerId, streamId, kind, rtpParameters }) => {
      const consumer = await receive.consume({
        id: consumerId,
        producerId: streamId,
        kind,
        rtpParameters: rtpParameters as unknown as types.RtpParameters,
      });
      consumers.set(kind, consumer);
      return consumer;
    }),
  );
  video.srcObject = new MediaStream(made.map(({ track }) => track));
  await window.ask(
    'steer',
    made.map(({ id }) => ({ consumerId: id, paused: false })),
  );
  await video.play();
  await new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
  return performance.now() - startedAtMs;
}

/** Asks for a layer (null: leaves it) and answers ms until a picture of that width is shown, null when none comes in time. */
export async function layerShown(wish: {
  maxLayer: number | null;
  width: number;
  limitMs: number;
}): Promise<number | null> {
  const { video, consumers } = window.gate;
  const startedAtMs = performance.now();
  const consumer = consumers.get('video');
  if (consumer === undefined) throw new Error('no picture is received');
  if (wish.maxLayer !== null) {
    await window.ask('steer', [{ consumerId: consumer.id, paused: false, maxLayer: wish.maxLayer }]);
  }
  // Asked often and not by frame callbacks, which a page that is not in front gets once a second.
  while (performance.now() - startedAtMs < wish.limitMs) {
    if (video.videoWidth === wish.width) return performance.now() - startedAtMs;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return null;
}

export type Negotiated = {
  /** The Opus format line of the stream that really flows, from getStats. */
  readonly opusFormat: string;
  readonly local: { readonly nack: boolean; readonly fec: boolean };
  readonly remote: { readonly nack: boolean; readonly fec: boolean };
  readonly videoCodec: string;
  readonly framesPerSecond: number;
};

/** What this page and the engine agreed on, read from the peer connection's two descriptions and its statistics. */
export async function negotiated(direction: 'outbound-rtp' | 'inbound-rtp'): Promise<Negotiated> {
  const limitMs = performance.now() + 5_000;
  // The first one only asked what the browser can do.
  const connection = window.gate.connections.at(-1);
  if (connection === undefined) throw new Error('no connection');
  const read = async () => [...(await connection.getStats()).values()] as Record<string, unknown>[];
  const isPicture = (stat: Record<string, unknown>) =>
    stat['type'] === direction && stat['kind'] === 'video' && stat['codecId'] !== undefined;
  let stats = await read();
  while (!stats.some(isPicture) && performance.now() < limitMs) stats = await read();
  const codecOf = (kind: string) => {
    const stream = stats.find(
      (stat) => stat['type'] === direction && stat['kind'] === kind && stat['codecId'] !== undefined,
    );
    return { stream, codec: stats.find((stat) => stat['id'] === stream?.['codecId']) };
  };
  const agreed = (description: RTCSessionDescription | null) => {
    const sections = (description?.sdp ?? '').split(/^m=/m);
    const audio = sections.find((section) => section.startsWith('audio')) ?? '';
    const payloadType = /a=rtpmap:(\d+) opus/i.exec(audio)?.[1] ?? 'none';
    return {
      nack: new RegExp(`^a=rtcp-fb:${payloadType} nack\\s*$`, 'm').test(audio),
      fec: new RegExp(`^a=fmtp:${payloadType} .*useinbandfec=1`, 'm').test(audio),
    };
  };
  const picture = codecOf('video');
  return {
    opusFormat: String(codecOf('audio').codec?.['sdpFmtpLine']),
    local: agreed(connection.localDescription),
    remote: agreed(connection.remoteDescription),
    videoCodec: `${String(picture.codec?.['mimeType'])} ${String(picture.codec?.['sdpFmtpLine'])}`,
    framesPerSecond: Number(picture.stream?.['framesPerSecond'] ?? 0),
  };
}

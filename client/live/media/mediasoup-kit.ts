import { Device, type types } from 'mediasoup-client';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';
import { streamId } from '../../../shared/kernel/ids.ts';
import {
  type ConsumerOptions,
  kindOf,
  type RtpCapabilities,
  type StreamSource,
} from '../../../shared/media.ts';
import type { MediaOffer } from '../../../shared/wire/media-requests.ts';
import { musicCodec, type SendPlan, voiceCodec } from './encodings.ts';
import type {
  Coded,
  MediaKit,
  MediaTransports,
  Receiver,
  Sender,
  StatsRows,
  TransportAsks,
} from './media-kit.ts';

/**
 * Panels of 2022 still run Chromium 100–110, which wants the older handler. Who watches by a link may come with any browser: WeChat on an
 * iPhone is a Safari that names no version. Each of these is fetched only where it is needed.
 */
async function handlerFactory(userAgent: string): Promise<types.HandlerFactory> {
  if (/Firefox\//.test(userAgent)) {
    const { Firefox120 } = await import('mediasoup-client/handlers/Firefox120');
    return Firefox120.createFactory({});
  }
  if (/AppleWebKit\//.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent)) {
    const { Safari12 } = await import('mediasoup-client/handlers/Safari12');
    return Safari12.createFactory({});
  }
  const major = Number(/Chrom(?:e|ium)\/(\d+)/.exec(userAgent)?.[1] ?? Number.POSITIVE_INFINITY);
  if (major >= 111) return Chrome111.createFactory({});
  const { Chrome74 } = await import('mediasoup-client/handlers/Chrome74');
  return Chrome74.createFactory({});
}

/** Probing what the browser can do takes tens of milliseconds, so a device is kept while the server offers the same. */
export function mediasoupKit(userAgent: string): MediaKit {
  let kept: { readonly offered: string; readonly device: Device } | null = null;
  const deviceFor = async (offer: MediaOffer): Promise<Device> => {
    const offered = JSON.stringify(offer.rtpCapabilities);
    if (kept?.offered === offered) return kept.device;
    const device = new Device({ handlerFactory: await handlerFactory(userAgent) });
    await device.load({ routerRtpCapabilities: offer.rtpCapabilities as types.RtpCapabilities });
    kept = { offered, device };
    return device;
  };
  return {
    open: async (offer, asks) => transportsOf(await deviceFor(offer), offer, asks),
  };
}

function transportsOf(device: Device, offer: MediaOffer, asks: TransportAsks): MediaTransports {
  const send = device.createSendTransport(offer.send as types.TransportOptions);
  const receive = device.createRecvTransport(offer.receive as types.TransportOptions);
  // The parameters go ahead of the first packets on an ordered line, so nobody waits for the answer.
  send.on('connect', ({ dtlsParameters }, done) => {
    asks.connect('send', dtlsParameters);
    done();
  });
  receive.on('connect', ({ dtlsParameters }, done) => {
    asks.connect('receive', dtlsParameters);
    done();
  });
  send.on('produce', ({ rtpParameters, appData }, done, failed) => {
    const source = appData['source'] as StreamSource;
    const compatible = appData['compatible'] === true;
    asks.publish({ source, compatible }, rtpParameters as never).then((id) => done({ id }), failed);
  });
  return {
    receiveCapabilities: device.recvRtpCapabilities as RtpCapabilities,
    send: async (source, track, plan) => {
      const codec = codecFor(device.sendRtpCapabilities, source, plan);
      return senderOf(await send.produce({ ...produceOptions(source, track, plan), ...codec }));
    },
    receive: async (options, group) => receiverOf(await receive.consume(consumeOptions(options, group))),
    restartIce: (direction, iceParameters) =>
      (direction === 'send' ? send : receive).restartIce({
        iceParameters: iceParameters as types.IceParameters,
      }),
    stats: async (direction) => rowsOf(await (direction === 'send' ? send : receive).getStats()),
    close: () => {
      send.close();
      receive.close();
    },
  };
}

/** The first of that name, which of H.264's levels is the one that every panel decodes. */
function codecFor(
  { codecs = [] }: types.RtpCapabilities,
  source: StreamSource,
  plan: Coded,
): Pick<types.ProducerOptions, 'codec'> {
  const wanted = plan.codec.toLowerCase();
  const codec = codecs.find((each) => each.mimeType.toLowerCase() === wanted);
  return kindOf(source) === 'audio' || codec === undefined ? {} : { codec };
}

function produceOptions(
  source: StreamSource,
  track: MediaStreamTrack,
  plan: SendPlan & Coded,
): types.ProducerOptions {
  track.contentHint = plan.contentHint;
  return {
    track,
    appData: { source, compatible: plan.compatible === true },
    stopTracks: false,
    disableTrackOnPause: true,
    zeroRtpOnPause: true,
    ...(plan.encodings === undefined
      ? { codecOptions: plan.contentHint === 'music' ? musicCodec : voiceCodec }
      : {}),
    ...(plan.encodings === undefined ? {} : { encodings: plan.encodings.map((each) => ({ ...each })) }),
  };
}

function consumeOptions(options: ConsumerOptions, group: string): types.ConsumerOptions {
  return {
    id: options.consumerId,
    producerId: options.streamId,
    kind: options.kind,
    rtpParameters: options.rtpParameters as unknown as types.RtpParameters,
    streamId: group,
  };
}

function senderOf(producer: types.Producer): Sender {
  return {
    streamId: streamId.parse(producer.id),
    replaceTrack: (track) => producer.replaceTrack({ track }),
    mute: (muted) => (muted ? producer.pause() : producer.resume()),
    limitLayers: (topLayer) => producer.setMaxSpatialLayer(topLayer),
    tune: (encoding) => producer.setRtpEncodingParameters(encoding as RTCRtpEncodingParameters),
    close: () => producer.close(),
  };
}

function receiverOf(consumer: types.Consumer): Receiver {
  const { rtpReceiver } = consumer;
  return {
    track: consumer.track,
    mid: consumer.localId,
    hold: (targetMs) => rtpReceiver !== undefined && holdBack(rtpReceiver, targetMs),
    close: () => consumer.close(),
  };
}

/** Chromium before 124 knows it by another name and in seconds; some browsers do not know it at all. */
function holdBack(receiver: RTCRtpReceiver, targetMs: number): boolean {
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = targetMs;
  else if ('playoutDelayHint' in receiver) Object.assign(receiver, { playoutDelayHint: targetMs / 1000 });
  else return false;
  return true;
}

function rowsOf(report: RTCStatsReport): StatsRows {
  const rows: Readonly<Record<string, unknown>>[] = [];
  report.forEach((row: Readonly<Record<string, unknown>>) => {
    rows.push(row);
  });
  return rows;
}

import type { types } from 'mediasoup';
import { generateRouterRtpCapabilities, getConsumerRtpParameters } from 'mediasoup/ortc';
import type { ConsumerOptions, RtpCapabilities, TransportOptions } from '../../shared/media.ts';
import { offeredCapabilities, routerCodecs } from '../engine/codecs.ts';

/** The same capabilities as a real router's, computed by mediasoup's own pure functions. */
export function fakeRouterCapabilities(): RtpCapabilities {
  return offeredCapabilities(generateRouterRtpCapabilities(structuredClone([...routerCodecs])));
}

/** A consumer's parameters; mediasoup draws the SSRCs by lot, a fake counts them. */
export function fakeConsumerParameters(
  consumable: types.RtpParameters,
  receiver: types.RtpCapabilities,
  count: number,
): ConsumerOptions['rtpParameters'] {
  const made = getConsumerRtpParameters({
    consumableRtpParameters: structuredClone(consumable),
    remoteRtpCapabilities: structuredClone(receiver),
    pipe: false,
    enableRtx: true,
  });
  const ssrc = 1_000_000 + count * 10;
  const encodings = made.encodings?.map((encoding) => ({
    ...encoding,
    ssrc,
    ...(encoding.rtx === undefined ? {} : { rtx: { ssrc: ssrc + 1 } }),
  }));
  return { ...made, mid: String(count), encodings };
}

export function fakeTransportOptions(id: string, count: number): TransportOptions {
  const port = 40_000;
  const candidate = {
    priority: 1_076_302_079,
    address: '127.0.0.1',
    ip: '127.0.0.1',
    port,
    type: 'host',
  } as const;
  return {
    id,
    iceParameters: fakeIceParameters(count, 0),
    iceCandidates: [
      { ...candidate, foundation: 'udpcandidate', protocol: 'udp' },
      { ...candidate, foundation: 'tcpcandidate', protocol: 'tcp', tcpType: 'passive' },
    ],
    dtlsParameters: {
      role: 'auto',
      fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
    },
  };
}

export function fakeIceParameters(count: number, restartCount: number): TransportOptions['iceParameters'] {
  return {
    usernameFragment: `fake${count}r${restartCount}`,
    password: `fake-password-${count}-${restartCount}`,
    iceLite: true,
  };
}

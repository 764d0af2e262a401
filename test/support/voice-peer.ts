import { Audio, PeerConnection, type Track, Video } from 'node-datachannel';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type {
  ConsumerOptions,
  DtlsParameters,
  RtpCapabilities,
  TransportOptions,
} from '../../shared/media.ts';

/** Opus as every router of ours offers it. */
const OPUS = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 } as const;
const PAYLOAD_TYPE = 100;
const PACKET_MS = 20;
const RTP_HEADER_BYTES = 12;
/** As long as 20 ms of speech at 32 kbit/s. */
const PAYLOAD_BYTES = 80;

export const voiceCapabilities: RtpCapabilities = {
  codecs: [{ kind: 'audio', preferredPayloadType: PAYLOAD_TYPE, ...OPUS, parameters: {}, rtcpFeedback: [] }],
  headerExtensions: [],
};
export const voiceParametersOf = (ssrc: number) => ({
  codecs: [{ payloadType: PAYLOAD_TYPE, ...OPUS, parameters: {}, rtcpFeedback: [] }],
  headerExtensions: [],
  encodings: [{ ssrc }],
  rtcp: { cname: `voice-${ssrc}` },
});

/** One stream on its way here, as the server names it. */
export type Incoming = {
  readonly streamId: StreamId;
  readonly mid: string;
  readonly ssrc: number;
  readonly payloadType: number;
  /** A voice unless told; pictures are of H.264. */
  readonly kind?: 'audio' | 'video';
};

export const incomingOf = ({ streamId, kind, rtpParameters }: ConsumerOptions): Incoming => ({
  streamId,
  kind,
  mid: String(rtpParameters['mid']),
  ssrc: Number((rtpParameters['encodings'] as readonly { readonly ssrc: number }[])[0]?.ssrc),
  payloadType: Number(rtpParameters.codecs[0]?.['payloadType']),
});

/** A WebRTC transport without a browser: real ICE, DTLS and SRTP, hand-written signalling. */
export type VoicePeer = {
  /** To be told to the server. */
  readonly dtlsParameters: DtlsParameters;
  /** Resolves when packets may go. */
  readonly connected: Promise<void>;
  close(): void;
};

/** Sends one voice. `send` takes the number of the packet, which travels in its payload; an SSRC beside its own is anybody's guess. */
export async function sendingPeer(
  options: TransportOptions,
  ssrc: number,
): Promise<
  VoicePeer & { isOpen(): boolean; send(sequence: number, as?: number): void; sendRaw(packet: Buffer): void }
> {
  const connection = newConnection();
  const media = new Audio('0', 'SendOnly');
  media.addOpusCodec(PAYLOAD_TYPE);
  media.addSSRC(ssrc, `voice-${ssrc}`);
  const track = connection.addTrack(media);
  const peer = await answer(connection, offerOf(options, [{ mid: '0', direction: 'recvonly' }]));
  return {
    ...peer,
    isOpen: () => track.isOpen(),
    send: (sequence, as = ssrc) => void track.sendMessageBinary(packetOf(sequence, as)),
    sendRaw: (packet) => void track.sendMessageBinary(packet),
  };
}

/**
 * Receives voices, and pictures as packets.
 * @param heard told the stream and the number that a voice's sender wrote into the packet; of a picture's packet the number that RTP gave it
 */
export async function receivingPeer(
  options: TransportOptions,
  incoming: readonly Incoming[],
  heard: (streamId: StreamId, sequence: number) => void,
): Promise<VoicePeer> {
  const connection = newConnection();
  const tracks: Track[] = [];
  for (const { mid, streamId, payloadType, kind } of incoming) {
    const track = connection.addTrack(
      kind === 'video' ? pictures(mid, payloadType) : voices(mid, payloadType),
    );
    track.onMessage((packet) => {
      const sequence =
        kind === 'video' ? pictureSequenceIn(packet, payloadType) : sequenceIn(packet, payloadType);
      if (sequence !== null) heard(streamId, sequence);
    });
    tracks.push(track);
  }
  const sections = incoming.map((each) => ({ ...each, direction: 'sendonly' as const }));
  const peer = await answer(connection, offerOf(options, sections));
  return {
    ...peer,
    close: () => {
      for (const each of tracks) each.close();
      peer.close();
    },
  };
}

function voices(mid: string, payloadType: number): Audio {
  const media = new Audio(mid, 'RecvOnly');
  media.addOpusCodec(payloadType);
  return media;
}

function pictures(mid: string, payloadType: number): Video {
  const media = new Video(mid, 'RecvOnly');
  media.addH264Codec(payloadType);
  return media;
}

const newConnection = (): PeerConnection =>
  new PeerConnection('voice', { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true });

async function answer(connection: PeerConnection, offer: string): Promise<VoicePeer> {
  const described = Promise.withResolvers<string>();
  const connected = Promise.withResolvers<void>();
  connection.onLocalDescription((sdp) => described.resolve(sdp));
  connection.onStateChange((state) => {
    if (state === 'connected') connected.resolve();
    if (state === 'failed') connected.reject(new Error('the transport did not connect'));
  });
  connection.setRemoteDescription(offer, 'offer');
  connection.setLocalDescription('answer');
  const value = /a=fingerprint:sha-256 ([0-9A-Fa-f:]+)/.exec(await described.promise)?.[1];
  if (value === undefined) throw new Error('the answer has no fingerprint');
  return {
    dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] },
    connected: connected.promise,
    close: () => connection.close(),
  };
}

type Section = Pick<Incoming, 'mid' | 'kind'> & {
  readonly direction: 'sendonly' | 'recvonly';
  readonly ssrc?: number;
  readonly payloadType?: number;
};

const codecLine = ({ kind, payloadType = PAYLOAD_TYPE }: Section): string =>
  `a=rtpmap:${payloadType} ${kind === 'video' ? 'H264/90000' : 'opus/48000/2'}`;

/** The server's side of one transport in words that a WebRTC stack understands. */
function offerOf(options: TransportOptions, sections: readonly Section[]): string {
  const { iceParameters, iceCandidates, dtlsParameters } = options;
  const fingerprint = dtlsParameters.fingerprints.find((each) => each.algorithm === 'sha-256')?.value;
  const head = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${sections.map(({ mid }) => mid).join(' ')}`,
    'a=msid-semantic: WMS *',
  ];
  const candidates = iceCandidates
    .filter((each) => each.protocol === 'udp')
    .map(
      ({ foundation, priority, address, port }) =>
        `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
    );
  const body = sections.flatMap((section) => [
    `m=${section.kind ?? 'audio'} 9 UDP/TLS/RTP/SAVPF ${section.payloadType ?? PAYLOAD_TYPE}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${section.mid}`,
    `a=${section.direction}`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    'a=rtcp-mux',
    codecLine(section),
    ...(section.ssrc === undefined ? [] : [`a=ssrc:${section.ssrc} cname:voice`]),
    ...candidates,
    'a=end-of-candidates',
  ]);
  return `${[...head, ...body].join('\r\n')}\r\n`;
}

function packetOf(sequence: number, ssrc: number): Buffer {
  const packet = Buffer.alloc(RTP_HEADER_BYTES + PAYLOAD_BYTES);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(PAYLOAD_TYPE, 1);
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE((sequence * PACKET_MS * 48) >>> 0, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt32BE(sequence, RTP_HEADER_BYTES);
  return packet;
}

const pictureSequenceIn = (packet: Buffer, payloadType: number): number | null =>
  packet.length > RTP_HEADER_BYTES && (packet.readUInt8(1) & 0x7f) === payloadType
    ? packet.readUInt16BE(2)
    : null;

/** Null for what is no packet of ours. The server adds header extensions of its own. */
function sequenceIn(packet: Buffer, payloadType: number): number | null {
  if (packet.length < RTP_HEADER_BYTES + PAYLOAD_BYTES || (packet.readUInt8(1) & 0x7f) !== payloadType)
    return null;
  const isExtended = (packet.readUInt8(0) & 0x10) !== 0;
  const extensionBytes = isExtended ? 4 + 4 * packet.readUInt16BE(RTP_HEADER_BYTES + 2) : 0;
  const payload = packet.subarray(RTP_HEADER_BYTES + extensionBytes);
  return payload.length === PAYLOAD_BYTES ? payload.readUInt32BE(0) : null;
}

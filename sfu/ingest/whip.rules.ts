import type { DtlsParameters, RtpParameters, TransportOptions } from '../../shared/media.ts';
import {
  attributeOf,
  attributesOf,
  codecsOf,
  parseSdp,
  type Sdp,
  type SdpCodec,
  type SdpMedia,
} from './sdp.rules.ts';

/** WHIP (RFC 9725): an encoder's offer, and our answer to it. */
export type WhipOffer = {
  readonly dtlsParameters: DtlsParameters;
  /** In the order of the offer; what is not taken is refused in the answer. */
  readonly parts: readonly WhipPart[];
};
export type WhipPart = {
  readonly media: SdpMedia;
  readonly mid: string;
  readonly taken: { readonly kind: 'audio' | 'video'; readonly rtpParameters: RtpParameters } | null;
};

/** `malformed`: no offer at all; `codec`: nothing in it that could be taken. */
export type WhipProblem = 'malformed' | 'codec';

const extensions: ReadonlySet<string> = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
]);
const feedbacks: Readonly<Record<'audio' | 'video', readonly string[]>> = {
  video: ['nack', 'nack pli', 'ccm fir', 'transport-cc'],
  audio: ['transport-cc'],
};

export function readOffer(text: string): WhipOffer | WhipProblem {
  const sdp = parseSdp(text);
  if (sdp === null || sdp.media.length === 0) return 'malformed';
  const fingerprints = fingerprintsOf(sdp);
  if (fingerprints.length === 0) return 'malformed';
  const seen = new Set<string>();
  const parts = sdp.media.map((media, index): WhipPart => {
    const mid = attributeOf(media, 'mid') ?? String(index);
    const kind = media.kind === 'audio' || media.kind === 'video' ? media.kind : null;
    const sends = attributeOf(media, 'recvonly') === null && attributeOf(media, 'inactive') === null;
    const codec = kind === null || !sends || seen.has(kind) ? null : choose(kind, codecsOf(media));
    if (kind === null || codec === null) return { media, mid, taken: null };
    seen.add(kind);
    return { media, mid, taken: { kind, rtpParameters: parametersOf(media, { mid, kind, codec }) } };
  });
  if (parts.every(({ taken }) => taken === null)) return 'codec';
  // Whoever offers to play both parts leaves it to us: an answerer that only listens lets the other begin.
  return { dtlsParameters: { role: 'client', fingerprints }, parts };
}

/** The one that is taken of an offer; none, when it has none that is strong enough. */
export function fingerprintsOf(sdp: Sdp): DtlsParameters['fingerprints'] {
  const lines = [sdp, ...sdp.media].flatMap((each) => attributesOf(each, 'fingerprint'));
  const found = lines.flatMap((line): DtlsParameters['fingerprints'] => {
    const [algorithm = '', value = ''] = line.split(/\s+/);
    const known = (['sha-256', 'sha-384', 'sha-512'] as const).find(
      (each) => each === algorithm.toLowerCase(),
    );
    return known === undefined || !/^([0-9A-F]{2}:){19,63}[0-9A-F]{2}$/i.test(value)
      ? []
      : [{ algorithm: known, value: value.toUpperCase() }];
  });
  return found.slice(0, 1);
}

function choose(kind: 'audio' | 'video', codecs: readonly SdpCodec[]): SdpCodec | null {
  if (kind === 'audio') return codecs.find(({ name }) => name === 'opus') ?? null;
  const h264 = codecs.filter(
    ({ name, parameters }) => name === 'h264' && parameters['packetization-mode'] === '1',
  );
  const profile = (wanted: string) =>
    h264.find(({ parameters }) => parameters['profile-level-id']?.toLowerCase().startsWith(wanted));
  return profile('42e0') ?? profile('42') ?? codecs.find(({ name }) => name === 'vp8') ?? null;
}

function parametersOf(
  media: SdpMedia,
  { mid, kind, codec }: { readonly mid: string; readonly kind: 'audio' | 'video'; readonly codec: SdpCodec },
): RtpParameters {
  const { payloadType, clockRate, channels, name } = codec;
  const rtx = codecsOf(media).find(
    (each) => each.name === 'rtx' && each.parameters['apt'] === String(payloadType),
  );
  const rtcpFeedback = codec.feedback
    .filter((each) => feedbacks[kind].includes(each))
    .map((each) => {
      const [type = '', parameter] = each.split(' ');
      return { type, ...(parameter === undefined ? {} : { parameter }) };
    });
  const ssrcs = attributesOf(media, 'ssrc').map((line) => Number(line.split(' ')[0]));
  const pair = attributesOf(media, 'ssrc-group').find((line) => line.startsWith('FID '));
  const [ssrc = ssrcs[0], rtxSsrc] = pair?.split(' ').slice(1).map(Number) ?? [];
  return {
    mid,
    codecs: [
      {
        mimeType: `${kind}/${name === 'h264' ? 'H264' : name === 'vp8' ? 'VP8' : name}`,
        ...{ payloadType, clockRate, rtcpFeedback },
        ...(kind === 'audio' ? { channels } : {}),
        parameters: wholeNumbers(codec.parameters),
      },
      ...(rtx === undefined
        ? []
        : [
            {
              mimeType: `${kind}/rtx`,
              payloadType: rtx.payloadType,
              clockRate,
              parameters: { apt: payloadType },
            },
          ]),
    ],
    headerExtensions: extensionsOf(media),
    encodings: [
      ssrc === undefined
        ? {}
        : { ssrc, ...(rtx === undefined || rtxSsrc === undefined ? {} : { rtx: { ssrc: rtxSsrc } }) },
    ],
    rtcp: { cname: 'whip', reducedSize: true },
  };
}

/** Numbers, where the engine compares them as numbers. */
const wholeNumbers = (parameters: Readonly<Record<string, string>>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      /^\d{1,9}$/.test(value) && name !== 'profile-level-id' ? Number(value) : value,
    ]),
  );

const extensionsOf = (media: SdpMedia): { uri: string; id: number }[] =>
  attributesOf(media, 'extmap').flatMap((line) => {
    const [id = '', uri = ''] = line.split(' ');
    return extensions.has(uri) ? [{ id: Number.parseInt(id, 10), uri }] : [];
  });

/** We listen, on one transport for all parts. */
export function answerTo({ parts }: WhipOffer, transport: TransportOptions): string {
  const taken = parts.filter((part) => part.taken !== null);
  const lines = [
    ...['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite'],
    `a=group:BUNDLE ${taken.map(({ mid }) => mid).join(' ')}`,
    ...parts.flatMap((part) => partLines(part, transport)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function partLines({ media, mid, taken }: WhipPart, transport: TransportOptions): readonly string[] {
  if (taken === null)
    return [
      `m=${media.kind} 0 ${media.protocol} ${media.payloadTypes[0] ?? 0}`,
      'a=inactive',
      `a=mid:${mid}`,
    ];
  const { codecs, headerExtensions = [] } = taken.rtpParameters;
  return [
    `m=${media.kind} 9 ${media.protocol} ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    ...['a=recvonly', `a=mid:${mid}`, 'a=rtcp-mux', 'a=rtcp-rsize'],
    ...transportLines(transport),
    ...codecs.flatMap(codecLines),
    ...headerExtensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
  ];
}

function codecLines({
  payloadType,
  mimeType,
  clockRate,
  channels,
  parameters,
  rtcpFeedback,
}: RtpParameters['codecs'][number]) {
  const format = Object.entries(parameters ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    `a=rtpmap:${payloadType} ${mimeType.split('/')[1]}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
    ...(format.length === 0 ? [] : [`a=fmtp:${payloadType} ${format.join(';')}`]),
    ...(rtcpFeedback ?? []).map(({ type, parameter }) =>
      [`a=rtcp-fb:${payloadType} ${type}`, ...(parameter === undefined ? [] : [parameter])].join(' '),
    ),
  ];
}

export const transportLines = ({
  iceParameters,
  iceCandidates,
  dtlsParameters,
}: TransportOptions): readonly string[] => [
  ...iceLines(iceParameters),
  ...dtlsParameters.fingerprints
    .filter(({ algorithm }) => algorithm === 'sha-256')
    .map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
  'a=setup:passive',
  ...iceCandidates.map(
    ({ foundation, protocol, priority, ip, port, type, tcpType }) =>
      `a=candidate:${foundation} 1 ${protocol} ${priority} ${ip} ${port} typ ${type}${tcpType === undefined ? '' : ` tcptype ${tcpType}`}`,
  ),
  'a=end-of-candidates',
];

export const iceLines = ({
  usernameFragment,
  password,
}: TransportOptions['iceParameters']): readonly string[] => [
  `a=ice-ufrag:${usernameFragment}`,
  `a=ice-pwd:${password}`,
];

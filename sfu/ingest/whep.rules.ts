import type { DtlsParameters, TransportOptions } from '../../shared/media.ts';
import type { OutletCodec } from '../outlet.types.ts';
import { attributeOf, codecsOf, parseSdp, type SdpCodec, type SdpMedia } from './sdp.rules.ts';
import { fingerprintsOf, transportLines } from './whip.rules.ts';

/** WHEP (draft-ietf-wish-whep): a player's offer, and our answer to it. */
export type WhepOffer = {
  readonly dtlsParameters: DtlsParameters;
  /** In the order of the offer; what is not taken is refused in the answer. */
  readonly parts: readonly WhepPart[];
};
type Numbered = { readonly codec: OutletCodec; readonly offered: SdpCodec };
export type WhepPart = {
  readonly media: SdpMedia;
  readonly mid: string;
  readonly kind: 'audio' | 'video' | null;
  /** Under the player's own numbers; empty: refused. */
  readonly codecs: readonly Numbered[];
};

/** As with encoders. */
export type WhepProblem = 'malformed' | 'codec';

export function readPlayerOffer(text: string): WhepOffer | WhepProblem {
  const sdp = parseSdp(text);
  if (sdp === null || sdp.media.length === 0) return 'malformed';
  const fingerprints = fingerprintsOf(sdp);
  if (fingerprints.length === 0) return 'malformed';
  const seen = new Set<string>();
  const parts = sdp.media.map((media, index): WhepPart => {
    const mid = attributeOf(media, 'mid') ?? String(index);
    const kind = media.kind === 'audio' || media.kind === 'video' ? media.kind : null;
    const listens = attributeOf(media, 'sendonly') === null && attributeOf(media, 'inactive') === null;
    if (kind === null || !listens || seen.has(kind)) return { media, mid, kind: null, codecs: [] };
    const codecs = chosen(kind, codecsOf(media));
    if (codecs.length > 0) seen.add(kind);
    return { media, mid, kind, codecs };
  });
  const numbers = parts.flatMap(({ codecs }) => codecs.map(({ codec }) => codec.payloadType));
  // One number for two things on one transport: nobody could tell them apart.
  if (new Set(numbers).size < numbers.length) return 'malformed';
  return parts.every(({ codecs }) => codecs.length === 0)
    ? 'codec'
    : { dtlsParameters: { role: 'client', fingerprints }, parts };
}

export const codecsOffered = ({ parts }: WhepOffer): readonly OutletCodec[] =>
  parts.flatMap(({ codecs }) => codecs.map(({ codec }) => codec));

function chosen(kind: 'audio' | 'video', codecs: readonly SdpCodec[]): readonly Numbered[] {
  const named = (name: string) => codecs.find((each) => each.name === name);
  if (kind === 'audio') return numbered('audio/opus', named('opus'));
  const h264 = codecs.filter(({ name }) => name === 'h264');
  const inPieces = h264.filter(({ parameters }) => parameters['packetization-mode'] === '1');
  const profile = (wanted: string) =>
    inPieces.find(({ parameters }) => parameters['profile-level-id']?.toLowerCase().startsWith(wanted));
  // Who decodes a higher profile decodes the lowest; who says nothing of it takes what comes.
  const best =
    profile('42e0') ??
    profile('42') ??
    inPieces[0] ??
    h264.find(({ parameters }) => parameters['packetization-mode'] === undefined);
  return [...numbered('video/H264', best), ...numbered('video/VP8', named('vp8'))];
}

const numbered = (mimeType: OutletCodec['mimeType'], offered: SdpCodec | undefined): readonly Numbered[] =>
  offered === undefined ? [] : [{ codec: { mimeType, payloadType: offered.payloadType }, offered }];

/** We send, on one transport for both parts; by what source a packet comes is left open, since the lecturer's streams change. */
export function playerAnswer({ parts }: WhepOffer, transport: TransportOptions): string {
  const taken = parts.filter(({ codecs }) => codecs.length > 0);
  const lines = [
    ...['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite', 'a=msid-semantic: WMS lesson'],
    `a=group:BUNDLE ${taken.map(({ mid }) => mid).join(' ')}`,
    ...parts.flatMap((part) => partLines(part, transport)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function partLines({ media, mid, kind, codecs }: WhepPart, transport: TransportOptions): readonly string[] {
  if (codecs.length === 0)
    return [
      `m=${media.kind} 0 ${media.protocol} ${media.payloadTypes[0] ?? 0}`,
      'a=inactive',
      `a=mid:${mid}`,
    ];
  return [
    `m=${media.kind} 9 ${media.protocol} ${codecs.map(({ codec }) => codec.payloadType).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    ...['a=sendonly', `a=mid:${mid}`, `a=msid:lesson ${kind}`, 'a=rtcp-mux', 'a=rtcp-rsize'],
    ...transportLines(transport),
    ...codecs.flatMap(codecLines),
  ];
}

function codecLines({ codec: { payloadType, mimeType }, offered }: Numbered): readonly string[] {
  const format = Object.entries(offered.parameters).map(([name, value]) =>
    value === '' ? name : `${name}=${value}`,
  );
  const feedback = mimeType.startsWith('video/') ? ['nack', 'nack pli', 'ccm fir'] : ['nack'];
  const channels = offered.channels > 1 ? `/${offered.channels}` : '';
  return [
    `a=rtpmap:${payloadType} ${mimeType.split('/')[1]}/${offered.clockRate}${channels}`,
    ...(format.length === 0 ? [] : [`a=fmtp:${payloadType} ${format.join(';')}`]),
    ...feedback
      .filter((each) => offered.feedback.includes(each))
      .map((each) => `a=rtcp-fb:${payloadType} ${each}`),
  ];
}

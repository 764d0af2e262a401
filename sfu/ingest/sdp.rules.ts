/** RFC 8866, as much of it as offers of encoders and descriptions of cameras need. */

export type SdpAttribute = { readonly name: string; readonly value: string };
export type SdpMedia = {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  readonly payloadTypes: readonly number[];
  readonly attributes: readonly SdpAttribute[];
};
export type Sdp = { readonly attributes: readonly SdpAttribute[]; readonly media: readonly SdpMedia[] };

export type SdpCodec = {
  readonly payloadType: number;
  /** Lower case. */
  readonly name: string;
  readonly clockRate: number;
  readonly channels: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly feedback: readonly string[];
};

const BYTES_MAX = 64 * 1024;
const MEDIA_MAX = 16;

/** Null for anything that is no description. */
export function parseSdp(text: string): Sdp | null {
  if (text.length > BYTES_MAX || !text.startsWith('v=0')) return null;
  const attributes: SdpAttribute[] = [];
  const media: (SdpMedia & { readonly attributes: SdpAttribute[] })[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('m=')) {
      const made = mediaLine(line.slice(2));
      if (made === null || media.length === MEDIA_MAX) return null;
      media.push(made);
    } else if (line.startsWith('a=')) {
      const [name = '', ...rest] = line.slice(2).split(':');
      (media.at(-1)?.attributes ?? attributes).push({ name, value: rest.join(':').trim() });
    }
  }
  return { attributes, media };
}

function mediaLine(line: string): (SdpMedia & { readonly attributes: SdpAttribute[] }) | null {
  const [kind = '', port = '', protocol = '', ...formats] = line.trim().split(/\s+/);
  if (!/^[a-z]+$/.test(kind) || !/^\d{1,5}(\/\d+)?$/.test(port)) return null;
  const payloadTypes = formats
    .map(Number)
    .filter((each) => Number.isInteger(each) && each >= 0 && each <= 127);
  return { kind, port: Number.parseInt(port, 10), protocol, payloadTypes, attributes: [] };
}

type Attributed = { readonly attributes: readonly SdpAttribute[] };

export const attributeOf = ({ attributes }: Attributed, name: string): string | null =>
  attributes.find((each) => each.name === name)?.value ?? null;
export const attributesOf = ({ attributes }: Attributed, name: string): readonly string[] =>
  attributes.filter((each) => each.name === name).map((each) => each.value);

/** Payload types that need no rtpmap: RFC 3551. */
const fixed: Readonly<Record<number, string>> = {
  0: 'PCMU/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
  10: 'L16/44100/2',
  11: 'L16/44100/1',
  14: 'MPA/90000',
  26: 'JPEG/90000',
};

/** In the order of preference. */
export function codecsOf(media: SdpMedia): readonly SdpCodec[] {
  const byType = (name: string): ReadonlyMap<number, string[]> => {
    const found = new Map<number, string[]>();
    for (const line of attributesOf(media, name)) {
      const [type = '', ...rest] = line.split(' ');
      const key = Number(type);
      found.set(key, [...(found.get(key) ?? []), rest.join(' ').trim()]);
    }
    return found;
  };
  const maps = byType('rtpmap');
  const formats = byType('fmtp');
  const feedback = byType('rtcp-fb');
  return media.payloadTypes.flatMap((payloadType): SdpCodec[] => {
    const [name = '', clock = '', channels = '1'] = (
      maps.get(payloadType)?.[0] ??
      fixed[payloadType] ??
      ''
    ).split('/');
    const clockRate = Number(clock);
    if (name === '' || !Number.isInteger(clockRate) || clockRate <= 0) return [];
    return [
      {
        payloadType,
        name: name.toLowerCase(),
        clockRate,
        channels: Number(channels) || 1,
        parameters: parametersOf(formats.get(payloadType)?.[0] ?? ''),
        feedback: feedback.get(payloadType) ?? [],
      },
    ];
  });
}

function parametersOf(line: string): Readonly<Record<string, string>> {
  const entries = line.split(';').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    return name === '' ? [] : [[name, at < 0 ? '' : part.slice(at + 1).trim()]];
  });
  return Object.fromEntries(entries);
}

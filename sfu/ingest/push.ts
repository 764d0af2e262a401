import type { FlvUnit } from './flv.rules.ts';
import type { RtmpUnit } from './rtmp-session.ts';
import { cutNals, RtpWriter, wrapAac } from './rtp-cut.rules.ts';
import type { SdpAttribute, SdpMedia } from './sdp.rules.ts';
import type { Tracks } from './tracks.ts';

const PICTURE = 96;
const VOICE = 97;
const AAC_SAMPLES = 1_024;
const G711 = { clockRate: 8_000, pcmu: 0, pcma: 8 } as const;

type Described = SdpMedia & { readonly kind: 'audio' | 'video' };
export type PushProblem = 'unsupported';

/** Makes of an encoder's tags what cameras send: packets with a description. It can be joined to a lesson at any time. */
export class Push {
  readonly #voice: boolean;
  #tracks: Tracks | null = null;
  #described: { audio: Described | null; video: Described | null } = { audio: null, video: null };
  readonly #picture = new RtpWriter({ payloadType: PICTURE, clockRate: 90_000 });
  #sound: RtpWriter | null = null;
  #problem: PushProblem | null = null;

  /** @param voice whether sound is wanted of it */
  constructor({ voice }: { readonly voice: boolean }) {
    this.#voice = voice;
  }

  /** Why its picture cannot be shown; null when nothing is wrong. */
  get problem(): PushProblem | null {
    return this.#problem;
  }

  /** From now on it goes there; null: nowhere. What is known of it is told at once. */
  join(tracks: Tracks | null): void {
    this.#tracks = tracks;
    const { video, audio } = this.#described;
    for (const each of [video, audio]) if (each !== null) tracks?.describe(each);
  }

  take({ atMs, unit }: RtmpUnit): void {
    switch (unit.kind) {
      case 'h264.sets':
        this.#describe(pictureOf(unit.sets));
        break;
      case 'h264':
        for (const packet of this.#picture.picture(atMs + unit.shownAfterMs, cutNals(unit.nals)))
          this.#tracks?.take('video', packet);
        break;
      case 'other':
        if (unit.of === 'picture') this.#problem = 'unsupported';
        break;
      default:
        if (this.#voice) this.#hear(atMs, unit);
    }
  }

  #hear(atMs: number, unit: Exclude<FlvUnit, { kind: 'h264' | 'h264.sets' | 'other' }>): void {
    switch (unit.kind) {
      case 'aac.config':
        this.#sound = new RtpWriter({ payloadType: VOICE, clockRate: unit.sampleRate });
        this.#describe(aacOf(unit));
        break;
      case 'aac':
        this.#say(atMs, { payload: wrapAac(unit.frame), samples: AAC_SAMPLES });
        break;
      default: {
        const payloadType = G711[unit.kind];
        this.#sound ??= new RtpWriter({ payloadType, clockRate: G711.clockRate });
        this.#describe(media('audio', payloadType, []));
        this.#say(atMs, { payload: unit.samples, samples: unit.samples.length });
      }
    }
  }

  #say(atMs: number, given: { readonly payload: Uint8Array; readonly samples: number }): void {
    const packet = this.#sound?.sound(atMs, given);
    if (packet !== undefined) this.#tracks?.take('audio', packet);
  }

  /** Encoders say the same again now and then: that changes nothing. */
  #describe(described: Described): void {
    if (JSON.stringify(this.#described[described.kind]) === JSON.stringify(described)) return;
    if (described.kind === 'video') this.#problem = null;
    this.#described[described.kind] = described;
    this.#tracks?.describe(described);
  }
}

const media = (
  kind: Described['kind'],
  payloadType: number,
  attributes: readonly SdpAttribute[],
): Described => ({ ...{ kind, port: 0, protocol: 'RTP/AVP', payloadTypes: [payloadType] }, attributes });

function pictureOf(sets: readonly Uint8Array[]): Described {
  const sprop = sets.map((each) => Buffer.from(each).toString('base64')).join(',');
  return media('video', PICTURE, [
    { name: 'rtpmap', value: `${PICTURE} H264/90000` },
    { name: 'fmtp', value: `${PICTURE} packetization-mode=1;sprop-parameter-sets=${sprop}` },
  ]);
}

function aacOf({ config, sampleRate, channels }: Extract<FlvUnit, { kind: 'aac.config' }>): Described {
  const format =
    'streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3';
  const hex = Buffer.from(config).toString('hex');
  return media('audio', VOICE, [
    { name: 'rtpmap', value: `${VOICE} mpeg4-generic/${sampleRate}/${channels}` },
    { name: 'fmtp', value: `${VOICE} ${format};config=${hex}` },
  ]);
}

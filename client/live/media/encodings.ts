import type { StreamSource } from '../../../shared/media.ts';
import type { CameraProfile } from '../live.types.ts';
import type { Store } from '../store.ts';

/** One encoding of a picture, lowest first, as WebRTC's sender takes it. */
export type Encoding = {
  readonly maxBitrate: number;
  readonly maxFramerate?: number;
  readonly scaleResolutionDownBy?: number;
  readonly scalabilityMode?: string;
  readonly priority?: 'very-low' | 'low' | 'medium' | 'high';
  readonly networkPriority?: 'very-low' | 'low' | 'medium' | 'high';
};

/** H.264 first: old panels decode it in hardware. VP8 is for a sender whose H.264 does not switch sizes. */
export type PictureCodec = 'video/H264' | 'video/VP8';

/** In which codec pictures are sent; it outlives the client that found it out. */
export type CodecChoice = Store<PictureCodec>;

export const otherCodec = (codec: PictureCodec): PictureCodec =>
  codec === 'video/H264' ? 'video/VP8' : 'video/H264';

export type SendPlan = {
  /** Left out for voice. */
  readonly encodings?: readonly Encoding[];
  readonly contentHint: 'motion' | 'detail' | 'speech' | 'music';
};

const camera = [
  { heightPx: 180, maxBitrate: 150_000 },
  { heightPx: 360, maxBitrate: 500_000 },
  { heightPx: 720, maxBitrate: 1_800_000 },
] as const;

/** Voice is a tenth of a picture; DTX stays off because a teacher's pauses must not look like a cut line. */
export const voiceCodec = {
  opusStereo: false,
  opusFec: true,
  opusNack: true,
  opusDtx: false,
  opusMaxAverageBitrate: 32_000,
} as const;

/** A song lesson's: an instrument in two channels needs four times what a voice does. */
export const musicCodec = { ...voiceCodec, opusStereo: true, opusMaxAverageBitrate: 128_000 } as const;

export const soundPlan = (music: boolean): SendPlan => ({ contentHint: music ? 'music' : 'speech' });

/**
 * How a source is sent.
 * @param captured height in pixels of what the camera gives; unknown counts as 720
 */
export function sendPlan(source: StreamSource, profile: CameraProfile, capturedHeightPx = 720): SendPlan {
  switch (source) {
    case 'voice':
    case 'line':
      return soundPlan(false);
    case 'content':
      return contentPlan();
    case 'camera':
      return profile === 'lecture' ? lecturePlan(capturedHeightPx) : listeningPlan(capturedHeightPx);
  }
}

/**
 * How a picture is sent once more for those who cannot decode the main one: one small stream, since there are no sizes to choose from.
 * Content keeps more of its size and few frames: its words matter more than the face.
 */
export function compatiblePlan(
  source: 'camera' | 'content',
  capturedHeightPx = 720,
): SendPlan & { readonly codec: PictureCodec; readonly compatible: true } {
  const [heightPx, maxFramerate] = source === 'camera' ? [360, 20] : [720, 5];
  const scaleResolutionDownBy = Math.max(1, capturedHeightPx / heightPx);
  return {
    // What everybody else sees goes first on a lecture room's narrow line.
    encodings: [{ maxBitrate: 400_000, maxFramerate, scaleResolutionDownBy, priority: 'very-low' }],
    contentHint: source === 'camera' ? 'motion' : 'detail',
    codec: 'video/VP8',
    compatible: true,
  };
}

/** The heights in which a lecture room's camera is sent, lowest first. */
export function heightsOf(capturedHeightPx = 720): readonly number[] {
  const { encodings = [] } = lecturePlan(capturedHeightPx);
  return encodings.map((each) => Math.round(capturedHeightPx / (each.scaleResolutionDownBy ?? 1)));
}

/** Three layers of a lecture room. A smaller camera gives fewer: two layers of nearly one size would only cost. */
function lecturePlan(capturedHeightPx: number): SendPlan {
  const top = Math.max(capturedHeightPx, camera[0].heightPx);
  const wanted = camera.filter((layer) => layer.heightPx <= top * 1.05);
  const encodings = wanted.map((layer, index) => ({
    maxBitrate: layer.maxBitrate,
    scaleResolutionDownBy: index === wanted.length - 1 ? Math.max(1, top / 720) : top / layer.heightPx,
    scalabilityMode: 'L1T3',
    // WebRTC knows one priority a sender, told by the first encoding; on any other Chromium refuses the whole track.
    ...(index === 0 ? { priority: 'medium' as const } : {}),
  }));
  return { encodings, contentHint: 'motion' };
}

const listening = {
  /** One small picture for the lecturer's board, cheap enough for a school line shared with others. */
  offStage: { heightPx: 180, maxBitrate: 120_000, maxFramerate: 15 },
  /** On every wall. */
  onStage: { heightPx: 360, maxBitrate: 500_000, maxFramerate: 20 },
} as const;

/** How a listening room's picture is sent now; one encoding, so that it costs the line nothing while few look. */
export function listeningEncoding(where: keyof typeof listening, capturedHeightPx = 720) {
  const { heightPx, ...limits } = listening[where];
  return { ...limits, scaleResolutionDownBy: Math.max(1, capturedHeightPx / heightPx) };
}

function listeningPlan(capturedHeightPx: number): SendPlan {
  return {
    encodings: [{ ...listeningEncoding('offStage', capturedHeightPx), priority: 'low' }],
    contentHint: 'motion',
  };
}

/**
 * Content is text: sharpness over smoothness, 15 pictures a second at most. Two encodings, because a single one is always forwarded,
 * fitting or not, and would drown the voice of a narrow line; together 1.5 Mbit/s.
 */
function contentPlan(): SendPlan {
  return {
    encodings: [
      {
        maxBitrate: 300_000,
        maxFramerate: 8,
        scaleResolutionDownBy: 2,
        scalabilityMode: 'L1T1',
        priority: 'medium',
      },
      { maxBitrate: 1_200_000, maxFramerate: 15, scalabilityMode: 'L1T1' },
    ],
    contentHint: 'detail',
  };
}

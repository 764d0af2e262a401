import type { StreamId } from '../shared/kernel/ids.ts';

/** One stream on its way to a process on this machine, which records it. */
export type TapId = string & { readonly __brand: 'TapId' };

export type TapRequest = {
  readonly streamId: StreamId;
  /** Where that process listens already, on loopback: RTP at `port`, RTCP at `rtcpPort`. */
  readonly port: number;
  readonly rtcpPort: number;
  /** Of a picture of several sizes the smallest; the largest unless asked. */
  readonly smallest?: boolean;
};

/** As what a stream comes out of a tap: what the description of an RTP session says of it. */
export type Tap = {
  readonly tapId: TapId;
  /** E.g. `video/H264`, `audio/opus`. */
  readonly mimeType: string;
  readonly payloadType: number;
  readonly clockRate: number;
  readonly channels: number | null;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly ssrc: number;
};

export type TapState = {
  readonly tapId: TapId;
  readonly streamId: StreamId;
  readonly paused: boolean;
  /** The highest layer that it gets. */
  readonly mayLayer: number;
  readonly layerCount: number;
};

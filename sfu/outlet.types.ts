import type { StreamId } from '../shared/kernel/ids.ts';
import type { DtlsParameters, TransportOptions } from '../shared/media.ts';

/** A player that speaks no language of ours: it plays at most one voice and one picture. */
export type OutletId = string & { readonly __brand: 'OutletId' };

/** Under which number the player takes a codec. It keeps to its own numbers, as clients of ours keep to the engine's. */
export type OutletCodec = {
  readonly mimeType: 'audio/opus' | 'video/H264' | 'video/VP8';
  readonly payloadType: number;
};

export type OutletRequest = {
  readonly codecs: readonly OutletCodec[];
  readonly dtlsParameters: DtlsParameters;
};

export type Outlet = { readonly outletId: OutletId; readonly transport: TransportOptions };

export type OutletState = {
  readonly outletId: OutletId;
  /** Whether media can pass. */
  readonly connected: boolean;
  readonly streamIds: readonly StreamId[];
  /** Of each picture and voice, up to which spatial layer it is played. */
  readonly consumers: readonly {
    readonly streamId: StreamId;
    readonly paused: false;
    readonly mayLayer: number;
    readonly layerCount: number;
  }[];
};

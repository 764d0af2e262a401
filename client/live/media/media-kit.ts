import type { StreamId } from '../../../shared/kernel/ids.ts';
import type {
  ConsumerOptions,
  DtlsParameters,
  IceParameters,
  RtpCapabilities,
  RtpParameters,
  StreamSource,
  TransportDirection,
} from '../../../shared/media.ts';
import type { MediaOffer } from '../../../shared/wire/media-requests.ts';
import type { Encoding, PictureCodec, SendPlan } from './encodings.ts';

/** WebRTC as the rest of client/live sees it; one technology behind it, and doubles in tests. */
export interface MediaKit {
  /** Builds one send and one receive transport; nothing goes over the line yet. Throws when this browser cannot. */
  open(offer: MediaOffer, asks: TransportAsks): Promise<MediaTransports>;
}

/** What transports ask of the server while they are set up. A rejection fails the sending or receiving that caused it. */
export type TransportAsks = {
  connect(direction: TransportDirection, dtlsParameters: DtlsParameters): void;
  publish(
    stream: { readonly source: StreamSource; readonly compatible: boolean },
    rtpParameters: RtpParameters,
  ): Promise<StreamId>;
};

/** In which codec a picture is sent. */
export type Coded = {
  readonly codec: PictureCodec;
  /** Beside the main stream of the same source, not in its place. */
  readonly compatible?: true;
};

export interface MediaTransports {
  readonly receiveCapabilities: RtpCapabilities;
  /** A codec that this browser cannot send counts as none: its first is taken. */
  send(source: StreamSource, track: MediaStreamTrack, plan: SendPlan & Coded): Promise<Sender>;
  /** Several at once cost one negotiation. `group` names what is to stay in step (lips and voice). */
  receive(options: ConsumerOptions, group: string): Promise<Receiver>;
  restartIce(direction: TransportDirection, iceParameters: IceParameters): Promise<void>;
  stats(direction: TransportDirection): Promise<StatsRows>;
  close(): void;
}

export interface Sender {
  readonly streamId: StreamId;
  replaceTrack(track: MediaStreamTrack): Promise<void>;
  mute(muted: boolean): void;
  /** Sends a picture of one encoding in another size and rate from now on, without a break. */
  tune(encoding: Encoding): Promise<void>;
  /** Sends no layer above this one (0 lowest) from now on; without a break in those below. */
  limitLayers(topLayer: number): Promise<void>;
  close(): void;
}

export interface Receiver {
  readonly track: MediaStreamTrack;
  /** Names the rows of this stream in the receive transport's statistics. */
  readonly mid: string;
  /** Holds back what comes for so long, so that what was lost can be sent again. @returns whether this browser can */
  hold(targetMs: number): boolean;
  close(): void;
}

/** Rows of an RTCStatsReport; every field is to be checked, since browsers differ. */
export type StatsRows = readonly Readonly<Record<string, unknown>>[];

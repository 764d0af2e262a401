import type { ConnectionId, ConsumerId, StreamId } from '../shared/kernel/ids.ts';
import type { Result } from '../shared/kernel/result.ts';
import type {
  ConsumerOptions,
  ConsumerWish,
  DtlsParameters,
  IceParameters,
  RtpCapabilities,
  RtpParameters,
  StreamSource,
  TransportDirection,
  TransportOptions,
} from '../shared/media.ts';
import type { Feed, FeedRequest } from './feed.types.ts';
import type { Outlet, OutletId, OutletRequest, OutletState } from './outlet.types.ts';
import type { Tap, TapId, TapRequest, TapState } from './tap.types.ts';

/** The engine's room for one session. The engine knows nothing of lessons, so it gets its own brand. */
export type SpaceId = string & { readonly __brand: 'SpaceId' };

/** One client in a space: exactly one send and one receive transport. */
export type ParticipantId = ConnectionId;

export type CloseReason = 'requested' | 'left' | 'removed' | 'session-ended' | 'shutdown' | 'replaced';

export type Participant = {
  readonly participantId: ParticipantId;
  /** Sources that this participant may publish; anything else is refused where packets flow. */
  readonly maySend: readonly StreamSource[];
};

export type PublishRequest = {
  readonly participantId: ParticipantId;
  readonly source: StreamSource;
  readonly rtpParameters: RtpParameters;
  /** The same source once more beside its main stream, for receivers that cannot decode that one. */
  readonly compatible?: boolean | undefined;
};

export type ReceiveRequest = {
  readonly participantId: ParticipantId;
  readonly rtpCapabilities: RtpCapabilities;
  readonly streamIds: readonly StreamId[];
};

/**
 * The most that a receiver gets of one consumer, whatever it wishes. `maxLayer` is the highest spatial layer, left out where every layer
 * may flow.
 */
export type ConsumerCeiling = {
  readonly consumerId: ConsumerId;
  readonly paused: boolean;
  readonly maxLayer?: number | undefined;
};

/** One consumer without asking the worker: what is wished of it, what it is kept to, and what flows. */
export type ConsumerState = {
  readonly consumerId: ConsumerId;
  readonly streamId: StreamId;
  /** What the receiver asked for; a `maxLayer` of null is the stream's highest. */
  readonly wish: { readonly paused: boolean; readonly maxLayer: number | null };
  /** By the wish or by the ceiling. */
  readonly paused: boolean;
  /** Highest spatial layer that wish and ceiling together let through. */
  readonly mayLayer: number;
  /** 1 for voice and for a picture of one size. */
  readonly layerCount: number;
  /** Spatial layer that flows; null when none does, and always for a stream of one layer. */
  readonly currentLayer: number | null;
};

/** The line towards one participant, as the engine knows it at this moment. */
export type LineState = {
  readonly participantId: ParticipantId;
  /** Whether media can pass towards it. */
  readonly connected: boolean;
  /** What the engine thinks the line carries; null before it has made up its mind. It never exceeds by much what there is to send. */
  readonly estimateBps: number | null;
  readonly consumers: readonly ConsumerState[];
};

/** What one consumer really carries now, read from the engine. */
export type ConsumerSample = {
  readonly consumerId: ConsumerId;
  readonly streamId: StreamId;
  readonly participantId: ParticipantId;
  readonly paused: boolean;
  /** Spatial layer that flows now, null when none does. */
  readonly currentLayer: number | null;
  readonly bitrateBps: number;
  /** 0..1, share of packets lost as the receiver reports; null before its first report. */
  readonly lossRatio: number | null;
  readonly rttMs: number | null;
};

export type EngineEvent =
  /** The space is gone with its process (`died`) or because that process no longer answers (`hung`). Everything in it is closed. */
  | { readonly type: 'space.failed'; readonly spaceId: SpaceId; readonly cause: 'died' | 'hung' }
  /**
   * Media can pass between a participant and the engine (true: DTLS is up and ICE answers) or no longer can (false). Not told for
   * transports that the engine closes itself.
   */
  | {
      readonly type: 'transport.changed';
      readonly spaceId: SpaceId;
      readonly participantId: ParticipantId;
      readonly direction: TransportDirection;
      readonly connected: boolean;
    }
  /** Told for every end of a stream, also those that were asked for; not when its space failed. */
  | {
      readonly type: 'stream.closed';
      readonly spaceId: SpaceId;
      readonly streamId: StreamId;
      readonly reason: CloseReason;
    }
  | {
      /** For streams of several encodings alone. */
      readonly type: 'layer.changed';
      readonly spaceId: SpaceId;
      readonly participantId: ParticipantId;
      readonly consumerId: ConsumerId;
      readonly streamId: StreamId;
      readonly layer: number | null;
    }
  /** A tap's first packet leaves now; a picture's is its first key frame. Once a tap. */
  | {
      readonly type: 'tap.started';
      readonly spaceId: SpaceId;
      readonly tapId: TapId;
      readonly streamId: StreamId;
    }
  /** Its stream is over. Not told for taps that were closed by `untap`, nor when their space failed. */
  | {
      readonly type: 'tap.closed';
      readonly spaceId: SpaceId;
      readonly tapId: TapId;
      readonly streamId: StreamId;
    };

export type EngineState = {
  readonly workers: readonly {
    readonly pid: number;
    readonly spaceCount: number;
    readonly standby: boolean;
  }[];
};

/**
 * The media engine's door. Plain data in, plain data out, errors by code (`MEDIA_UNAVAILABLE`, `NOT_FOUND`, `STREAM_REFUSED`,
 * `CODEC_UNSUPPORTED`, `BAD_REQUEST`, `INVALID_STATE`). Every ending is idempotent.
 */
export interface MediaEngine {
  /** Opens a space on the least loaded worker, or finds it open. */
  openSpace(spaceId: SpaceId): Promise<Result<{ readonly rtpCapabilities: RtpCapabilities }>>;
  /** Closes whatever is in it; each stream's end is told with this reason. */
  closeSpace(spaceId: SpaceId, reason: CloseReason): Promise<void>;
  /** Makes both transports of a participant; an earlier pair of the same id is closed first. */
  admit(
    spaceId: SpaceId,
    participant: Participant,
  ): Promise<Result<{ readonly send: TransportOptions; readonly receive: TransportOptions }>>;
  /**
   * Changes what a participant may publish from now on; a stream of it whose source is no longer among them ends (`removed`). A
   * participant that is not there is `NOT_FOUND`.
   */
  allow(
    spaceId: SpaceId,
    participantId: ParticipantId,
    maySend: readonly StreamSource[],
  ): Promise<Result<void>>;
  /** Closes a participant's transports, its streams and every consumer of them. */
  expel(spaceId: SpaceId, participantId: ParticipantId, reason: CloseReason): Promise<void>;
  /** Once for each transport; a second time is `INVALID_STATE`. */
  connect(
    spaceId: SpaceId,
    participantId: ParticipantId,
    half: { readonly direction: TransportDirection; readonly dtlsParameters: DtlsParameters },
  ): Promise<Result<void>>;
  restartIce(
    spaceId: SpaceId,
    participantId: ParticipantId,
    direction: TransportDirection,
  ): Promise<Result<IceParameters>>;
  /**
   * One stream a source, and one compatible stream beside it: a second publish of either ends the first (`replaced`), unless the second
   * is refused by its shape, codec or right.
   */
  publish(spaceId: SpaceId, request: PublishRequest): Promise<Result<StreamId>>;
  /**
   * Opens a port on loopback for a stream of an admitted participant; from then on it is a stream like any other. A codec that is not of the
   * source's kind is `BAD_REQUEST`.
   */
  feed(spaceId: SpaceId, request: FeedRequest): Promise<Result<Feed>>;
  unpublish(spaceId: SpaceId, streamId: StreamId, reason: CloseReason): Promise<void>;
  /** Makes a way out for a stream to a process on this machine; nothing leaves before `resumeTap`. Any number a stream. */
  tap(spaceId: SpaceId, request: TapRequest): Promise<Result<Tap>>;
  /** From now on it flows, a picture from its next key frame on, which is asked for. `NOT_FOUND` when the tap is gone. */
  resumeTap(spaceId: SpaceId, tapId: TapId): Promise<Result<void>>;
  /** Asks the sender of a picture for a key frame; nothing for sound and for a tap that is gone. */
  requestKeyFrame(spaceId: SpaceId, tapId: TapId): Promise<void>;
  untap(spaceId: SpaceId, tapId: TapId): Promise<void>;
  /** Every tap of a space, from memory. */
  taps(spaceId: SpaceId): readonly TapState[];
  /** Makes a way out to a player that keeps to its own numbers of codecs; nothing leaves before `playOutlet`. */
  openOutlet(spaceId: SpaceId, request: OutletRequest): Promise<Result<Outlet>>;
  /** From now on it plays the first voice and the first picture of these that it can decode, and nothing else; answers what it plays. */
  playOutlet(
    spaceId: SpaceId,
    outletId: OutletId,
    streamIds: readonly StreamId[],
  ): Promise<Result<readonly StreamId[]>>;
  restartOutlet(spaceId: SpaceId, outletId: OutletId): Promise<Result<IceParameters>>;
  closeOutlet(spaceId: SpaceId, outletId: OutletId): Promise<void>;
  /** Every outlet of a space, from memory. */
  outlets(spaceId: SpaceId): readonly OutletState[];
  /**
   * Makes consumers, all paused, in one batch. Streams the receiver cannot decode or that are gone are left out and named. A stream that
   * the participant already receives gives the consumer it has, so that a request may be repeated.
   */
  receive(
    spaceId: SpaceId,
    request: ReceiveRequest,
  ): Promise<
    Result<{
      readonly consumers: readonly ConsumerOptions[];
      readonly refused: readonly {
        readonly streamId: StreamId;
        readonly code: 'NOT_FOUND' | 'CODEC_UNSUPPORTED';
      }[];
    }>
  >;
  /**
   * Applies a receiver's wishes to its own consumers; what a wish leaves out stays as it is. Unknown consumers are ignored because they
   * may just have closed.
   */
  steer(
    spaceId: SpaceId,
    participantId: ParticipantId,
    wishes: readonly ConsumerWish[],
  ): Promise<Result<void>>;
  /**
   * Keeps a participant's consumers below these ceilings from now on; a consumer that is not named has none. The receiver's wishes are
   * remembered, and hold again as far as a later ceiling lets them. Unknown consumers are ignored.
   */
  limit(
    spaceId: SpaceId,
    participantId: ParticipantId,
    ceilings: readonly ConsumerCeiling[],
  ): Promise<Result<void>>;
  /** Every line of a space, from memory: cheap enough for once a second. Empty when the space is not open. */
  lines(spaceId: SpaceId): readonly LineState[];
  /**
   * What is sent into a space of these streams now, bit/s of each spatial layer, lowest first; a layer that is not sent counts 0. A stream
   * that is unknown or just closed is left out.
   */
  rates(spaceId: SpaceId, streamIds: readonly StreamId[]): Promise<ReadonlyMap<StreamId, readonly number[]>>;
  /** What flows in a space now; empty when the space is not open. */
  sample(spaceId: SpaceId): Promise<readonly ConsumerSample[]>;
  state(): EngineState;
  /** Returns the function that stops listening. */
  listen(listener: (event: EngineEvent) => void): () => void;
  close(): Promise<void>;
}

export type EngineOptions = {
  /** Path of mediasoup's native worker. */
  readonly workerBin: string;
  /** One worker each; default one per core, at least one. A standby comes on top. */
  readonly workerCount: number;
  readonly listen: {
    /** Address to bind, e.g. `0.0.0.0` or `127.0.0.1`; several for IPv4 and IPv6. */
    readonly addresses: readonly { readonly ip: string; readonly announcedAddress?: string }[];
    /** First UDP and TCP port; worker n takes port + n, the standby included. 0 lets the system choose. */
    readonly port: number;
  };
  /** How often a worker is asked whether it lives, and how long it may take. Defaults 500 and 1500 ms. */
  readonly ping?: { readonly everyMs: number; readonly timeoutMs: number };
  readonly newId: () => string;
  readonly log: EngineLog;
};

export type EngineLog = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

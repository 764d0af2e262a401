import type { ConnectionId, StreamId } from '../shared/kernel/ids.ts';
import type { StreamSource } from '../shared/media.ts';

/** A stream that comes as plain RTP from a process on this machine, not from a client. */
export type FeedRequest = {
  readonly participantId: ConnectionId;
  readonly source: StreamSource;
  readonly codec: FeedCodec;
  /** As when a client publishes: beside the main stream, for receivers that cannot decode that one. */
  readonly compatible?: boolean | undefined;
};
export type FeedCodec = 'h264' | 'vp8' | 'opus';

/** Where that process sends to: RTP and RTCP to one port, from one address, with this payload type and SSRC. */
export type Feed = {
  readonly streamId: StreamId;
  readonly ip: string;
  readonly port: number;
  readonly payloadType: number;
  readonly ssrc: number;
};

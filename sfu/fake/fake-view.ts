import type { ConsumerId, StreamId } from '../../shared/kernel/ids.ts';
import type { ConsumerWish, StreamSource } from '../../shared/media.ts';
import type { ParticipantId } from '../types.ts';
import type { FakeSpace, FakeTransport } from './fake-space.ts';

/** What a test may look at: the whole space as plain data. */
export type FakeSpaceView = {
  readonly workerPid: number;
  readonly participants: readonly {
    readonly participantId: ParticipantId;
    readonly maySend: readonly StreamSource[];
    readonly send: FakeTransport;
    readonly receive: FakeTransport;
  }[];
  readonly streams: readonly {
    readonly streamId: StreamId;
    readonly participantId: ParticipantId;
    readonly source: StreamSource;
    readonly compatible: boolean;
  }[];
  readonly consumers: readonly {
    readonly consumerId: ConsumerId;
    readonly streamId: StreamId;
    readonly participantId: ParticipantId;
    readonly wish: ConsumerWish;
  }[];
};

export function viewOf(space: FakeSpace): FakeSpaceView {
  return {
    workerPid: space.workerPid,
    participants: [...space.participants].map(([participantId, { maySend, transports }]) => ({
      participantId,
      maySend,
      send: { ...transports.send },
      receive: { ...transports.receive },
    })),
    streams: [...space.streams.values()].map(({ streamId, participantId, source, compatible }) => ({
      streamId,
      participantId,
      source,
      compatible,
    })),
    consumers: [...space.consumers.values()].map(({ options, stream, participantId, wish }) => ({
      consumerId: options.consumerId,
      streamId: stream.streamId,
      participantId,
      wish,
    })),
  };
}

import type { SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { ConsumerOptions, RtpCapabilities } from '../../shared/media.ts';
import type { SeatPart } from '../../shared/session/session.events.ts';
import type { Joined, RequestBody } from '../../shared/wire/requests.ts';
import { type CallerWish, connectAs, type Sitter } from './sitter.ts';
import { incomingOf, receivingPeer, type VoicePeer, voiceCapabilities } from './voice-peer.ts';

export type LightClient = {
  /** For the figures. */
  readonly name: string;
  readonly sitter: Sitter;
  readonly sessionId: SessionId;
  readonly joined: Joined;
};

export type LightWish = CallerWish & {
  readonly name: string;
  readonly sessionId: SessionId;
  readonly part?: RequestBody<'session.join'>['part'];
};

/** Takes a seat without a browser. Rejects when the part is another one than expected. */
export async function joinLightly(
  { name, sessionId, part, ...caller }: LightWish,
  expected: SeatPart,
): Promise<LightClient> {
  const sitter = await connectAs(caller);
  const joined = await sitter.get('session.join', { sessionId, ...(part === undefined ? {} : { part }) });
  if (joined.part !== expected) throw new Error(`${name} sits there as ${joined.part}`);
  return { name, sitter, sessionId, joined };
}

/** It decodes nothing, so it can say that it decodes pictures too. */
const everything: RtpCapabilities = {
  ...voiceCapabilities,
  codecs: [
    ...(voiceCapabilities.codecs ?? []),
    {
      ...{ kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 101, clockRate: 90_000 },
      ...{ parameters: {}, rtcpFeedback: [] },
    },
  ],
};

/** Counts the voice packets that reach somebody, by stream. */
export class Listener {
  readonly client: LightClient;
  readonly #heard = new Map<StreamId, number>();
  #given: readonly StreamId[] = [];
  #peer: VoicePeer | null = null;

  constructor(client: LightClient) {
    this.client = client;
  }

  get name(): string {
    return this.client.name;
  }

  /** Voice packets of these streams so far. */
  heard(streamIds: readonly StreamId[]): number {
    return streamIds.reduce((sum, each) => sum + (this.#heard.get(each) ?? 0), 0);
  }

  /** Asks for streams. @returns those of which the server makes a consumer, and that it had made none of before */
  async ask(streamIds: readonly StreamId[]): Promise<readonly StreamId[]> {
    if (streamIds.length === 0) return [];
    const consumers = await this.#receive(streamIds);
    const given = consumers.map(({ streamId }) => streamId);
    return given.filter((each) => !this.#given.includes(each));
  }

  /** Opens new transports and listens to every voice among these that it is given. @returns those */
  async tuneIn(streamIds: readonly StreamId[]): Promise<readonly StreamId[]> {
    const { sitter, sessionId } = this.client;
    const here = { sessionId };
    this.close();
    const { media } = await sitter.get('media.join', here);
    const consumers = (await this.#receive(streamIds)).filter(({ kind }) => kind === 'audio');
    this.#given = consumers.map(({ streamId }) => streamId);
    if (consumers.length === 0) return [];
    const peer = await receivingPeer(media.receive, consumers.map(incomingOf), (streamId) => {
      this.#heard.set(streamId, (this.#heard.get(streamId) ?? 0) + 1);
    });
    this.#peer = peer;
    const { dtlsParameters } = peer;
    await sitter.get('media.connect', { ...here, direction: 'receive', dtlsParameters });
    await peer.connected;
    const wishes = consumers.map(({ consumerId }) => ({ consumerId, paused: false }));
    await sitter.get('media.steer', { ...here, wishes });
    return this.#given;
  }

  close(): void {
    this.#peer?.close();
    this.#peer = null;
  }

  async #receive(streamIds: readonly StreamId[]): Promise<readonly ConsumerOptions[]> {
    const { sitter, sessionId } = this.client;
    const asked = { sessionId, rtpCapabilities: everything, streamIds: [...streamIds] };
    return (await sitter.get('media.receive', asked)).consumers;
  }
}

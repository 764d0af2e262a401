import { setTimeout as pause } from 'node:timers/promises';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { RtpParameters, StreamSource } from '../../shared/media.ts';
import type { RequestAnswer } from '../../shared/wire/requests.ts';
import type { LightClient } from './light-client.ts';
import { sendingPeer, voiceParametersOf } from './voice-peer.ts';

const PACKET_MS = 20;

type Sender = Awaited<ReturnType<typeof sendingPeer>>;

/** A client that somebody has changed: it sends what it likes, over whatever transport it ever had, and takes no refusal for an answer. */
export class BoldClient {
  client: LightClient;
  readonly voiceSsrc: number;
  readonly cameraSsrc: number;
  /** Every stream that it was ever allowed, but its camera. */
  readonly streams: StreamId[] = [];
  camera: StreamId | null = null;
  readonly #senders: Sender[] = [];
  #sequence = 0;

  constructor(client: LightClient, ssrc: number) {
    this.client = client;
    this.voiceSsrc = ssrc;
    this.cameraSsrc = ssrc + 1;
  }

  /** New transports beside those it had. @returns the refusal's code, or null */
  async renew(): Promise<string | null> {
    const { sitter, sessionId } = this.client;
    let offer: RequestAnswer<'media.join'>;
    try {
      offer = await sitter.get('media.join', { sessionId });
    } catch (cause) {
      return codeIn(cause);
    }
    const { media } = offer;
    const sender = await sendingPeer(media.send, this.voiceSsrc);
    this.#senders.push(sender);
    const { dtlsParameters } = sender;
    await sitter.get('media.connect', { sessionId, direction: 'send', dtlsParameters });
    await sender.connected;
    return null;
  }

  /** @returns the refusal's code, or null */
  async publish(
    source: StreamSource,
    rtpParameters: RtpParameters = this.voice(),
    more: { readonly compatible?: true } = {},
  ): Promise<string | null> {
    const { sitter, sessionId } = this.client;
    const body = { sessionId, source, rtpParameters, ...more };
    try {
      const { streamId } = await sitter.get('media.publish', body);
      if (source === 'camera' && rtpParameters === this.picture) this.camera = streamId;
      else this.streams.push(streamId);
      return null;
    } catch (cause) {
      return codeIn(cause);
    }
  }

  voice(ssrc = this.voiceSsrc): RtpParameters {
    return voiceParametersOf(ssrc);
  }

  /** What a listening room may send at any time. Nothing is in it. */
  get picture(): RtpParameters {
    this.#picture ??= {
      codecs: [
        { mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000, parameters: {}, rtcpFeedback: [] },
      ],
      headerExtensions: [],
      encodings: [{ ssrc: this.cameraSsrc }],
      rtcp: { cname: `camera-${this.cameraSsrc}` },
    };
    return this.#picture;
  }
  #picture: RtpParameters | null = null;

  /** Speaks over everything it has, under the names of its voice and of its camera. @returns packets sent under the voice's own name */
  async speak(packets: number): Promise<number> {
    const startMs = performance.now();
    for (let index = 0; index < packets; index += 1) {
      const earlyMs = startMs + index * PACKET_MS - performance.now();
      if (earlyMs > 0) await pause(earlyMs);
      this.#sequence += 1;
      // What the server has closed takes nothing any more.
      for (const sender of this.#senders.filter((each) => each.isOpen()))
        for (const ssrc of [this.voiceSsrc, this.cameraSsrc]) sender.send(this.#sequence, ssrc);
    }
    return packets;
  }

  close(): void {
    for (const sender of this.#senders) sender.close();
  }
}

/** A refusal's code; anything else is thrown on. */
function codeIn(cause: unknown): string {
  const code = cause instanceof Error ? /: ([A-Z_]+)$/.exec(cause.message)?.[1] : undefined;
  if (code === undefined) throw cause;
  return code;
}

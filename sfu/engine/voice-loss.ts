import type { types } from 'mediasoup';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { kindOf } from '../../shared/media.ts';
import type { ConsumerSample } from '../types.ts';
import type { Stream } from './participant.ts';

/** From this share on it pays that every packet of a voice carries the one before once more; below half of it, no longer. */
const LEAST_RATIO = 0.01;
/** Weight of the newest sample: receivers report a second each, of which some are lucky. */
const NEWEST = 0.3;

const RECEIVER_REPORT = 201;
const ONE_BLOCK = 0x81;
/** Nobody receives under this number. */
const TELLER_SSRC = 1;

/**
 * The share of packets that each voice's receivers lose, worst of all. It is taken from their pictures: voice that was asked for again
 * arrives under its own number and counts as never lost.
 */
export function lossBehind(
  samples: readonly ConsumerSample[],
  voices: ReadonlySet<StreamId>,
): ReadonlyMap<StreamId, number> {
  const worst = new Map<string, number>();
  const raise = (key: string, ratio: number) => worst.set(key, Math.max(ratio, worst.get(key) ?? 0));
  for (const { participantId, lossRatio } of samples) raise(participantId, lossRatio ?? 0);
  const behind = new Map<StreamId, number>();
  for (const { participantId, streamId, paused } of samples) {
    if (paused || !voices.has(streamId)) continue;
    behind.set(streamId, Math.max(behind.get(streamId) ?? 0, worst.get(participantId) ?? 0));
  }
  return behind;
}

/** A receiver report (RFC 3550, 6.4.2) that says nothing but the share of lost packets. */
export function lossReport(ssrc: number, lossRatio: number): Buffer {
  const report = Buffer.alloc(32);
  report.writeUInt8(ONE_BLOCK, 0);
  report.writeUInt8(RECEIVER_REPORT, 1);
  report.writeUInt16BE(report.length / 4 - 1, 2);
  report.writeUInt32BE(TELLER_SSRC, 4);
  report.writeUInt32BE(ssrc, 8);
  report.writeUInt8(Math.min(255, Math.max(0, Math.round(lossRatio * 256))), 12);
  return report;
}

type Voice = Pick<Stream, 'source'> & { readonly producer: Pick<types.Producer, 'id' | 'closed'> };
type Teller = Pick<types.Consumer, 'closed' | 'close' | 'rtpParameters'>;
/** The part of a router that is needed here. */
export type TellersRouter = Pick<types.Router, 'rtpCapabilities'> & {
  createDirectTransport(): Promise<{
    consume(options: types.ConsumerOptions): Promise<Teller>;
    sendRtcp(packet: Buffer): void;
  }>;
};
type Told = { smoothed: number; teller: Promise<Teller> | null };

/**
 * Lets senders of voice know what is lost behind the engine, so that they send it in a form that survives it (Opus in-band FEC). The
 * worker hands on the worst report of a voice's receivers, but theirs say that nothing is missing, since it is sent again; so a receiver of
 * our own reports what they would.
 */
export class VoiceLoss {
  readonly #router: TellersRouter;
  readonly #told = new Map<StreamId, Told>();
  #transport: ReturnType<TellersRouter['createDirectTransport']> | null = null;

  constructor(router: TellersRouter) {
    this.#router = router;
  }

  /** One look at what flows. Streams that are no longer among them are forgotten. */
  async heed(samples: readonly ConsumerSample[], streams: ReadonlyMap<StreamId, Voice>): Promise<void> {
    for (const streamId of this.#told.keys()) if (!streams.has(streamId)) this.#told.delete(streamId);
    const voices = new Map([...streams].filter(([, { source }]) => kindOf(source) === 'audio'));
    const behind = lossBehind(samples, new Set(voices.keys()));
    await Promise.all([...voices].map(([streamId, voice]) => this.#tell(streamId, voice, behind)));
  }

  async #tell(streamId: StreamId, voice: Voice, behind: ReadonlyMap<StreamId, number>): Promise<void> {
    const told = this.#told.get(streamId) ?? { smoothed: 0, teller: null };
    this.#told.set(streamId, told);
    told.smoothed += NEWEST * ((behind.get(streamId) ?? 0) - told.smoothed);
    const { smoothed } = told;
    if (told.teller === null && (smoothed < LEAST_RATIO || voice.producer.closed)) return;
    if (smoothed < LEAST_RATIO / 2) {
      const { teller } = told;
      told.teller = null;
      (await teller)?.close();
      return;
    }
    try {
      this.#transport ??= this.#router.createDirectTransport();
      const transport = await this.#transport;
      told.teller ??= transport.consume({
        producerId: voice.producer.id,
        rtpCapabilities: this.#router.rtpCapabilities,
        paused: false,
      });
      const teller = await told.teller;
      const ssrc = teller.rtpParameters.encodings?.[0]?.ssrc;
      if (!teller.closed && ssrc !== undefined) transport.sendRtcp(lossReport(ssrc, smoothed));
    } catch (cause) {
      // The voice ended meanwhile, or the worker; the next look begins anew.
      told.teller = null;
      if (!voice.producer.closed) throw cause;
    }
  }
}

import type { AppError } from '../../../shared/kernel/errors.ts';
import type { SessionId, StreamId } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import type { ConsumerWish, TransportDirection } from '../../../shared/media.ts';
import type { MediaOffer } from '../../../shared/wire/media-requests.ts';
import type { RequestAnswer, RequestBody, RequestName } from '../../../shared/wire/requests.ts';
import type { HeldBack } from './held-back.ts';
import type { MediaKit, MediaTransports, TransportAsks } from './media-kit.ts';
import { Refusal } from './own-streams.ts';
import { ReceivedStreams } from './received-streams.ts';
import { type Ear, judge, listen, newEar, type Verdict, worst } from './silence.ts';
import { readTotals, type TransportTotals } from './stats.ts';

export type Limits = { readonly timeLimitMs: number };

export type Ask = <N extends RequestName>(
  name: N,
  body: RequestBody<N>,
  options?: Limits,
) => Promise<Result<RequestAnswer<N>>>;

const NOTHING_YET: TransportTotals = {
  inbound: new Map(),
  heardCount: 0,
  roundTripMs: null,
  line: { packetsCount: 0, missedCount: 0 },
};

export type PathDeps = {
  readonly kit: MediaKit;
  readonly ask: Ask;
  readonly sessionId: SessionId;
  readonly heldBack: HeldBack;
  readonly nowMs: () => number;
  readonly later: (work: () => void) => void;
  readonly changed: () => void;
  readonly failed: (error: AppError) => void;
};

/** One pair of transports, from the offer that made it to its end. */
export class MediaPath {
  readonly epoch: number;
  readonly offer: MediaOffer;
  readonly transports: MediaTransports;
  readonly received: ReceivedStreams;
  readonly #deps: PathDeps;
  readonly #ears = new Map<TransportDirection, Ear>();
  /** The newest look at what is received. */
  totals: TransportTotals = NOTHING_YET;

  private constructor(deps: PathDeps, offer: MediaOffer, transports: MediaTransports) {
    const { changed, failed } = deps;
    this.#deps = deps;
    this.epoch = offer.epoch;
    this.offer = offer;
    this.transports = transports;
    this.received = new ReceivedStreams(transports, {
      receive: (streamIds) => this.receive(streamIds),
      steer: (wishes) => this.steer(wishes),
      nowMs: deps.nowMs,
      later: deps.later,
      changed,
      failed,
    });
    this.received.hold(deps.heldBack.targets);
  }

  static async open(deps: PathDeps, offer: MediaOffer): Promise<MediaPath> {
    const { ask, sessionId } = deps;
    const asks: TransportAsks = {
      connect: (direction, dtlsParameters) => {
        void ask('media.connect', { sessionId, direction, dtlsParameters }).then((result) => {
          if (!result.ok) deps.failed(result.error);
        });
      },
      publish: async ({ source, compatible }, rtpParameters) => {
        const twin = compatible ? { compatible } : {};
        const result = await ask('media.publish', { sessionId, source, rtpParameters, ...twin });
        if (!result.ok) throw new Refusal(result.error);
        return result.value.streamId;
      },
    };
    return new MediaPath(deps, offer, await deps.kit.open(offer, asks));
  }

  receive(streamIds: StreamId[], limits?: Limits): Promise<Result<RequestAnswer<'media.receive'>>> {
    const { ask, sessionId } = this.#deps;
    const rtpCapabilities = this.transports.receiveCapabilities;
    return ask('media.receive', { sessionId, rtpCapabilities, streamIds }, limits);
  }

  steer(wishes: ConsumerWish[], limits?: Limits): Promise<Result<unknown>> {
    return this.#deps.ask('media.steer', { sessionId: this.#deps.sessionId, wishes }, limits);
  }

  /** Listens once to each direction in use. */
  async listen(uses: ReadonlySet<TransportDirection>): Promise<void> {
    for (const direction of uses) {
      const totals = readTotals(await this.transports.stats(direction));
      const nowMs = this.#deps.nowMs();
      if (direction === 'receive') {
        this.totals = totals;
        this.received.hold(this.#deps.heldBack.heard(totals, nowMs));
      }
      this.#ears.set(direction, listen(this.#ears.get(direction) ?? newEar(nowMs), totals.heardCount, nowMs));
    }
    for (const direction of [...this.#ears.keys()]) if (!uses.has(direction)) this.#ears.delete(direction);
  }

  verdict(serverAnswered: boolean): Verdict {
    return worst([...this.#ears.values()].map((ear) => judge(ear, this.#deps.nowMs(), serverAnswered)));
  }

  /** Start of the longest silence among the directions in use. */
  get silentSinceMs(): number {
    return Math.min(...[...this.#ears.values()].map((ear) => ear.sinceMs));
  }

  async restartIce(timeLimitMs: number): Promise<Result<void>> {
    const { ask, sessionId } = this.#deps;
    const results = await Promise.all(
      [...this.#ears.keys()].map(async (direction): Promise<Result<void>> => {
        const result = await ask('media.restartIce', { sessionId, direction }, { timeLimitMs });
        if (!result.ok) return result;
        await this.transports.restartIce(direction, result.value.iceParameters);
        return { ok: true, value: undefined };
      }),
    );
    return results.find((result) => !result.ok) ?? { ok: true, value: undefined };
  }

  close(): void {
    this.received.close();
    this.transports.close();
  }
}

import type { ConsumerId, StreamId } from '../../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../../shared/kernel/result.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import type { Environment } from '../environment.ts';
import type { LayerCheck, LayerSeen } from '../live.types.ts';
import { otherCodec } from './encodings.ts';
import type { Receiver } from './media-kit.ts';
import type { MediaPath } from './media-path.ts';
import type { OwnStreams } from './own-streams.ts';
import { readTotals } from './stats.ts';
import { hasBegun } from './wishes.ts';

export type LayerCheckDeps = {
  readonly environment: Environment;
  readonly own: Pick<OwnStreams, 'codec' | 'liveCamera' | 'sendAs'>;
  readonly now: () => { readonly view: SessionView | null; readonly path: MediaPath | null };
};

/** Where the own camera can be received back: the path that is up, the stream on it, and the sizes in which it is sent. */
type Place = {
  readonly path: MediaPath;
  readonly streamId: StreamId;
  readonly heightsPx: readonly number[];
};

/** How long each answer and each size may take. */
const STEP_MS = 5000;
/** Before a layer's first sender report the engine cannot switch to it. */
const SETTLE_MS = 1500;
const LOOK_MS = 100;
/** Encoders round sizes; the nearest two layers differ by much more. */
const TOLERANCE_RATIO = 0.2;
const TOP_PRIORITY = 255;

const superseded: LayerCheck = { state: 'unavailable', error: { code: 'INVALID_STATE' } };
const gone = { code: 'MEDIA_UNAVAILABLE' } as const;
/** More sizes are better, and any picture is better than none. */
const worth = (check: LayerCheck): number =>
  check.state === 'stuck' ? check.layers.length * 2 + (check.shownHeightPx === null ? 0 : 1) : 0;

/** Proves that the sizes of the own picture switch, by being one's own receiver for a few seconds. */
export class LayerChecker {
  readonly #deps: LayerCheckDeps;
  #turn = 0;

  constructor(deps: LayerCheckDeps) {
    this.#deps = deps;
  }

  /** A check that still runs is given up for the new one. */
  async run(): Promise<LayerCheck> {
    this.#turn += 1;
    const turn = this.#turn;
    const { own } = this.#deps;
    const firstCodec = own.codec;
    const first = await this.#check(turn);
    if (first.state !== 'stuck' || !this.#isWanted(turn)) return first;
    const secondCodec = otherCodec(firstCodec);
    const second = (await own.sendAs(secondCodec)).ok ? await this.#check(turn) : first;
    if (second.state === 'ok' || !this.#isWanted(turn)) return second;
    // Neither switches, so the codec is not what is wrong: the one that more panels decode stays.
    const [preferred, other] = firstCodec === 'video/H264' ? [first, second] : [second, first];
    const best = worth(other) > worth(preferred) ? other : preferred;
    const bestCodec = best === first ? firstCodec : secondCodec;
    if (own.codec !== bestCodec) await own.sendAs(bestCodec);
    return best;
  }

  #isWanted(turn: number): boolean {
    const { view } = this.#deps.now();
    return turn === this.#turn && view !== null && !hasBegun(view);
  }

  #place(): Place | null {
    const { path } = this.#deps.now();
    const camera = this.#deps.own.liveCamera;
    return path === null || camera === null ? null : { path, ...camera };
  }

  async #check(turn: number): Promise<LayerCheck> {
    const place = await this.#untilSettled(turn);
    if (place === null) return this.#isWanted(turn) ? { state: 'unavailable', error: gone } : superseded;
    const isSame = () => this.#isWanted(turn) && this.#place()?.streamId === place.streamId;
    const own = await OwnPicture.open(place);
    if (!own.ok) return { state: 'unavailable', error: own.error };
    try {
      return await this.#watch(own.value, { heightsPx: place.heightsPx, isSame });
    } finally {
      await own.value.close();
    }
  }

  /** Null when the camera is not on the line in time. A page may just be about to send another one. */
  async #untilSettled(turn: number): Promise<Place | null> {
    const { nowMs } = this.#deps.environment;
    const untilMs = nowMs() + STEP_MS;
    let [streamId, sinceMs] = [this.#place()?.streamId, nowMs()];
    while (this.#isWanted(turn)) {
      const place = this.#place();
      if (place?.streamId !== streamId) [streamId, sinceMs] = [place?.streamId, nowMs()];
      if (place !== null && nowMs() - sinceMs >= SETTLE_MS) return place;
      if (place === null && nowMs() >= untilMs) return null;
      await this.#pause(LOOK_MS);
    }
    return null;
  }

  /** From the smallest up: the first that does not come ends it. */
  async #watch(
    own: OwnPicture,
    { heightsPx, isSame }: { readonly heightsPx: readonly number[]; readonly isSame: () => boolean },
  ): Promise<LayerCheck> {
    const layers: LayerSeen[] = [];
    const { nowMs } = this.#deps.environment;
    for (const [layer, heightPx] of heightsPx.entries()) {
      const sinceMs = nowMs();
      const steered = await own.ask(layer);
      if (!steered.ok) return { state: 'unavailable', error: steered.error };
      for (let shownPx = await own.heightPx(); !isNear(shownPx, heightPx); shownPx = await own.heightPx()) {
        if (!isSame()) return superseded;
        if (nowMs() - sinceMs >= STEP_MS) {
          const { codec } = own;
          const shownHeightPx = shownPx === 0 ? null : shownPx;
          return { state: 'stuck', codec, layers, missingHeightPx: heightPx, shownHeightPx };
        }
        await this.#pause(LOOK_MS);
      }
      layers.push({ heightPx, tookMs: nowMs() - sinceMs });
    }
    return isSame() ? { state: 'ok', codec: own.codec, layers } : superseded;
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#deps.environment.after(delayMs, resolve));
  }
}

const isNear = (seenPx: number, wantedPx: number): boolean =>
  Math.abs(seenPx - wantedPx) <= wantedPx * TOLERANCE_RATIO;

/** The own camera as it comes back from the server; on no page, only counted. */
class OwnPicture {
  readonly codec: string;
  readonly #place: Place;
  readonly #consumerId: ConsumerId;
  readonly #receiver: Receiver;

  private constructor(place: Place, consumer: { id: ConsumerId; codec: string; receiver: Receiver }) {
    this.#place = place;
    this.codec = consumer.codec;
    this.#consumerId = consumer.id;
    this.#receiver = consumer.receiver;
  }

  static async open(place: Place): Promise<Result<OwnPicture>> {
    const { path, streamId } = place;
    const answer = await path.receive([streamId], { timeLimitMs: STEP_MS });
    if (!answer.ok) return answer;
    const [options] = answer.value.consumers;
    if (options === undefined) return fail(answer.value.refused[0]?.code ?? 'NOT_FOUND');
    const codec = options.rtpParameters.codecs[0]?.mimeType ?? '';
    try {
      // A group of its own, so that it waits for no voice.
      const receiver = await path.transports.receive(options, `check/${streamId}`);
      return ok(new OwnPicture(place, { id: options.consumerId, codec, receiver }));
    } catch {
      // The path was closed meanwhile, or the browser refused; the server forgets the consumer as it would any other.
      await path.steer([{ consumerId: options.consumerId, paused: true, released: true }]);
      return fail('MEDIA_UNAVAILABLE');
    }
  }

  ask(maxLayer: number): Promise<Result<unknown>> {
    const wish = { consumerId: this.#consumerId, paused: false, maxLayer, priority: TOP_PRIORITY };
    return this.#place.path.steer([wish], { timeLimitMs: STEP_MS });
  }

  /** Of the newest picture; 0 before the first and when nothing can be known. */
  async heightPx(): Promise<number> {
    try {
      const { inbound } = readTotals(await this.#place.path.transports.stats('receive'));
      return inbound.get(this.#receiver.mid)?.heightPx ?? 0;
    } catch {
      // A path that was closed has no statistics; whoever waits sees that it is gone.
      return 0;
    }
  }

  async close(): Promise<void> {
    await this.#place.path.steer([{ consumerId: this.#consumerId, paused: true, released: true }]);
    this.#receiver.close();
  }
}

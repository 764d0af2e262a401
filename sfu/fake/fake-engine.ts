import { type ConsumerId, type StreamId, uuidV7 } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { consumerWish, dtlsParameters, type TransportDirection } from '../../shared/media.ts';
import { checked, checkedList } from '../door/checks.ts';
import { createListeners, type Listeners } from '../door/listeners.ts';
import type { MethodAnswer, MethodInput } from '../door/methods.ts';
import type {
  CloseReason,
  EngineEvent,
  EngineLog,
  EngineState,
  MediaEngine,
  ParticipantId,
  SpaceId,
} from '../types.ts';
import { receiveIn } from './fake-receive.ts';
import { type FakeIds, FakeSpace } from './fake-space.ts';
import { type FakeConsumer, type FakeReport, fakeSampleOf, nominalRates } from './fake-stream.ts';
import { type FakeSpaceView, viewOf } from './fake-view.ts';
import { FakeWorkers } from './fake-workers.ts';

export type FakeEngineOptions = {
  /** Default 2; a standby comes on top, as in the real engine. */
  readonly workerCount?: number;
  /** Makes stream and consumer ids, UUIDv7; by default they are counted, so that two runs give the same ids. */
  readonly newId?: () => string;
  readonly log?: EngineLog;
};

const silent: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The engine's door without a native process: nothing flows, everything else answers as the real engine does, at once and always the
 * same. A transport counts as connected as soon as `connect` was called. The methods after `close` are for tests alone; they throw when
 * what they name is not there.
 */
export class FakeMediaEngine implements MediaEngine {
  readonly #spaces = new Map<SpaceId, FakeSpace>();
  readonly #rates = new Map<StreamId, readonly number[]>();
  readonly #listeners: Listeners;
  readonly #ids: FakeIds;
  readonly #workers: FakeWorkers;
  #count = 0;
  #state: 'up' | 'unavailable' | 'closed' = 'up';

  constructor(options: FakeEngineOptions = {}) {
    this.#listeners = createListeners(options.log ?? silent);
    const count = (): number => {
      this.#count += 1;
      return this.#count;
    };
    const counted = (): string => uuidV7(1_700_000_000_000 + count(), new Uint8Array(10));
    this.#ids = { count, newId: options.newId ?? counted };
    this.#workers = new FakeWorkers(options.workerCount ?? 2);
  }

  async openSpace(...[spaceId]: MethodInput<'openSpace'>): MethodAnswer<'openSpace'> {
    if (this.#state !== 'up') return fail('MEDIA_UNAVAILABLE');
    const open = this.#spaces.get(spaceId) ?? this.#openNew(spaceId);
    return ok({ rtpCapabilities: open.rtpCapabilities });
  }

  #openNew(spaceId: SpaceId): FakeSpace {
    const load = this.state().workers.filter((worker) => !worker.standby);
    const { pid } = load.reduce((best, worker) => (worker.spaceCount < best.spaceCount ? worker : best));
    const space = new FakeSpace({ spaceId, workerPid: pid }, this.#ids, this.#listeners.tell);
    this.#spaces.set(spaceId, space);
    return space;
  }

  async closeSpace(...[spaceId, reason]: MethodInput<'closeSpace'>): Promise<void> {
    const space = this.#spaces.get(spaceId);
    this.#spaces.delete(spaceId);
    space?.close(reason);
  }

  async admit(...[spaceId, participant]: MethodInput<'admit'>): MethodAnswer<'admit'> {
    const space = this.#spaces.get(spaceId);
    return space === undefined ? fail('NOT_FOUND') : ok(space.admit(participant));
  }

  async expel(...[spaceId, participantId, reason]: MethodInput<'expel'>): Promise<void> {
    this.#spaces.get(spaceId)?.expel(participantId, reason);
  }

  async allow(...[spaceId, participantId, maySend]: MethodInput<'allow'>): MethodAnswer<'allow'> {
    return this.#spaces.get(spaceId)?.allow(participantId, maySend) ?? fail('NOT_FOUND');
  }

  async connect(...[spaceId, participantId, half]: MethodInput<'connect'>): MethodAnswer<'connect'> {
    const space = this.#spaces.get(spaceId);
    const transport = space?.transport(participantId, half.direction) ?? null;
    if (space === undefined || transport === null) return fail('NOT_FOUND');
    const parsed = checked(dtlsParameters, half.dtlsParameters);
    if (!parsed.ok) return parsed;
    if (transport.state !== 'new') return fail('INVALID_STATE');
    space.setState(participantId, half.direction, 'connected');
    return ok();
  }

  async restartIce(
    ...[spaceId, participantId, direction]: MethodInput<'restartIce'>
  ): MethodAnswer<'restartIce'> {
    const space = this.#spaces.get(spaceId);
    const transport = space?.transport(participantId, direction) ?? null;
    return space === undefined || transport === null ? fail('NOT_FOUND') : ok(space.restartIce(transport));
  }

  async publish(...[spaceId, request]: MethodInput<'publish'>): MethodAnswer<'publish'> {
    return this.#spaces.get(spaceId)?.publish(request) ?? fail('NOT_FOUND');
  }

  async feed(...[spaceId, request]: MethodInput<'feed'>): MethodAnswer<'feed'> {
    return this.#spaces.get(spaceId)?.feed(request) ?? fail('NOT_FOUND');
  }

  async unpublish(...[spaceId, streamId, reason]: MethodInput<'unpublish'>): Promise<void> {
    this.#spaces.get(spaceId)?.unpublish(streamId, reason);
  }

  async tap(...[spaceId, request]: MethodInput<'tap'>): MethodAnswer<'tap'> {
    return this.#spaces.get(spaceId)?.taps.open(request) ?? fail('NOT_FOUND');
  }

  async resumeTap(...[spaceId, tapId]: MethodInput<'resumeTap'>): MethodAnswer<'resumeTap'> {
    return this.#spaces.get(spaceId)?.taps.resume(tapId) ?? fail('NOT_FOUND');
  }

  async requestKeyFrame(): Promise<void> {
    // Nothing flows that could have one.
  }

  async untap(...[spaceId, tapId]: MethodInput<'untap'>): Promise<void> {
    this.#spaces.get(spaceId)?.taps.close(tapId);
  }

  taps(...[spaceId]: MethodInput<'taps'>): MethodAnswer<'taps'> {
    return this.#spaces.get(spaceId)?.taps.states() ?? [];
  }

  async openOutlet(...[spaceId, request]: MethodInput<'openOutlet'>): MethodAnswer<'openOutlet'> {
    const space = this.#spaces.get(spaceId);
    if (space === undefined) return fail('NOT_FOUND');
    const parsed = checked(dtlsParameters, request.dtlsParameters);
    return parsed.ok ? space.outlets.open(request) : parsed;
  }

  async playOutlet(...[spaceId, outletId, streamIds]: MethodInput<'playOutlet'>): MethodAnswer<'playOutlet'> {
    return this.#spaces.get(spaceId)?.outlets.play(outletId, streamIds) ?? fail('NOT_FOUND');
  }

  async restartOutlet(...[spaceId, outletId]: MethodInput<'restartOutlet'>): MethodAnswer<'restartOutlet'> {
    return this.#spaces.get(spaceId)?.outlets.restartIce(outletId) ?? fail('NOT_FOUND');
  }

  async closeOutlet(...[spaceId, outletId]: MethodInput<'closeOutlet'>): Promise<void> {
    this.#spaces.get(spaceId)?.outlets.close(outletId);
  }

  outlets(...[spaceId]: MethodInput<'outlets'>): MethodAnswer<'outlets'> {
    return this.#spaces.get(spaceId)?.outlets.states() ?? [];
  }

  async receive(...[spaceId, request]: MethodInput<'receive'>): MethodAnswer<'receive'> {
    const space = this.#spaces.get(spaceId);
    if (space?.participants.has(request.participantId) !== true) return fail('NOT_FOUND');
    return receiveIn(space, request);
  }

  async steer(...[spaceId, participantId, wishes]: MethodInput<'steer'>): MethodAnswer<'steer'> {
    const space = this.#spaces.get(spaceId);
    if (space?.participants.has(participantId) !== true) return fail('NOT_FOUND');
    const parsed = checkedList(consumerWish, wishes);
    if (!parsed.ok) return parsed;
    space.steer(participantId, parsed.value);
    return ok();
  }

  async limit(...[spaceId, participantId, ceilings]: MethodInput<'limit'>): MethodAnswer<'limit'> {
    const space = this.#spaces.get(spaceId);
    if (space?.participants.has(participantId) !== true) return fail('NOT_FOUND');
    space.limit(participantId, ceilings);
    return ok();
  }

  lines(...[spaceId]: MethodInput<'lines'>): MethodAnswer<'lines'> {
    return this.#spaces.get(spaceId)?.lines() ?? [];
  }

  async rates(...[spaceId, streamIds]: MethodInput<'rates'>): MethodAnswer<'rates'> {
    const streams = [...(this.#spaces.get(spaceId)?.streams.values() ?? [])];
    const asked = streams.filter(({ streamId }) => streamIds.includes(streamId));
    return new Map(
      asked.map((each) => [each.streamId, this.#rates.get(each.streamId) ?? nominalRates(each)]),
    );
  }

  async sample(...[spaceId]: MethodInput<'sample'>): MethodAnswer<'sample'> {
    return [...(this.#spaces.get(spaceId)?.consumers.values() ?? [])].map(fakeSampleOf);
  }

  state(): EngineState {
    return this.#workers.state([...this.#spaces.values()]);
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    for (const spaceId of [...this.#spaces.keys()]) await this.closeSpace(spaceId, 'shutdown');
    this.#workers.end();
  }

  /** Whether `openSpace` works; false stands for no living worker. */
  setAvailable(available: boolean): void {
    if (this.#state !== 'closed') this.#state = available ? 'up' : 'unavailable';
  }

  /** The worker that carries a space ends; every space on it fails, and the standby takes its place. */
  failSpace(spaceId: SpaceId, cause: 'died' | 'hung'): void {
    const pid = this.#open(spaceId).workerPid;
    this.#workers.replace(pid);
    const failed = [...this.#spaces.values()].filter((space) => space.workerPid === pid);
    for (const space of failed) this.#spaces.delete(space.spaceId);
    for (const space of failed) this.#listeners.tell({ type: 'space.failed', spaceId: space.spaceId, cause });
  }

  /** A participant's line is cut (false) or carries again (true). */
  setConnected(
    spaceId: SpaceId,
    participantId: ParticipantId,
    line: { direction: TransportDirection; connected: boolean },
  ): void {
    const space = this.#open(spaceId);
    if (!space.participants.has(participantId)) throw new Error('no such participant');
    space.setState(participantId, line.direction, line.connected ? 'connected' : 'dropped');
  }

  /** A stream ends by itself, as when the engine closes it. */
  endStream(spaceId: SpaceId, streamId: StreamId, reason: CloseReason): void {
    this.#open(spaceId).unpublish(streamId, reason);
  }

  /** The line lets this layer through and no other; undefined leaves it to the wish again. */
  forceLayer(spaceId: SpaceId, consumerId: ConsumerId, layer: number | null | undefined): void {
    const consumer = this.#consumer(spaceId, consumerId);
    this.#open(spaceId).change(consumer, () => {
      consumer.forcedLayer = layer;
    });
  }

  /** What the engine thinks a participant's line carries from now on. */
  estimate(spaceId: SpaceId, participantId: ParticipantId, estimateBps: number | null): void {
    const participant = this.#open(spaceId).participants.get(participantId);
    if (participant === undefined) throw new Error('no such participant');
    participant.estimateBps = estimateBps;
  }

  /** What a stream sends from now on, bit/s by layer. */
  send(streamId: StreamId, rates: readonly number[]): void {
    this.#rates.set(streamId, rates);
  }

  /** What the receiver reports from now on. */
  report(spaceId: SpaceId, consumerId: ConsumerId, reported: Partial<FakeReport>): void {
    const consumer = this.#consumer(spaceId, consumerId);
    consumer.reported = { ...consumer.reported, ...reported };
  }

  /** The space as plain data, null when it is not open. */
  inspect(spaceId: SpaceId): FakeSpaceView | null {
    const space = this.#spaces.get(spaceId);
    return space === undefined ? null : viewOf(space);
  }

  #open(spaceId: SpaceId): FakeSpace {
    const space = this.#spaces.get(spaceId);
    if (space === undefined) throw new Error('the space is not open');
    return space;
  }

  #consumer(spaceId: SpaceId, consumerId: ConsumerId): FakeConsumer {
    const consumer = this.#open(spaceId).consumers.get(consumerId);
    if (consumer === undefined) throw new Error('no such consumer');
    return consumer;
  }
}

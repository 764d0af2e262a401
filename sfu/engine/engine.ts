import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { consumerWish, dtlsParameters, iceParameters, rtpCapabilities } from '../../shared/media.ts';
import { checked, checkedList } from '../door/checks.ts';
import { createListeners, type Listeners } from '../door/listeners.ts';
import type { MethodAnswer, MethodInput } from '../door/methods.ts';
import type { EngineOptions, MediaEngine, ParticipantId, SpaceId } from '../types.ts';
import { acceptedCapabilities, offeredCapabilities, routerCodecs } from './codecs.ts';
import { feed } from './feed.ts';
import type { MediaWorker, WorkerFailure } from './media-worker.ts';
import { type EngineParticipant, lineOf, optionsOf } from './participant.ts';
import { attempt, notStarted } from './refusals.ts';
import { ratesOf, samplesOf } from './samples.ts';
import { Space } from './space.ts';
import { startWorkerPool, type WorkerPool } from './worker-pool.ts';

/**
 * mediasoup behind the engine's door. Refuses with `MEDIA_UNAVAILABLE` when the workers do not start; `why` is then `port-taken`
 * (with `port`) or `worker-failed`, the details are in the log.
 */
export async function createMediasoupEngine(options: EngineOptions): Promise<Result<MediaEngine>> {
  const engine = new MediasoupEngine(options);
  try {
    await engine.start();
    return ok(engine);
  } catch (cause) {
    return notStarted(options, cause);
  }
}

class MediasoupEngine implements MediaEngine {
  readonly #options: EngineOptions;
  readonly #listeners: Listeners;
  readonly #spaces = new Map<SpaceId, Space>();
  readonly #opening = new Map<SpaceId, Promise<Result<Space>>>();
  #pool: WorkerPool | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#listeners = createListeners(options.log);
  }

  async start(): Promise<void> {
    this.#pool = await startWorkerPool({
      engine: this.#options,
      loadOf: (worker) => this.#loadOf(worker),
      onFailed: (worker, cause) => this.#workerFailed(worker, cause),
    });
  }

  async openSpace(...[spaceId]: MethodInput<'openSpace'>): MethodAnswer<'openSpace'> {
    const opened = await this.#open(spaceId);
    if (!opened.ok) return opened;
    return ok({ rtpCapabilities: offeredCapabilities(opened.value.context.router.rtpCapabilities) });
  }

  #open(spaceId: SpaceId): Promise<Result<Space>> {
    const open = this.#spaces.get(spaceId);
    if (open !== undefined) return Promise.resolve(ok(open));
    const opening = this.#opening.get(spaceId) ?? this.#openNew(spaceId);
    this.#opening.set(spaceId, opening);
    return opening;
  }

  async #openNew(spaceId: SpaceId): Promise<Result<Space>> {
    try {
      // A worker may fail between being chosen and answering; then its successor is asked once.
      return (await this.#openOnce(spaceId)) ?? (await this.#openOnce(spaceId)) ?? fail('MEDIA_UNAVAILABLE');
    } finally {
      this.#opening.delete(spaceId);
    }
  }

  async #openOnce(spaceId: SpaceId): Promise<Result<Space> | null> {
    const { log, newId } = this.#options;
    const worker = (await this.#pool?.pick()) ?? null;
    if (worker === null) return null;
    const made = await attempt(log, 'openSpace', () =>
      worker.worker.createRouter({ mediaCodecs: [...routerCodecs] }),
    );
    if (!made.ok || made.value.closed) return null;
    const router = made.value;
    if (this.#closing !== null) {
      router.close();
      return null;
    }
    const space = new Space({ spaceId, worker, router, newId, log, tell: this.#listeners.tell });
    this.#spaces.set(spaceId, space);
    return ok(space);
  }

  async closeSpace(...[spaceId, reason]: MethodInput<'closeSpace'>): Promise<void> {
    const opening = this.#opening.get(spaceId);
    if (opening !== undefined) await opening;
    const space = this.#spaces.get(spaceId);
    this.#spaces.delete(spaceId);
    space?.close(reason);
  }

  async admit(...[spaceId, participant]: MethodInput<'admit'>): MethodAnswer<'admit'> {
    const space = this.#spaces.get(spaceId);
    if (space === undefined) return fail('NOT_FOUND');
    const admitted = await space.admit(participant);
    if (!admitted.ok) return admitted;
    const { send, receive } = admitted.value.halves;
    return ok({ send: optionsOf(send), receive: optionsOf(receive) });
  }

  async expel(...[spaceId, participantId, reason]: MethodInput<'expel'>): Promise<void> {
    this.#spaces.get(spaceId)?.expel(participantId, reason);
  }

  async allow(...[spaceId, participantId, maySend]: MethodInput<'allow'>): MethodAnswer<'allow'> {
    const space = this.#spaces.get(spaceId);
    const participant = space?.participants.get(participantId);
    return space === undefined || participant === undefined
      ? fail('NOT_FOUND')
      : space.allow(participant, maySend);
  }

  async connect(...[spaceId, participantId, given]: MethodInput<'connect'>): MethodAnswer<'connect'> {
    const half = this.#participant(spaceId, participantId)?.halves[given.direction];
    if (half === undefined) return fail('NOT_FOUND');
    const parsed = checked(dtlsParameters, given.dtlsParameters);
    if (!parsed.ok) return parsed;
    if (half.connectAsked) return fail('INVALID_STATE');
    half.connectAsked = true;
    const { role = 'auto', fingerprints } = parsed.value;
    const done = await attempt(this.#options.log, 'connect', () =>
      half.transport.connect({ dtlsParameters: { role, fingerprints } }),
    );
    if (!done.ok) half.connectAsked = false;
    return done;
  }

  async restartIce(
    ...[spaceId, participantId, direction]: MethodInput<'restartIce'>
  ): MethodAnswer<'restartIce'> {
    const half = this.#participant(spaceId, participantId)?.halves[direction];
    if (half === undefined) return fail('NOT_FOUND');
    const restarted = await attempt(this.#options.log, 'restartIce', () => half.transport.restartIce());
    return restarted.ok ? ok(iceParameters.parse(restarted.value)) : restarted;
  }

  async publish(...[spaceId, request]: MethodInput<'publish'>): MethodAnswer<'publish'> {
    const space = this.#spaces.get(spaceId);
    const participant = space?.participants.get(request.participantId);
    return space === undefined || participant === undefined
      ? fail('NOT_FOUND')
      : space.publish(participant, request);
  }

  async feed(...[spaceId, request]: MethodInput<'feed'>): MethodAnswer<'feed'> {
    const space = this.#spaces.get(spaceId);
    const participant = space?.participants.get(request.participantId);
    return space === undefined || participant === undefined
      ? fail('NOT_FOUND')
      : feed(space, participant, request);
  }

  async unpublish(...[spaceId, streamId, reason]: MethodInput<'unpublish'>): Promise<void> {
    this.#spaces.get(spaceId)?.unpublish(streamId, reason);
  }

  async tap(...[spaceId, request]: MethodInput<'tap'>): MethodAnswer<'tap'> {
    const space = this.#spaces.get(spaceId);
    return space === undefined ? fail('NOT_FOUND') : space.taps.open(request);
  }

  async resumeTap(...[spaceId, tapId]: MethodInput<'resumeTap'>): MethodAnswer<'resumeTap'> {
    return this.#spaces.get(spaceId)?.taps.resume(tapId) ?? fail('NOT_FOUND');
  }

  async requestKeyFrame(...[spaceId, tapId]: MethodInput<'requestKeyFrame'>): Promise<void> {
    await this.#spaces.get(spaceId)?.taps.requestKeyFrame(tapId);
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
    return parsed.ok ? space.outlets.open({ ...request, dtlsParameters: parsed.value }) : parsed;
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
    const participant = space?.participants.get(request.participantId);
    if (space === undefined || participant === undefined) return fail('NOT_FOUND');
    const parsed = checked(rtpCapabilities, request.rtpCapabilities);
    if (!parsed.ok) return parsed;
    const receiver = acceptedCapabilities(parsed.value);
    const { streamIds } = request;
    return participant.receiveLane(() => space.receive(participant, { receiver, streamIds }));
  }

  async steer(...[spaceId, participantId, wishes]: MethodInput<'steer'>): MethodAnswer<'steer'> {
    const space = this.#spaces.get(spaceId);
    const participant = space?.participants.get(participantId);
    if (space === undefined || participant === undefined) return fail('NOT_FOUND');
    const parsed = checkedList(consumerWish, wishes);
    if (!parsed.ok) return parsed;
    return space.steer(participant, parsed.value);
  }

  async limit(...[spaceId, participantId, ceilings]: MethodInput<'limit'>): MethodAnswer<'limit'> {
    const space = this.#spaces.get(spaceId);
    const participant = space?.participants.get(participantId);
    if (space === undefined || participant === undefined) return fail('NOT_FOUND');
    return space.limit(participant, ceilings);
  }

  lines(...[spaceId]: MethodInput<'lines'>): MethodAnswer<'lines'> {
    return [...(this.#spaces.get(spaceId)?.participants.values() ?? [])].map(lineOf);
  }

  async rates(...[spaceId, streamIds]: MethodInput<'rates'>): MethodAnswer<'rates'> {
    const streams = this.#spaces.get(spaceId)?.streams ?? new Map();
    const rates = await attempt(this.#options.log, 'rates', () => ratesOf(streams, streamIds));
    return rates.ok ? rates.value : new Map();
  }

  async sample(...[spaceId]: MethodInput<'sample'>): MethodAnswer<'sample'> {
    const space = this.#spaces.get(spaceId);
    if (space === undefined) return [];
    const { log } = this.#options;
    const participants = [...space.participants.values()];
    const samples = await attempt(log, 'sample', () => Promise.all(participants.flatMap(samplesOf)));
    const found = samples.ok ? samples.value.filter((sample) => sample !== null) : [];
    await attempt(log, 'sample', () => space.voiceLoss.heed(found, space.streams));
    return found;
  }

  state(): MethodAnswer<'state'> {
    return this.#pool?.state() ?? { workers: [] };
  }

  listen(...[listener]: MethodInput<'listen'>): MethodAnswer<'listen'> {
    return this.#listeners.add(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const spaceId of [...this.#spaces.keys()]) await this.closeSpace(spaceId, 'shutdown');
    await this.#pool?.close();
    this.#pool = null;
  }

  #participant(spaceId: SpaceId, participantId: ParticipantId): EngineParticipant | undefined {
    return this.#spaces.get(spaceId)?.participants.get(participantId);
  }

  #loadOf(worker: MediaWorker): { spaceCount: number; consumerCount: number } {
    const spaces = [...this.#spaces.values()].filter((space) => space.context.worker === worker);
    return {
      spaceCount: spaces.length,
      consumerCount: spaces.reduce((sum, space) => sum + space.consumerCount, 0),
    };
  }

  #workerFailed(worker: MediaWorker, cause: WorkerFailure): void {
    const failed = [...this.#spaces.values()].filter((space) => space.context.worker === worker);
    for (const space of failed) {
      this.#spaces.delete(space.context.spaceId);
      space.abandon();
    }
    for (const { context } of failed)
      this.#listeners.tell({ type: 'space.failed', spaceId: context.spaceId, cause });
  }
}

import { errors } from '../../shared/kernel/errors.ts';
import type { SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { LessonView } from '../../shared/session/session.view.ts';
import { coursewareInFront } from '../live/courseware/front.ts';
import type { Environment } from '../live/environment.ts';
import type { LiveClient, LiveStream, ShownSize } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import { lessonToJoin } from './agenda.rules.ts';
import type { PairingKeeper } from './pairing.ts';
import { shouldReload } from './renewal.rules.ts';
import type { Renewal } from './renewal.ts';
import type { DeviceCheck, ScreenFacts, SoundCheck } from './screen.types.ts';
import { isForTheWall, isOthersVoice, wantsCamera, wantsMicrophone } from './stage.rules.ts';

export type ScreenDeps = {
  readonly environment: Environment;
  readonly live: LiveClient;
  readonly pairing: PairingKeeper;
  readonly camera: Device;
  readonly microphone: Device;
  readonly renewal: Pick<Renewal, 'due' | 'ask' | 'reload'>;
};
type Readable<T> = { get(): T; subscribe(listener: () => void): () => void };
type Device = {
  readonly check: Readable<DeviceCheck>;
  want(wanted: boolean): void;
  try(): Promise<void>;
};
/** Pictures on the wall by their place. */
export type WallPlace = 'camera' | 'content' | 'room';

const TICK_MS = 1000;
/** The agenda is pushed; this is for a push that was lost. */
const AGENDA_MS = 60_000;
/** How long "the lesson is over" stands. */
const OVER_MS = 30_000;
const heard: ShownSize = { widthPx: 1, heightPx: 1 };
/** Until the places have been measured; the first picture need not wait for that. */
const usual: Readonly<Record<WallPlace, ShownSize>> = {
  camera: { widthPx: 480, heightPx: 270 },
  content: { widthPx: 1440, heightPx: 810 },
  room: { widthPx: 480, heightPx: 270 },
};

/** A large screen without anybody: pairs, waits, joins its lesson, comes back to idle. */
export class ScreenApp {
  readonly #deps: ScreenDeps;
  readonly #facts;
  readonly #sizes = new Map<WallPlace, ShownSize>();
  readonly #ownVoices = new Set<StreamId>();
  #askedAgendaAtMs = Number.NEGATIVE_INFINITY;
  #overAtMs: number | null = null;
  #sound: SoundCheck = 'unknown';

  constructor(deps: ScreenDeps) {
    this.#deps = deps;
    this.#facts = createStore<ScreenFacts>(this.#read(null));
    const { live, pairing, camera, microphone, environment } = deps;
    for (const source of [live.link, live.session, live.own, pairing.facts, camera.check, microphone.check]) {
      source.subscribe(() => this.#changed());
    }
    live.streams.subscribe(() => this.#show());
    live.on('room.agendaChanged', () => void this.#ask());
    environment.every(TICK_MS, () => this.#tick());
  }

  get facts(): Readable<ScreenFacts> {
    return this.#facts;
  }

  async start(): Promise<void> {
    await this.#deps.pairing.start();
    this.#deps.live.open();
    await this.#deps.camera.try();
    await this.#deps.microphone.try();
  }

  /** The person in front of the screen pressed OK. */
  pressed(): void {
    if (this.#deps.live.link.get().state === 'refused') this.#deps.live.retry();
  }

  soundIs(sound: SoundCheck): void {
    this.#sound = sound;
    this.#changed();
  }

  sized(place: WallPlace, size: ShownSize): void {
    this.#sizes.set(place, size);
    this.#show();
  }

  #read(agenda: ScreenFacts['agenda']): ScreenFacts {
    const { live, pairing, camera, microphone } = this.#deps;
    const session = live.session.get();
    const voice = live.own.get().find((each) => each.source === 'voice');
    if (voice?.streamId != null) this.#ownVoices.add(voice.streamId);
    return {
      ...pairing.facts.get(),
      agenda,
      link: live.link.get(),
      session,
      camera: camera.check.get(),
      microphone: microphone.check.get(),
      speaking: voice?.state === 'live',
      othersVoice: session.state === 'joined' && isOthersVoice(session, voice, this.#ownVoices),
      sound: this.#sound,
    };
  }

  #changed(): void {
    const before = this.#facts.get();
    this.#facts.set(this.#read(before.agenda));
    const { link, session, othersVoice } = this.#facts.get();
    if (link.state === 'connected' && before.link.state !== 'connected') {
      void this.#ask();
      void this.#deps.renewal.ask();
    }
    this.#renew();
    this.#deps.camera.want(session.state === 'joined' && wantsCamera(session));
    this.#deps.microphone.want(session.state === 'joined' && wantsMicrophone(session, othersVoice));
    this.#decide();
    this.#show();
    if (link.state === 'refused' && before.link.state !== 'refused') this.#refused(link.error.code);
  }

  /** Signed out for good: nothing of the room is kept or filmed any longer. Back to pairing, then dial again. */
  #refused(code: string): void {
    if (code !== 'UNAUTHENTICATED' && code !== 'FORBIDDEN') return;
    this.#facts.set({ ...this.#facts.get(), agenda: null });
    void this.#deps.live.leave();
    void this.#deps.pairing.lost().then(() => this.#deps.live.retry());
  }

  async #ask(): Promise<void> {
    this.#askedAgendaAtMs = this.#deps.environment.nowMs();
    const result = await this.#deps.live.request('room.agenda', {});
    if (!result.ok) return;
    this.#facts.set({ ...this.#facts.get(), agenda: result.value });
    this.#decide();
  }

  #tick(): void {
    const { link } = this.#facts.get();
    const isOld = this.#deps.environment.nowMs() - this.#askedAgendaAtMs > AGENDA_MS;
    if (link.state === 'connected' && isOld) void this.#ask();
    this.#renew();
    this.#decide();
  }

  #renew(): void {
    const { live, renewal } = this.#deps;
    if (shouldReload(this.#facts.get(), live.serverNowMs(), renewal.due())) void renewal.reload();
  }

  /** Joins what has to be joined, leaves what is over. */
  #decide(): void {
    const { agenda, session, link } = this.#facts.get();
    if (session.state === 'joined' && session.view.lesson.phase.state === 'ended') {
      this.#leaveLater(session.sessionId);
      return;
    }
    this.#overAtMs = null;
    if (agenda === null || link.state !== 'connected') return;
    const staying = session.state === 'none' ? null : session.sessionId;
    const card = lessonToJoin(agenda.lessons, this.#deps.live.serverNowMs(), staying);
    if (session.state === 'refused' && !errors[session.error.code].retryable) {
      this.#forget(session.sessionId);
      return;
    }
    const sits = session.state === 'joined' && session.view.lesson.phase.state === 'live';
    if (card === null || card.sessionId === staying || sits) return;
    void this.#deps.live.join(card.sessionId);
  }

  #leaveLater(sessionId: SessionId): void {
    const nowMs = this.#deps.environment.nowMs();
    this.#overAtMs ??= nowMs;
    if (nowMs - this.#overAtMs < OVER_MS) return;
    this.#overAtMs = null;
    this.#forget(sessionId);
  }

  /** The agenda as known still names the lesson; the next one asked for knows better. */
  #forget(sessionId: SessionId): void {
    const { agenda } = this.#facts.get();
    if (agenda !== null) {
      const lessons = agenda.lessons.filter((card) => card.sessionId !== sessionId);
      this.#facts.set({ ...this.#facts.get(), agenda: { ...agenda, lessons } });
    }
    void this.#deps.live.leave();
  }

  /** Before the start nothing of the lecturer is seen or heard, but everything is ready to flow. */
  #show(): void {
    const { session } = this.#facts.get();
    if (session.state !== 'joined') return;
    const { view } = session;
    const isLive = view.lesson.phase.state === 'live';
    const wishes = new Map<StreamId, ShownSize>();
    for (const stream of this.#deps.live.streams.get()) {
      if (!isForTheWall(view, stream)) continue;
      const isBehind = isLecturers(stream) && stream.source === 'content' && isCovered(view.lesson, stream);
      wishes.set(stream.streamId, isLive && !isBehind ? this.#sizeOf(stream) : null);
    }
    this.#deps.live.show(wishes);
  }

  #sizeOf({ source, part }: LiveStream): ShownSize {
    if (source === 'voice') return heard;
    const place = part === 'lecturer' ? source : 'room';
    return this.#sizes.get(place) ?? usual[place];
  }
}

const isCovered = (lesson: LessonView, { streamId }: LiveStream): boolean =>
  coursewareInFront(lesson, streamId) !== null;

export const isLecturers = (stream: LiveStream): boolean => stream.part === 'lecturer' && !stream.own;

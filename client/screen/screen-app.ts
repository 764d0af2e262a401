import { errors } from '../../shared/kernel/errors.ts';
import type { SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { LessonCard } from '../../shared/lesson.ts';
import type { LessonView } from '../../shared/session/session.view.ts';
import { coursewareInFront } from '../live/courseware/front.ts';
import type { Environment } from '../live/environment.ts';
import type { JoinedSession, LiveClient, LiveStream, ShownSize } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import { wallIn } from '../live/wall.ts';
import { keyOfPart } from '../ui/wall/shape.ts';
import { lessonToJoin } from './agenda.rules.ts';
import type { PairingKeeper } from './pairing.ts';
import { shouldReload } from './renewal.rules.ts';
import type { Renewal } from './renewal.ts';
import type { DeviceCheck, ScreenFacts, SoundCheck } from './screen.types.ts';
import { isHeardHere, isOthersVoice, ownRoomOf, wantsCamera, wantsMicrophone } from './stage.rules.ts';

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

const TICK_MS = 1000;
/** The agenda is pushed; this is for a push that was lost. */
const AGENDA_MS = 60_000;
/** How long "the lesson is over" stands. */
const OVER_MS = 30_000;
const heard: ShownSize = { widthPx: 1, heightPx: 1 };
/** Until the places have been measured; the first picture need not wait for that. */
const usual = {
  large: { widthPx: 1440, heightPx: 810 },
  aside: { widthPx: 480, heightPx: 270 },
} as const satisfies Record<string, ShownSize>;

/** A large screen without anybody: pairs, waits, joins its lesson, comes back to idle. */
export class ScreenApp {
  readonly #deps: ScreenDeps;
  readonly #facts;
  readonly #sizes = new Map<string, ShownSize>();
  #shownOut: LessonCard | null = null;
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

  /** @param part key of a part of the wall, see `keyOfPart` */
  sized(part: string, size: ShownSize): void {
    this.#sizes.set(part, size);
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
      shownOut: this.#shownOut,
    };
  }

  #changed(): void {
    const before = this.#facts.get();
    this.#noteSession(before.agenda);
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
    if (link.state !== 'refused' || before.link.state === 'refused') return;
    if (link.cause === 'removed') this.#wentOut(session);
    else this.#refused(link.error.code);
  }

  /** Shown out of one lesson, not signed out: the line is needed to hear that the room may come back. */
  #wentOut(session: ScreenFacts['session']): void {
    const { live, environment } = this.#deps;
    if (session.state === 'joined') this.#shownOut = session.card;
    void live.leave();
    environment.after(TICK_MS, () => live.retry());
  }

  /** What of a lesson is to be known after it was left. */
  #noteSession(agenda: ScreenFacts['agenda']): void {
    const session = this.#deps.live.session.get();
    if (session.state === 'joined') this.#shownOut = null;
    if (session.state !== 'refused' || session.error.code !== 'REMOVED') return;
    const { sessionId } = session;
    this.#shownOut = agenda?.lessons.find((card) => card.sessionId === sessionId) ?? this.#shownOut;
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
    const { lessons } = result.value;
    const isOver = !lessons.some(
      ({ sessionId, phase }) =>
        sessionId === this.#shownOut?.sessionId && phase !== 'ended' && phase !== 'cancelled',
    );
    if (isOver) this.#shownOut = null;
    this.#facts.set({ ...this.#facts.get(), agenda: result.value, shownOut: this.#shownOut });
    this.#decide();
  }

  #tick(): void {
    const { link } = this.#facts.get();
    const isOld = this.#deps.environment.nowMs() - this.#askedAgendaAtMs > AGENDA_MS;
    if (link.state === 'connected' && isOld) void this.#ask();
    this.#renew();
    this.#decide();
    // More rooms than fit take turns by the clock.
    this.#show();
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

  /** Before the start nothing is seen or heard, but everything is ready to flow. What does not stand on the wall is paused. */
  #show(): void {
    const { session } = this.#facts.get();
    if (session.state !== 'joined') return;
    const streams = this.#deps.live.streams.get();
    const isLive = session.view.lesson.phase.state === 'live';
    const sizes = this.#sizesOnWall(session, streams);
    const wishes = new Map<StreamId, ShownSize>();
    for (const stream of streams) {
      if (stream.own) continue;
      const size = stream.source === 'voice' ? heardOf(session, stream) : sizes.get(keyOfStream(stream));
      const isBehind = keyOfStream(stream) === 'content' && isCovered(session.view.lesson, stream);
      wishes.set(stream.streamId, isLive && !isBehind ? (size ?? null) : null);
    }
    this.#deps.live.show(wishes);
  }

  #sizesOnWall(session: JoinedSession, streams: readonly LiveStream[]): ReadonlyMap<string, ShownSize> {
    const { live } = this.#deps;
    const lecturers = streams.filter(isLecturers);
    const { large, aside } = wallIn(session, streams, {
      content:
        session.view.lesson.courseware !== undefined || lecturers.some(({ source }) => source === 'content'),
      teacher: lecturers.some(({ source }) => source === 'camera'),
      ownRoom: ownRoomOf(session, live.own.get().find(({ source }) => source === 'camera') ?? null),
      nowMs: live.serverNowMs(),
    });
    const sized = (parts: typeof large, place: keyof typeof usual) =>
      parts.map((part) => [keyOfPart(part), this.#sizes.get(keyOfPart(part)) ?? usual[place]] as const);
    return new Map<string, ShownSize>([...sized(large, 'large'), ...sized(aside, 'aside')]);
  }
}

const heardOf = ({ view }: JoinedSession, stream: LiveStream): ShownSize =>
  isHeardHere(view, stream) ? heard : null;

/** A picture's key on the wall. */
function keyOfStream({ part, source, seat }: LiveStream): string {
  if (part !== 'lecturer') return seat;
  return source === 'camera' ? 'teacher' : source;
}

const isCovered = (lesson: LessonView, { streamId }: LiveStream): boolean =>
  coursewareInFront(lesson, streamId) !== null;

export const isLecturers = (stream: LiveStream): boolean => stream.part === 'lecturer' && !stream.own;

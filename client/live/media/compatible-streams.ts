import { errors } from '../../../shared/kernel/errors.ts';
import type { StreamId } from '../../../shared/kernel/ids.ts';
import { isCompatibleCodec } from '../../../shared/media.ts';
import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import type { Environment } from '../environment.ts';
import type { OwnStream } from '../live.types.ts';
import { compatiblePlan } from './encodings.ts';
import type { MediaTransports, Sender } from './media-kit.ts';
import { type OwnStreams, Refusal } from './own-streams.ts';

export type CompatibleDeps = {
  readonly environment: Pick<Environment, 'after'>;
  readonly own: OwnStreams;
  readonly unpublish: (streamId: StreamId) => void;
};

/**
 * The second sending of one own picture. It has a track of its own: senders of one track share its size, so that the small encoder, when
 * it makes its picture smaller still, would take everybody else's down with it.
 */
type Twin = {
  /** What the main stream sends. */
  of: MediaStreamTrack;
  clone: MediaStreamTrack;
  muted: boolean;
  sender: Sender | null;
};

const pictures = ['camera', 'content'] as const;
type Picture = (typeof pictures)[number];

/** A room that starts its browser again is back sooner than this. */
const LINGER_MS = 60_000;

/** Sends own pictures once more, small and in VP8, while somebody cannot decode them as they are. */
export class CompatibleStreams {
  readonly #deps: CompatibleDeps;
  readonly #twins = new Map<Picture, Twin>();
  /** What this path's server or browser will not have. */
  readonly #refused = new Set<Picture>();
  #transports: MediaTransports | null = null;
  #view: SessionView | null = null;
  #wanted = false;
  #cancelEnd: (() => void) | null = null;

  constructor(deps: CompatibleDeps) {
    this.#deps = deps;
    deps.own.streams.subscribe(() => this.#adjust());
  }

  /** News of the lesson, and any moment at which what failed may be tried again. */
  follow(view: SessionView | null, ownSeat: SeatKey | null): void {
    this.#view = view;
    this.#decide(view, ownSeat);
    this.#adjust();
  }

  #decide(view: SessionView | null, ownSeat: SeatKey | null): void {
    const helps = view !== null && isHelpful(view, ownSeat);
    if (helps || view === null) {
      this.#cancelEnd?.();
      this.#cancelEnd = null;
      this.#wanted = helps;
    } else if (this.#wanted) {
      this.#cancelEnd ??= this.#deps.environment.after(LINGER_MS, () => {
        this.#cancelEnd = null;
        this.#wanted = false;
        this.#adjust();
      });
    }
  }

  #adjust(): void {
    const { transports, streams } = this.#deps.own;
    if (transports !== this.#transports) {
      // What was sent over the path before ended with it.
      this.#transports = transports;
      for (const { clone } of this.#twins.values()) clone.stop();
      this.#twins.clear();
      this.#refused.clear();
    }
    if (transports === null) return;
    for (const picture of pictures) {
      const main = streams.get().find((each) => each.source === picture);
      const twin = this.#twins.get(picture);
      if (twin === undefined) this.#startIfDue(picture, main, transports);
      else if (main === undefined || !this.#isWanted(main)) this.#stop(picture, twin);
      else this.#keepEqual(picture, twin, main);
    }
  }

  /** A main stream that is in VP8 already helps nobody by being sent twice. */
  #isWanted({ streamId, state, track }: OwnStream): boolean {
    // A camera that the page has let go is not kept filming by a copy of its track.
    if (!this.#wanted || state === 'failed' || track.readyState === 'ended') return false;
    const known = streamId === null ? undefined : this.#view?.streams[streamId];
    return known === undefined || !isCompatibleCodec(known.codec);
  }

  #startIfDue(picture: Picture, main: OwnStream | undefined, transports: MediaTransports): void {
    if (main?.state !== 'live' || main.streamId === null || !this.#isWanted(main)) return;
    // In which codec it goes is known once the server has said so.
    if (this.#refused.has(picture) || this.#view?.streams[main.streamId] === undefined) return;
    void this.#start(picture, main, transports);
  }

  async #start(picture: Picture, { track, muted }: OwnStream, transports: MediaTransports): Promise<void> {
    const twin: Twin = { of: track, clone: track.clone(), muted, sender: null };
    this.#twins.set(picture, twin);
    const isCurrent = () => this.#twins.get(picture) === twin;
    try {
      const plan = compatiblePlan(picture, track.getSettings().height);
      const sender = await transports.send(picture, twin.clone, plan);
      if (!isCurrent()) return this.#end(sender, transports);
      twin.sender = sender;
      if (muted) sender.mute(true);
      this.#adjust();
    } catch (cause) {
      if (!isCurrent()) return;
      this.#stop(picture, twin);
      if (!(cause instanceof Refusal && errors[cause.error.code].retryable)) this.#refused.add(picture);
    }
  }

  #keepEqual(picture: Picture, twin: Twin, { track, muted }: OwnStream): void {
    if (twin.sender === null) return;
    if (twin.of !== track) {
      // It was laid out for the size of the first.
      if (twin.of.getSettings().height !== track.getSettings().height) {
        this.#stop(picture, twin);
        return;
      }
      const before = twin.clone;
      twin.of = track;
      twin.clone = track.clone();
      void twin.sender.replaceTrack(twin.clone).finally(() => before.stop());
    }
    if (twin.muted === muted) return;
    twin.muted = muted;
    twin.sender.mute(muted);
  }

  #stop(picture: Picture, twin: Twin): void {
    this.#twins.delete(picture);
    twin.clone.stop();
    if (twin.sender !== null) this.#end(twin.sender, this.#transports);
  }

  #end(sender: Sender, transports: MediaTransports | null): void {
    sender.close();
    if (transports === this.#transports) this.#deps.unpublish(sender.streamId);
  }
}

function isHelpful({ lesson }: SessionView, ownSeat: SeatKey | null): boolean {
  const { seats = [], viewerCount = 0 } = lesson.misfits ?? {};
  if (lesson.compatibleWanted === true) return true;
  return viewerCount > 0 || seats.some(({ seat, voiceOnly }) => !voiceOnly && seat !== ownSeat);
}

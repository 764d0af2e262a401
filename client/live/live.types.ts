import type { AppError } from '../../shared/kernel/errors.ts';
import type { CommandId, ConnectionId, RoomId, SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import type { LessonCard } from '../../shared/lesson.ts';
import type { StreamSource } from '../../shared/media.ts';
import type { RoomQuality } from '../../shared/quality.ts';
import type { SeatKey, SeatPart } from '../../shared/session/session.events.ts';
import type { SessionView, StreamView } from '../../shared/session/session.view.ts';
import type { EventBody, EventName } from '../../shared/wire/events.ts';
import type { RequestAnswer, RequestBody, RequestName, requests } from '../../shared/wire/requests.ts';
import type { Door } from '../../shared/wire/version.ts';

/**
 * What every page sees of a lesson; `createLiveClient` in live-client.ts makes it. Beside it stand http.ts (`callRoute`, typed HTTP by the
 * route table) and capture.ts (a room's camera). No React in here: a page reads a `Readable` (with `useSyncExternalStore`) and calls a method.
 * Nothing throws for what may be refused; refusals come back as `Result`.
 */

/** A value that changes. `get` answers the same reference until the value has changed; listeners are told after it has. */
export interface Readable<T> {
  get(): T;
  /** Returns the function that stops listening. */
  subscribe(listener: () => void): () => void;
}

/** The signalling line. While it is down pictures and sound go on as long as their own path lives. `sinceMs` is by the own clock. */
export type LinkState =
  | { readonly state: 'connecting'; readonly sinceMs: number }
  | { readonly state: 'connected'; readonly sinceMs: number }
  /** Comes back by itself. `attempt` counts from 1. */
  | { readonly state: 'reconnecting'; readonly sinceMs: number; readonly attempt: number }
  /** The server will not have us. It is not tried again by itself; `retry()` does. `replaced`: another page took this one's place. */
  | { readonly state: 'refused'; readonly cause: RefusalCause; readonly error: AppError }
  /** This page is older or newer than the server: only loading the page again helps. */
  | { readonly state: 'outdated' }
  | { readonly state: 'closed' };

export type RefusalCause = 'handshake' | 'revoked' | 'replaced' | 'removed';

/** The media path of the joined session. Anything but `connected` means: nothing new is seen or heard. `sinceMs` is by the own clock. */
export type MediaState =
  | { readonly state: 'connecting'; readonly sinceMs: number }
  | { readonly state: 'connected'; readonly sinceMs: number }
  /** Packets stopped coming or the engine is gone; it is being rebuilt without anybody's help. */
  | { readonly state: 'lost'; readonly sinceMs: number; readonly attempt: number }
  /** The server has no media to give at the moment; asked again by itself. */
  | { readonly state: 'unavailable'; readonly sinceMs: number; readonly error: AppError | null };

/** The part this client plays in a lesson, and how that stands. */
export type SessionFacts =
  | { readonly state: 'none' }
  | { readonly state: 'joining'; readonly sessionId: SessionId; readonly sinceMs: number }
  /** `error.code` says why; a retryable refusal is tried again by itself. */
  | { readonly state: 'refused'; readonly sessionId: SessionId; readonly error: AppError }
  | JoinedSession;

export type JoinedSession = {
  readonly state: 'joined';
  readonly sessionId: SessionId;
  readonly connectionId: ConnectionId;
  readonly seat: SeatKey;
  readonly part: SeatPart;
  readonly card: LessonCard;
  /** The lesson as this client may see it: phase, seats with presence and head-count, streams. */
  readonly view: SessionView;
  /** False while the line is down: the view is the last one known. */
  readonly current: boolean;
  readonly media: MediaState;
  /** What this seat may send. */
  readonly maySend: readonly StreamSource[];
};

/**
 * One stream of the lesson as it arrives here, own ones included (see `show`). Of a picture that is sent in two codecs only the one that
 * this browser can decode is told.
 */
export type LiveStream = StreamView & {
  /** True for what this client sends. */
  readonly own: boolean;
  /** To be put into a MediaStream and played; null until the consumer exists. Stays the same object while it lives. */
  readonly track: MediaStreamTrack | null;
  /** False while no packets come although they should: never show it as live then. */
  readonly flowing: boolean;
  /** Spatial layer that flows (0 lowest), as the engine says; null when unknown or without layers. */
  readonly layer: number | null;
  /** Size of the newest picture in pixels and pictures a second; null for voice and before the first frame. */
  readonly picture: {
    readonly width: number;
    readonly height: number;
    readonly framesPerSecond: number;
  } | null;
  /** This browser cannot decode it, and no picture that it can decode has come in 10 s or ever will. */
  readonly unsupported: boolean;
};

/** One own stream. `live` is false while media is down: no microphone is shown as open on dead media. */
export type OwnStream = {
  readonly source: StreamSource;
  readonly track: MediaStreamTrack;
  readonly muted: boolean;
  readonly streamId: StreamId | null;
  readonly state: 'publishing' | 'live' | 'waiting' | 'failed';
  readonly error: AppError | null;
};

/** How large a stream is shown, in device pixels (CSS pixels × devicePixelRatio). Null: not shown, so it is paused. Voice: any size means heard. */
export type ShownSize = { readonly widthPx: number; readonly heightPx: number } | null;

export type CommandName = {
  [N in RequestName]: (typeof requests)[N]['command'] extends true ? N : never;
}[RequestName];

/** A command that the server has not acknowledged yet: "not saved yet". Oldest first. */
export type PendingCommand = {
  readonly commandId: CommandId;
  readonly name: CommandName;
  readonly body: unknown;
  /** Server time, as far as it was known then. */
  readonly askedAtMs: number;
  /** Why the last try did not get through; null before the first answer. */
  readonly lastError: AppError | null;
};

/** How the picture of a seat is sent. A lecture room sends three layers, a listening room one small picture. */
export type CameraProfile = 'lecture' | 'listening';

/** A size that came back, and how long after it was asked for. */
export type LayerSeen = { readonly heightPx: number; readonly tookMs: number };

/** Whether a room on a weak line can be given a smaller picture. `codec` is a MIME type. */
export type LayerCheck =
  /** All sizes came, lowest first. A small camera has only one. */
  | { readonly state: 'ok'; readonly codec: string; readonly layers: readonly LayerSeen[] }
  /** `layers` came, `missingHeightPx` did not; `shownHeightPx` came instead, null when no picture came back. */
  | {
      readonly state: 'stuck';
      readonly codec: string;
      readonly layers: readonly LayerSeen[];
      readonly missingHeightPx: number;
      readonly shownHeightPx: number | null;
    }
  /** Nothing was found out. */
  | { readonly state: 'unavailable'; readonly error: AppError };

export interface LiveClient {
  readonly link: Readable<LinkState>;
  readonly session: Readable<SessionFacts>;
  /** Streams of the joined session, in the order: lecturer's content, camera, voice, then the others by seat. Empty when not joined. */
  readonly streams: Readable<readonly LiveStream[]>;
  readonly own: Readable<readonly OwnStream[]>;
  readonly pending: Readable<readonly PendingCommand[]>;
  /** What the own line lets through and why not more; null before the server has said. For a room's screen. */
  readonly ladder: Readable<LadderNow | null>;
  /** What every room receives now, by room; consoles only. Forgotten when older than 15 s. */
  readonly rooms: Readable<ReadonlyMap<RoomId, RoomQuality>>;

  /** Server time now, epoch ms, from the last join or agenda; the own clock before. */
  serverNowMs(): number;
  /** The own clock, by which links and media are dated. */
  nowMs(): number;

  /** Connects; joins and requests wait for it. Idempotent. */
  open(): void;
  /** Tries again now: after `refused`, or to cut a retry delay short. */
  retry(): void;
  /** Leaves and hangs up for good. Idempotent. */
  close(): Promise<void>;

  /** Asks once. UNAVAILABLE when the line is down, TIMEOUT after 8 s without an answer, INTERNAL when the answer makes no sense. Commands go through `command`. */
  request<N extends RequestName>(name: N, body: RequestBody<N>): Promise<Result<RequestAnswer<N>>>;
  /**
   * Hands a command in and waits for the server's answer, over cut lines, restarts of the server and reloads of this page (the answer is
   * then nobody's, the command still arrives). Commands are sent one after another in order; a retryable refusal is tried again.
   */
  command<N extends CommandName>(name: N, body: RequestBody<N>): Promise<Result<RequestAnswer<N>>>;
  /** Gives up a command that has not been acknowledged; its promise answers TIMEOUT. */
  abandon(commandId: CommandId): void;
  /** Listens to what the server says unasked. Returns the function that stops listening. */
  on<N extends EventName>(name: N, listener: (body: EventBody<N>) => void): () => void;

  /**
   * Takes the seat and keeps it: over cut lines, restarts and new media epochs it rejoins with the resume token, and own streams are sent
   * again. The answer is that of the first try; when retryable, trying goes on and `session` tells.
   */
  join(sessionId: SessionId, part?: RequestBody<'session.join'>['part']): Promise<Result<JoinedSession>>;
  /** Gives the seat up. Own tracks are not stopped: who opened them stops them. */
  leave(): Promise<void>;

  /**
   * Sends a track until `unpublish` or `leave`, over every interruption; one of the same source takes its place without a break where it can.
   * Works before media is connected: it is sent as soon as it may. STREAM_REFUSED when the seat may not send it.
   */
  publish(source: StreamSource, track: MediaStreamTrack): Promise<Result<void>>;
  unpublish(source: StreamSource): Promise<void>;
  /** Closes or opens an own stream at once, without telling the server. */
  mute(source: StreamSource, muted: boolean): void;

  /**
   * Proves before the lesson that the sizes of the own camera switch: receives it back through the server, smallest first, and waits for
   * a picture of each size. Sends it in the other codec when one does not switch, and keeps the better of both for this page's life.
   * The camera must be published; it may still be on its way. Takes at most 5 s a size and codec besides 1.5 s of settling; leaves no consumer behind.
   * Another call, another camera or the lesson's start end a running check as `unavailable` with INVALID_STATE.
   */
  checkLayers(): Promise<LayerCheck>;

  /** Says how large streams are shown; before the lesson begins nothing flows whatever is said. A stream never named is treated by the client's `showByDefault`. */
  show(wishes: ReadonlyMap<StreamId, ShownSize>): void;
  /** To be called for every picture that came onto the glass (client/ui/live-video does); from it come the first-frame facts. */
  frameShown(streamId: StreamId, frame: { readonly widthPx: number; readonly heightPx: number }): void;
}

export type LiveOptions = {
  /** By which cookie the server is to know this page; default `console`. */
  readonly door?: Door;
  /** Where the server is; default this page's origin. */
  readonly url?: string;
  readonly camera: CameraProfile;
  /**
   * Streams that are received before anybody says how large: `lecturer` all of the lecturer's (a screen), `others` everything but the own
   * (a console), `none`.
   */
  readonly showByDefault: 'lecturer' | 'others' | 'none';
};

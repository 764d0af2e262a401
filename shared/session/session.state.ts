import type { CaptionChoice } from '../caption/choice.ts';
import type { ConnectionId, PersonId, RoomId, SessionId, StreamId } from '../kernel/ids.ts';
import type { StreamSource } from '../media.ts';
import type { Attention } from './session.attention.ts';
import type { LiveCaptions } from './session.caption.ts';
import type { CoursewareView } from './session.courseware.ts';
import type { SeatKey, SeatPart, SessionEventBody, SessionPlan } from './session.events.ts';
import type { LineView } from './session.line.ts';
import type { LineVoice } from './session.line-voice.ts';
import type { Playings } from './session.playing.ts';
import type { Question } from './session.question.ts';
import type { LessonRecording } from './session.recording.ts';
import type { WallLayout } from './session.wall.ts';

export type Phase =
  | { readonly state: 'unopened' }
  | { readonly state: 'waiting' }
  | { readonly state: 'live'; readonly startedAtMs: number }
  | {
      readonly state: 'ended';
      readonly startedAtMs: number | null;
      readonly endedAtMs: number;
      /** When the end was written down; the right to reopen counts from here. */
      readonly recordedAtMs: number;
      readonly reason: SessionEventBody<'session.ended'>['reason'];
    };

export type Presence =
  | { readonly state: 'absent' }
  | { readonly state: 'connected'; readonly sinceMs: number; readonly media: boolean }
  | {
      readonly state: 'lost';
      readonly sinceMs: number;
      readonly cause: SessionEventBody<'presence.lost'>['cause'];
    }
  | {
      readonly state: 'left';
      readonly sinceMs: number;
      readonly reason: SessionEventBody<'presence.left'>['reason'];
    };

export type Seat = {
  readonly seat: SeatKey;
  readonly part: SeatPart;
  readonly presence: Presence;
};

export type Connection = {
  readonly connectionId: ConnectionId;
  readonly seat: SeatKey;
  readonly part: SeatPart;
  readonly joinedAtMs: number;
  readonly media: boolean;
  /** There when this end cannot decode the pictures as they are sent. */
  readonly misfit?: Misfit;
};

/** `voiceOnly`: not even the compatible ones. */
export type Misfit = { readonly voiceOnly: boolean };

export type Stream = {
  readonly streamId: StreamId;
  readonly connectionId: ConnectionId;
  readonly seat: SeatKey;
  readonly part: SeatPart;
  readonly source: StreamSource;
  readonly codec: string;
  /** The same picture once more, for those who cannot decode the one beside it. */
  readonly compatible?: true | undefined;
};

/** 发言中: whose microphone is open beside the lecturer's. */
export type OnStage = {
  readonly seat: SeatKey;
  readonly sinceMs: number;
  /** When the call ends by itself; null for calls from before there was a limit. */
  readonly untilMs: number | null;
};
/** `spotlight`: whose picture is large on every wall, whether or not they are heard. */
export type Wall = { readonly layout: WallLayout; readonly spotlight: SeatKey | null };
/** A message to all rooms; `words` is null once they were erased. */
export type Notice = { readonly words: string | null; readonly saidAtMs: number };
export type Since = { readonly sinceMs: number };
export type Hand = { readonly raisedAtMs: number };
export type Signal = Pick<SessionEventBody<'signal.sent'>, 'signal'> & { readonly sentAtMs: number };
export type Confirmation = Omit<SessionEventBody<'confirmation.set'>, 'roomId'> & {
  readonly setAtMs: number;
};
export type HeadCount = Omit<SessionEventBody<'headCount.set'>, 'roomId'> & { readonly setAtMs: number };

/** What is true of a session now: the fold of its log. Records keep unchanged entries by reference, so that a view can be compared cheaply. */
export type SessionState = {
  readonly sessionId: SessionId;
  readonly seq: number;
  readonly plan: SessionPlan | null;
  readonly phase: Phase;
  /** Who leads: the planned lecturer, or who started. */
  readonly lecturerId: PersonId | null;
  /** Last moment at which the lecturer was surely connected; null before the first. */
  readonly lecturerSeenAtMs: number | null;
  /** The last reopening: a lesson that somebody chose to go on with is not forgotten yet. */
  readonly reopenedAtMs: number | null;
  /** Grows whenever the media has to be built anew. */
  readonly mediaEpoch: number;
  readonly seats: Readonly<Record<SeatKey, Seat>>;
  readonly connections: Readonly<Record<ConnectionId, Connection>>;
  readonly streams: Readonly<Record<StreamId, Stream>>;
  readonly headCounts: Readonly<Record<RoomId, HeadCount>>;
  readonly stage: readonly OnStage[];
  /** Raised hands 举手 by room. */
  readonly hands: Readonly<Record<RoomId, Hand>>;
  /** The last signal of each room. */
  readonly signals: Readonly<Record<RoomId, Signal>>;
  readonly confirmations: Readonly<Record<RoomId, Confirmation>>;
  /** Private lines 私线 of rooms in which anything was said. */
  readonly lines: Readonly<Record<RoomId, LineView>>;
  /** The voice of one of them, asked for or open. */
  readonly lineVoice: LineVoice | null;
  /** What rooms have had of the lesson's attention 关注均衡; also the leading side's own pupils. */
  readonly attention: Readonly<Record<RoomId, Attention>>;
  /** The question 快速提问 that is open; null while there is none. */
  readonly question: Question | null;
  readonly wall: Wall;
  readonly notice: Notice | null;
  readonly music: boolean;
  readonly courseware: CoursewareView | null;
  /** 录像; null before the first and after it was stopped. */
  readonly recording: LessonRecording | null;
  /** 录播: how each room's recording stands. */
  readonly playings: Playings;
  /** 实时字幕; empty before the first line and after the end. */
  readonly captions: LiveCaptions;
  /** What was chosen for a room's screen in this lesson. */
  readonly captionChoices: Readonly<Record<RoomId, CaptionChoice>>;
  /** Microphones that whoever leads has closed. */
  readonly muted: Readonly<Record<SeatKey, Since>>;
  /** Seats that were shown out and may not be taken again. */
  readonly removed: Readonly<Record<SeatKey, Since>>;
  /** Rooms that save data 省流. */
  readonly savings: Readonly<Record<RoomId, Since>>;
};

export function emptySession(sessionId: SessionId): SessionState {
  return {
    sessionId,
    seq: 0,
    plan: null,
    phase: { state: 'unopened' },
    lecturerId: null,
    lecturerSeenAtMs: null,
    reopenedAtMs: null,
    mediaEpoch: 0,
    seats: {},
    connections: {},
    streams: {},
    headCounts: {},
    stage: [],
    hands: {},
    signals: {},
    confirmations: {},
    lines: {},
    lineVoice: null,
    attention: {},
    question: null,
    wall: { layout: 'teacherAndContent', spotlight: null },
    notice: null,
    music: false,
    courseware: null,
    recording: null,
    captions: [],
    captionChoices: {},
    playings: {},
    muted: {},
    removed: {},
    savings: {},
  };
}

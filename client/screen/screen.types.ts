import type { Agenda } from '../../shared/device.ts';
import type { AppError } from '../../shared/kernel/errors.ts';
import type { LessonCard } from '../../shared/lesson.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import type { CaptureRefusal } from '../live/capture.ts';
import type { LinkState, SessionFacts } from '../live/live.types.ts';

/** How this screen stands with the server, before any lesson. */
export type Pairing =
  | { readonly state: 'asking' }
  | { readonly state: 'code'; readonly code: string }
  | { readonly state: 'unreachable'; readonly sinceMs: number }
  | { readonly state: 'paired' };

/** Why a screen that was paired, or thought so, has to be paired again. */
export type PairingNotice = 'revoked' | 'keyRefused' | null;

/** How a camera or microphone of the room is. */
export type DeviceCheck = 'unknown' | 'ok' | CaptureRefusal;
export type SoundCheck = 'unknown' | 'ok' | 'blocked';

/** Everything that decides what is on the glass, beside the time. */
export type ScreenFacts = {
  readonly pairing: Pairing;
  readonly notice: PairingNotice;
  readonly agenda: Agenda | null;
  readonly link: LinkState;
  readonly session: SessionFacts;
  readonly camera: DeviceCheck;
  readonly microphone: DeviceCheck;
  /** The room's own voice is on the line. */
  readonly speaking: boolean;
  /** It comes from another screen in the room. */
  readonly othersVoice: boolean;
  readonly sound: SoundCheck;
  /** The lesson that this room was shown out of, while it lasts. */
  readonly shownOut: LessonCard | null;
};

/** One stream of the lecturer as far as its troubles go. */
export type Shown = { readonly flowing: boolean; readonly unsupported: boolean };

/** What is wrong in a running lesson, worst first. */
export type Trouble =
  | 'reconnecting'
  | 'mediaUnavailable'
  | 'connecting'
  | 'lecturerLost'
  | 'lecturerAway'
  | 'nothingSent'
  | 'unsupported'
  | 'still'
  | 'linkOnly'
  | null;

export type HeadCountWords = { readonly presentCount: number | null; readonly expectedCount: number };

export type LessonWords = {
  readonly subject: string;
  readonly grade: string;
  readonly lecturerName: string;
  readonly leadingSchoolName: string;
  readonly plannedStartAtMs: number;
  readonly headCount: HeadCountWords;
};

export type RoomWords = {
  readonly seat: SeatKey;
  readonly schoolName: string;
  readonly className: string | null;
};
/** Who was called on stage, as the walls show it. */
export type OnStageWords = RoomWords & {
  /** Null for another room's. */
  readonly own: OwnVoice | null;
  /** Whoever leads has closed its microphone. */
  readonly muted: boolean;
  /** Until the call ends by itself; null while that is far. */
  readonly leftSeconds: number | null;
};
/** Whether the pupils in front of this screen are heard; why not, as long as they are not. */
export type OwnVoice = 'heard' | 'push' | 'opening' | 'muted' | CaptureRefusal;

/** What is on the glass. */
export type Scene =
  | { readonly scene: 'starting' }
  | { readonly scene: 'pairing'; readonly code: string | null; readonly notice: PairingNotice }
  | { readonly scene: 'unreachable'; readonly sinceMs: number }
  | { readonly scene: 'replaced' }
  | { readonly scene: 'stopped'; readonly error: AppError }
  | { readonly scene: 'idle'; readonly joining: boolean }
  /** The lecturer has shown this room out; it comes back by itself once it may. */
  | { readonly scene: 'shownOut'; readonly lessonName: string; readonly teacherName: string }
  | {
      readonly scene: 'waiting';
      readonly lesson: LessonWords;
      readonly lecturerHere: boolean;
      /** Nobody leads it: the screen plays a recording. */
      readonly plays: boolean;
      /** A message to all rooms. */
      readonly notice: string | null;
    }
  | {
      readonly scene: 'live';
      readonly lesson: LessonWords;
      readonly trouble: Trouble;
      readonly onStage: readonly OnStageWords[];
      readonly notice: string | null;
      /** This room's hand is up. */
      readonly hand: boolean;
    }
  /** A recorded lesson 录播 whose time has come. */
  | {
      readonly scene: 'recorded';
      readonly lesson: LessonWords;
      readonly notice: string | null;
      readonly offline: boolean;
    }
  | { readonly scene: 'over'; readonly lesson: LessonWords };

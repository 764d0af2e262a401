import type { Agenda } from '../../shared/device.ts';
import type { AppError } from '../../shared/kernel/errors.ts';
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
};

/** One stream of the lecturer as far as the layout asks. */
export type Shown = { readonly flowing: boolean; readonly unsupported: boolean };

export type Layout = 'both' | 'camera' | 'content' | 'none';

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

/** Who was called on stage, as the walls show it. */
export type OnStageWords = {
  readonly seat: SeatKey;
  readonly schoolName: string;
  readonly className: string | null;
  /** Null for another room's. */
  readonly own: OwnVoice | null;
};
/** Whether the pupils in front of this screen are heard; why not, as long as they are not. */
export type OwnVoice = 'heard' | 'opening' | CaptureRefusal;

/** What is on the glass. */
export type Scene =
  | { readonly scene: 'starting' }
  | { readonly scene: 'pairing'; readonly code: string | null; readonly notice: PairingNotice }
  | { readonly scene: 'unreachable'; readonly sinceMs: number }
  | { readonly scene: 'replaced' }
  | { readonly scene: 'stopped'; readonly error: AppError }
  | { readonly scene: 'idle'; readonly joining: boolean }
  | { readonly scene: 'waiting'; readonly lesson: LessonWords; readonly lecturerHere: boolean }
  | {
      readonly scene: 'live';
      readonly lesson: LessonWords;
      readonly trouble: Trouble;
      readonly onStage: OnStageWords | null;
      /** This room's hand is up. */
      readonly hand: boolean;
    }
  | { readonly scene: 'over'; readonly lesson: LessonWords };

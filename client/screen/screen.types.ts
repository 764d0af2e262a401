import type { Agenda } from '../../shared/device.ts';
import type { AppError } from '../../shared/kernel/errors.ts';
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

export type CameraCheck = 'unknown' | 'ok' | CaptureRefusal;
export type SoundCheck = 'unknown' | 'ok' | 'blocked';

/** Everything that decides what is on the glass, beside the time. */
export type ScreenFacts = {
  readonly pairing: Pairing;
  readonly notice: PairingNotice;
  readonly agenda: Agenda | null;
  readonly link: LinkState;
  readonly session: SessionFacts;
  readonly camera: CameraCheck;
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

/** What is on the glass. */
export type Scene =
  | { readonly scene: 'starting' }
  | { readonly scene: 'pairing'; readonly code: string | null; readonly notice: PairingNotice }
  | { readonly scene: 'unreachable'; readonly sinceMs: number }
  | { readonly scene: 'replaced' }
  | { readonly scene: 'stopped'; readonly error: AppError }
  | { readonly scene: 'idle'; readonly joining: boolean }
  | { readonly scene: 'waiting'; readonly lesson: LessonWords; readonly lecturerHere: boolean }
  | { readonly scene: 'live'; readonly lesson: LessonWords; readonly trouble: Trouble }
  | { readonly scene: 'over'; readonly lesson: LessonWords };

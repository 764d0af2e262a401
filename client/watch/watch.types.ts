import type { AppError } from '../../shared/kernel/errors.ts';
import type { WatchLesson } from '../../shared/watch.ts';
import type { LinkState, SessionFacts } from '../live/live.types.ts';

/** How this page stands with its link. */
export type DoorState =
  | { readonly state: 'opening' }
  | { readonly state: 'unreachable'; readonly sinceMs: number }
  /** Another link, or another time, would help; trying again would not. */
  | { readonly state: 'refused'; readonly error: AppError }
  | { readonly state: 'open'; readonly lesson: WatchLesson };

export type WatchFacts = {
  readonly door: DoorState;
  readonly link: LinkState;
  readonly session: SessionFacts;
  /** The browser lets sound out only after a touch. */
  readonly soundBlocked: boolean;
};

/** One picture of the lecturer as far as the layout asks. */
export type Shown = { readonly flowing: boolean; readonly unsupported: boolean };
export type Pictures = { readonly camera: Shown | null; readonly content: Shown | null };

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
  | null;

/** Why there is nothing to be had by this link, each with its own way out. */
export type Stop = 'noLink' | 'unknown' | 'closed' | 'ended' | 'cancelled' | 'tries' | 'other';

export type Scene =
  | { readonly scene: 'starting' }
  | { readonly scene: 'unreachable'; readonly sinceMs: number }
  | { readonly scene: 'stopped'; readonly why: Stop; readonly error: AppError | null }
  | { readonly scene: 'before'; readonly lesson: WatchLesson; readonly lecturerHere: boolean }
  | { readonly scene: 'live'; readonly lesson: WatchLesson; readonly trouble: Trouble }
  | { readonly scene: 'over'; readonly lesson: WatchLesson };

import type { AppError } from '../../shared/kernel/errors.ts';
import type { RecordingBreak, Replay, ReplayTrack } from '../../shared/recording.ts';
import type { ContentNow } from './content.rules.ts';
import type { Arrangement, Layout } from './replay.rules.ts';

/** `sound`: voice and the courseware's page, on 100 kbit/s. */
export type Quality = 'full' | 'sound';

/** How this page stands with its recording. */
export type ReplayDoor =
  | { readonly state: 'opening' }
  | { readonly state: 'unreachable' }
  | { readonly state: 'refused'; readonly error: AppError }
  /** There is nothing to be seen any more. */
  | { readonly state: 'removed' }
  | { readonly state: 'open'; readonly replay: Replay };

/** Why there is no picture now. `silent`: nothing at all was recorded; `off`: this one was not sent. */
export type Missing =
  | { readonly why: 'gap'; readonly cause: RecordingBreak | null; readonly goesOnAtMs: number | null }
  | { readonly why: 'off' };

/** What the page shows of the running replay. */
export type ReplayFacts = {
  readonly atMs: number;
  readonly durationMs: number;
  readonly playing: boolean;
  readonly waiting: boolean;
  readonly ended: boolean;
  readonly rate: number;
  readonly layout: Layout;
  readonly quality: Quality;
  /** The line turned out too narrow for pictures. */
  readonly narrow: boolean;
  readonly line: 'ok' | 'down';
  readonly arrangement: Arrangement;
  readonly content: ContentNow | null;
  /** Pictures of who is on stage beside whoever leads. */
  readonly called: readonly ReplayTrack[];
  readonly missing: Missing | null;
  readonly muted: boolean;
  readonly soundBlocked: boolean;
  /** Where it went on from the last time, while that is worth a word. */
  readonly resumedAtMs: number | null;
};

import type { LadderReason, LadderStep } from '../../../shared/ladder.ts';
import type { RoomQuality } from '../../../shared/quality.ts';

export type Line = 'smooth' | 'lossy' | 'bad' | 'frozen';

export type Reception =
  /** No report for a while, or one from before anything was asked for: nothing is claimed. */
  | { readonly state: 'unknown' }
  | {
      readonly state: 'known';
      readonly step: LadderStep;
      /** Why it gets no more, as the server says; null while it gets everything or the server does not know. */
      readonly reason: LadderReason | null;
      readonly line: Line;
      readonly lossRatio: number;
      readonly roundTripMs: number | null;
      /** The teacher's picture; null when it does not flow. */
      readonly camera: { readonly height: number; readonly framesPerSecond: number } | null;
      readonly content: boolean;
      readonly voice: boolean;
    };

const STALE_MS = 15_000;
/** Below this nobody sees or hears it; above the second, sentences are lost. */
const LOSSY_RATIO = 0.01;
const BAD_RATIO = 0.05;
const FROZEN_MS = 1_000;

type Received = RoomQuality['received'][number];

export function receptionOf(quality: RoomQuality | undefined, nowMs: number): Reception {
  if (quality === undefined || nowMs - quality.sampledAtMs > STALE_MS) return { state: 'unknown' };
  // A room that has asked for nothing yet is not one that gets nothing.
  if (quality.received.length === 0) return { state: 'unknown' };
  const flowing = (source: Received['source']) =>
    quality.received.find((each) => each.source === source && each.bitrateBps > 0);
  const [camera, content, voice] = [flowing('camera'), flowing('content'), flowing('voice')];
  const known = [camera, content, voice].filter((each) => each !== undefined);
  const lossRatio = Math.max(0, ...known.map((each) => each.lossRatio));
  return {
    state: 'known',
    step:
      quality.ladder?.step ?? stepOf(camera, { content: content !== undefined, voice: voice !== undefined }),
    reason: quality.ladder?.reason ?? null,
    line: lineOf(lossRatio, Math.max(0, ...known.map((each) => each.frozenMs))),
    lossRatio,
    roundTripMs: quality.roundTripMs,
    camera:
      camera === undefined
        ? null
        : { height: camera.height ?? 0, framesPerSecond: Math.round(camera.framesPerSecond ?? 0) },
    content: content !== undefined,
    voice: voice !== undefined,
  };
}

function stepOf(camera: Received | undefined, other: { content: boolean; voice: boolean }): LadderStep {
  if (camera !== undefined) {
    if (camera.layer !== null) return camera.layer >= 2 ? 5 : camera.layer === 1 ? 4 : 3;
    return (camera.height ?? 0) >= 700 ? 5 : (camera.height ?? 0) >= 340 ? 4 : 3;
  }
  if (other.content) return 2;
  return other.voice ? 1 : 0;
}

function lineOf(lossRatio: number, frozenMs: number): Line {
  if (frozenMs >= FROZEN_MS) return 'frozen';
  if (lossRatio >= BAD_RATIO) return 'bad';
  return lossRatio >= LOSSY_RATIO ? 'lossy' : 'smooth';
}

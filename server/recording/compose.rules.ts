import type { ReplayTrack } from '../../shared/recording.ts';
import type { PieceIndex } from './recording.types.ts';
import { lastMsOf, type ReadPiece } from './replay.rules.ts';

export const FPS = 15;
export const SAMPLES_PER_S = 48_000;
/** Cuts stand on whole frames and samples: three frames of 15 a second. */
const GRID_MS = 200;
/** Made one by one, so that a stop loses no more than this, and progress can be told. */
export const CHUNK_MS = 60_000;

/** What of a piece's file a chunk needs: its beginning, then from a picture that can be shown alone to the end. */
export type Slice = {
  readonly file: string;
  readonly initBytes: number;
  readonly at: number;
  readonly endBytes: number;
  /** From the slice's first frame to the chunk's beginning; below zero when the piece begins later. */
  readonly skipMs: number;
};

/** A stretch of the lesson in which the same pieces are there. */
export type Chunk = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly camera: Slice | null;
  readonly content: Slice | null;
  readonly voices: readonly Slice[];
};

export type Plan = {
  /** With content beside the lecturer it is wider. */
  readonly canvas: { readonly width: number; readonly height: number };
  readonly chunks: readonly Chunk[];
  readonly durationMs: number;
};

type Placed = {
  readonly from: number;
  readonly to: number;
  readonly slice: (from: number, to: number) => Slice;
};

const onGrid = (ms: number): number => Math.round(ms / GRID_MS) * GRID_MS;

export function sliceOf(
  index: PieceIndex,
  { file, fromMs, toMs }: { file: string; fromMs: number; toMs: number },
): Slice {
  const { fragments, initBytes, endBytes } = index;
  const first = fragments.findLast((each) => each.isKey && each.fromMs <= fromMs) ?? fragments[0];
  const after = fragments.find((each) => each.fromMs >= toMs && each.at > (first?.at ?? 0));
  return {
    file,
    initBytes,
    at: first?.at ?? initBytes,
    endBytes: after?.at ?? endBytes,
    skipMs: fromMs - (first?.fromMs ?? 0),
  };
}

/** What the single file is made of: only the side that led the lesson, its newest picture where it sent two at once. */
export function planOf(tracks: readonly ReplayTrack[], pieces: readonly ReadPiece[], wholeMs: number): Plan {
  const known = new Map(pieces.map((each) => [each.piece.id, each]));
  const durationMs = Math.max(GRID_MS, onGrid(wholeMs));
  const placed = (source: ReplayTrack['source']): Placed[] =>
    tracks
      .filter((track) => track.leads && track.source === source)
      .flatMap((track) => track.pieces)
      .flatMap((piece) => {
        const read = known.get(piece.pieceId);
        if (read === undefined || lastMsOf(read.index) === 0) return [];
        const [from, to] = [onGrid(piece.fromMs), Math.min(durationMs, onGrid(piece.toMs))];
        const slice = (fromMs: number, toMs: number) =>
          sliceOf(read.index, {
            file: `${piece.pieceId}.mp4`,
            fromMs: fromMs - piece.fromMs,
            toMs: toMs - piece.fromMs,
          });
        return to > from ? [{ from, to, slice }] : [];
      })
      .toSorted((a, b) => a.from - b.from);
  const [cameras, contents, voices] = [placed('camera'), placed('content'), placed('voice')];
  const cuts = cutsOf([...cameras, ...contents, ...voices], durationMs);
  const chunks = cuts.slice(1).map((to, place): Chunk => {
    const from = cuts[place] ?? 0;
    const during = (each: Placed) => each.from <= from && each.to >= to;
    return {
      fromMs: from,
      toMs: to,
      camera: cameras.findLast(during)?.slice(from, to) ?? null,
      content: contents.findLast(during)?.slice(from, to) ?? null,
      voices: voices.filter(during).map((each) => each.slice(from, to)),
    };
  });
  const canvas = contents.length > 0 ? { width: 1920, height: 720 } : { width: 1280, height: 720 };
  return { canvas, chunks, durationMs };
}

function cutsOf(pieces: readonly Placed[], durationMs: number): number[] {
  const ends = new Set([0, durationMs, ...pieces.flatMap(({ from, to }) => [from, to])]);
  const sorted = [...ends].filter((ms) => ms >= 0 && ms <= durationMs).toSorted((a, b) => a - b);
  return sorted.flatMap((cut, place) => {
    const next = sorted[place + 1] ?? cut;
    const count = Math.max(1, Math.ceil((next - cut) / CHUNK_MS));
    return Array.from({ length: count }, (_, n) => cut + n * CHUNK_MS);
  });
}

export const framesOf = ({ fromMs, toMs }: Chunk): number => Math.round(((toMs - fromMs) * FPS) / 1000);
export const samplesOf = ({ fromMs, toMs }: Chunk): number =>
  Math.round(((toMs - fromMs) * SAMPLES_PER_S) / 1000);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacedMark } from '../../shared/courseware.ts';
import { coursewareId, markId, uuidV7 } from '../../shared/kernel/ids.ts';
import { replayMarks } from '../../shared/recording-marks.ts';
import { marksIn } from './marks.rules.ts';

const START_MS = 1_800_000_000_000;
const FILE = coursewareId.parse('01900000-0000-7000-8000-000000000001');
type Wish = Partial<Omit<PlacedMark, 'mark'>> & { readonly penDownMs?: number };
const drawn = ({ penDownMs = 0, ...wish }: Wish): PlacedMark => ({
  ...{ coursewareId: FILE, page: 1, drawnAtMs: START_MS, drawnAfterSeq: 1, erasedSeq: null },
  mark: {
    markId: markId.parse(uuidV7(START_MS + penDownMs, new Uint8Array(10))),
    ...({ tool: 'pen', colour: 'red', width: 4, points: [[0, 0, 0.5]] } as const),
  },
  ...wish,
});
const events = [
  { seq: 1, occurredAtMs: START_MS - 60_000 },
  { seq: 2, occurredAtMs: START_MS - 1 },
  { seq: 3, occurredAtMs: START_MS + 20_000 },
];
const placesOf = (marks: readonly PlacedMark[]) =>
  marksIn({ marks, events, startedAtMs: START_MS, durationMs: 60_000 }).map(
    ({ fromMs, wholeAtMs, untilMs }) => [fromMs, wholeAtMs, untilMs],
  );

describe('strokes of a recording', () => {
  it('are not those that were wiped before it began, nor those that came after it', () => {
    expect(placesOf([drawn({ erasedSeq: 2 }), drawn({ drawnAtMs: START_MS + 60_001 })])).toEqual([]);
  });

  it('stand from when the pen was put down until the log says that they went', () => {
    const before = drawn({ drawnAtMs: START_MS - 30_000, penDownMs: -31_000 });
    const during = drawn({ drawnAtMs: START_MS + 10_000, penDownMs: 8_000, erasedSeq: 3 });
    expect(placesOf([before, during])).toEqual([
      [0, 0, null],
      [8_000, 10_000, 20_000],
    ]);
  });

  it('come at once where the drawer’s clock makes no sense, and with the log where no time was kept', () => {
    const drawnAtMs = START_MS + 10_000;
    expect(
      placesOf([drawn({ drawnAtMs, penDownMs: -3_600_000 }), drawn({ drawnAtMs, penDownMs: 99_000 })]),
    ).toEqual([
      [10_000, 10_000, null],
      [10_000, 10_000, null],
    ]);
    expect(placesOf([drawn({ drawnAtMs: null, drawnAfterSeq: 3, penDownMs: 90_000 })])).toEqual([
      [20_000, 20_000, null],
    ]);
  });

  it('make a file that a player reads, whatever the clocks said', () => {
    const clock = fc.option(fc.integer({ min: START_MS - 90_000, max: START_MS + 90_000 }), { nil: null });
    fc.assert(
      fc.property(
        clock,
        fc.integer({ min: -90_000, max: 90_000 }),
        fc.constantFrom(null, 1, 2, 3, 9),
        (at, down, seq) => {
          const wish = { drawnAtMs: at, penDownMs: down, erasedSeq: seq };
          const marks = marksIn({ marks: [drawn(wish)], events, startedAtMs: START_MS, durationMs: 60_000 });
          const [read] = replayMarks.parse({ marks }).marks;
          if (read !== undefined) expect(read.fromMs).toBeLessThanOrEqual(read.wholeAtMs);
        },
      ),
    );
  });
});

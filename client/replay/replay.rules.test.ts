import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOf } from '../live/clock-of.ts';
import {
  arrange,
  followOf,
  leadingTrack,
  momentOf,
  nothingUntilMs,
  type Pieces,
  placeOf,
  seekTargetMs,
  seenMs,
} from './replay.rules.ts';

/** Pieces that overlap none, with and without gaps between. */
const somePieces = fc
  .array(
    fc.record({ gapMs: fc.integer({ min: 0, max: 5_000 }), lengthMs: fc.integer({ min: 1, max: 60_000 }) }),
  )
  .map((parts): Pieces => {
    let atMs = 0;
    return parts.map(({ gapMs, lengthMs }) => {
      const fromMs = atMs + gapMs;
      atMs = fromMs + lengthMs;
      return { fromMs, toMs: atMs };
    });
  });
const two: Pieces = [
  { fromMs: 1_000, toMs: 5_000 },
  { fromMs: 9_000, toMs: 12_000 },
];

describe('recording time and playlist time', () => {
  it('say where it goes on of a moment that was not recorded', () => {
    expect(placeOf([], 7)).toEqual({ state: 'missing', playlistMs: 0, goesOnAtMs: null });
    expect(placeOf(two, 0)).toEqual({ state: 'missing', playlistMs: 0, goesOnAtMs: 1_000 });
    expect(placeOf(two, 5_000)).toEqual({ state: 'missing', playlistMs: 4_000, goesOnAtMs: 9_000 });
    expect(placeOf(two, 12_000)).toEqual({ state: 'missing', playlistMs: 7_000, goesOnAtMs: null });
    expect(momentOf([], 3)).toBeNull();
  });

  it('lead there and back for every moment that was recorded', () => {
    fc.assert(
      fc.property(somePieces, fc.nat(400_000), (pieces, atMs) => {
        const place = placeOf(pieces, atMs);
        const covered = pieces.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
        expect(place.state === 'there').toBe(covered);
        if (place.state === 'there') expect(momentOf(pieces, place.playlistMs)).toBe(atMs);
      }),
    );
  });

  it('keep the playlist free of gaps: every place in it is a moment that was recorded', () => {
    fc.assert(
      fc.property(somePieces, fc.double({ min: 0, max: 1, noNaN: true }), (pieces, share) => {
        const lengthMs = pieces.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
        if (lengthMs === 0) return;
        const playlistMs = Math.min(lengthMs - 1, Math.floor(share * lengthMs));
        const place = placeOf(pieces, momentOf(pieces, playlistMs) ?? -1);
        expect(place).toMatchObject({ state: 'there', playlistMs });
      }),
    );
  });

  it('know when nothing at all was recorded, and until when', () => {
    const other = { pieces: [{ fromMs: 6_000, toMs: 7_000 }] };
    expect(nothingUntilMs([{ pieces: two }, other], 5_500)).toBe(6_000);
    expect(nothingUntilMs([{ pieces: two }, other], 6_500)).toBeNull();
    expect(nothingUntilMs([{ pieces: two }], 13_000)).toBeNull();
    expect(nothingUntilMs([], 0)).toBeNull();
  });

  it('take the track of whoever led at that moment', () => {
    const track = (leads: boolean, fromMs: number) =>
      ({ leads, source: 'voice', pieces: [{ fromMs, toMs: fromMs + 1_000 }] }) as const;
    const tracks = [track(false, 0), track(true, 0), track(true, 1_000)];
    expect(leadingTrack(tracks, 'voice', 500)).toBe(tracks[1]);
    expect(leadingTrack(tracks, 'voice', 1_500)).toBe(tracks[2]);
    expect(leadingTrack(tracks, 'voice', 2_500)).toBeNull();
    expect(leadingTrack(tracks, 'camera', 500)).toBeNull();
  });
});

describe('a picture that follows the voice', () => {
  it('jumps when it is far off, stands still when it is ahead, and is nudged by five per cent at most', () => {
    expect(followOf(-301, 1)).toEqual({ do: 'seek' });
    expect(followOf(4_000, 1)).toEqual({ do: 'seek' });
    expect(followOf(400, 1)).toEqual({ do: 'hold' });
    expect(followOf(10, 1.5)).toEqual({ do: 'play', rate: 1.5 });
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 150 }), fc.constantFrom(0.75, 1, 2), (driftMs, rate) => {
        const following = followOf(driftMs, rate);
        if (following.do !== 'play') throw new Error('it does not play');
        expect(Math.abs(following.rate / rate - 1)).toBeLessThanOrEqual(0.0501);
        if (Math.abs(driftMs) >= 15) expect(Math.sign(following.rate - rate)).toBe(-Math.sign(driftMs));
      }),
    );
  });
});

describe('a jump to what is not here yet', () => {
  const keys = [0, 4_000, 8_000, 12_000];
  it.each([
    ['within what is here stays as wished', { fromMs: 0, toMs: 9_900 }, true, 9_900],
    ['goes to the key before', { fromMs: 0, toMs: 9_900 }, false, 8_000],
    ['backwards too', { fromMs: 11_000, toMs: 3_000 }, false, 0],
    ['never leads a step forward back', { fromMs: 8_500, toMs: 11_000 }, false, 11_000],
    ['leaves far keys alone', { fromMs: 0, toMs: 30_000 }, false, 30_000],
  ])('%s', (_, wish, isHere, wanted) => {
    expect(seekTargetMs(wish, keys, isHere)).toBe(wanted);
  });
  it('asks no key where none is known', () => {
    expect(seekTargetMs({ fromMs: 0, toMs: 500 }, [], false)).toBe(500);
  });
});

describe('what lies where', () => {
  it('says that the picture asked for is missing, and gives its place to the other one', () => {
    expect(arrange('teacher', { camera: false, content: true })).toEqual({
      large: null,
      small: null,
      missing: true,
    });
    expect(arrange('content', { camera: true, content: false }).missing).toBe(true);
    expect(arrange('side', { camera: true, content: false })).toEqual({
      large: 'camera',
      small: null,
      missing: false,
    });
    expect(arrange('inset', { camera: true, content: true })).toEqual({
      large: 'content',
      small: 'camera',
      missing: false,
    });
    expect(arrange('side', { camera: false, content: false }).missing).toBe(true);
  });
});

describe('the moment that is looked at', () => {
  const track = (source: 'voice' | 'camera' | 'content', toMs: number, leads = true) =>
    ({ source, leads, pieces: [{ fromMs: 0, toMs }] }) as const;
  const over = { atMs: 40_000, ended: true };
  it('is the one that is played, before the end', () => {
    expect(seenMs([track('camera', 30_000)], { atMs: 39_999, ended: false })).toBe(39_999);
  });
  it('is the last of all pictures at the end, not of one that had gone before, nor of a room on stage', () => {
    const tracks = [track('voice', 40_000), track('camera', 39_960), track('content', 39_990)];
    expect(seenMs(tracks, over)).toBe(39_959);
    expect(seenMs([track('voice', 40_000), track('camera', 30_000)], over)).toBe(40_000);
    expect(seenMs([track('camera', 40_010), track('camera', 39_000, false)], over)).toBe(39_999);
    expect(seenMs([], { atMs: 0, ended: true })).toBe(0);
  });
});

it.each([
  [-5, '0:00'],
  [307_900, '5:07'],
  [3_729_000, '1:02:09'],
])('clockOf %d is %s', (ms, words) => {
  expect(clockOf(ms)).toBe(words);
});

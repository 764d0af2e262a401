import { describe, expect, it } from 'vitest';
import type { LiveStream } from '../../live/live.types.ts';
import { inOrder, lingering, nextGoneMs, type Pictures } from './lingering.rules.ts';

const CHEN = 'person:chen';
const HE = 'person:he';
const track = {} as MediaStreamTrack;
const stream = (seat: string, change: object = {}): LiveStream =>
  ({
    seat,
    part: 'lecturer',
    source: 'camera',
    flowing: true,
    track,
    picture: { width: 640 },
    ...change,
  }) as unknown as LiveStream;
const nothing: Pictures = { here: [], gone: [] };
const at = (before: Pictures, here: readonly LiveStream[], lecturerSeat: string | null, nowMs: number) =>
  lingering(before, here, { lecturerSeat, nowMs });
const seats = (pictures: Pictures, lecturerSeat: string | null) =>
  inOrder(pictures, lecturerSeat).map(({ seat, flowing }) => `${seat} ${flowing}`);

describe('a picture that goes', () => {
  it('stands for three seconds and not longer, and not beside the one that comes back', () => {
    const before = at(nothing, [stream(CHEN)], CHEN, 0);
    const gone = at(before, [], CHEN, 1_000);
    expect(seats(gone, CHEN)).toEqual([`${CHEN} false`]);
    expect(nextGoneMs(gone, CHEN)).toBe(4_000);
    expect(seats(at(gone, [], CHEN, 3_999), CHEN)).toEqual([`${CHEN} false`]);
    expect(seats(at(gone, [], CHEN, 4_000), CHEN)).toEqual([]);
    expect(seats(at(gone, [stream(CHEN)], CHEN, 2_000), CHEN)).toEqual([`${CHEN} true`]);
  });

  it('of a teacher who goes on leading is a camera switched off, however long nobody else shows', () => {
    const gone = at(at(nothing, [stream(CHEN)], CHEN, 0), [], CHEN, 1_000);
    expect(seats(at(gone, [], CHEN, 5_000), CHEN)).toEqual([]);
  });
});

describe('when the lectern is handed on', () => {
  const before = at(nothing, [stream(CHEN)], CHEN, 0);

  it('the class goes on seeing whom it saw until the successor’s first picture', () => {
    const handed = at(before, [], HE, 1_000);
    expect(seats(at(handed, [], HE, 15_000), HE)).toEqual([`${CHEN} false`]);
    const opening = at(handed, [stream(HE, { picture: null })], HE, 2_000);
    expect(seats(opening, HE)[0], 'before a black one').toBe(`${CHEN} false`);
    expect(seats(at(opening, [stream(HE)], HE, 2_500), HE)).toEqual([`${HE} true`]);
  });

  it('also where the one who handed it on is still seen, in another part', () => {
    const assisting = stream(CHEN, { part: 'assistant' });
    const handed = at(before, [assisting], HE, 1_000);
    expect(inOrder(handed, HE).map(({ part }) => part)).toEqual(['lecturer', 'assistant']);
    expect(seats(at(handed, [assisting, stream(HE)], HE, 1_500), HE)).toEqual([`${CHEN} true`, `${HE} true`]);
  });

  it('not for ever, and not the slides of who showed them', () => {
    const both = at(nothing, [stream(CHEN), stream(CHEN, { source: 'content' })], CHEN, 0);
    const handed = at(both, [], HE, 1_000);
    expect(handed.gone.map(({ stream: { source } }) => source)).toEqual(['camera', 'content']);
    expect(at(handed, [], HE, 4_000).gone.map(({ stream: { source } }) => source)).toEqual(['camera']);
    expect(at(handed, [], HE, 21_000).gone).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { megabytesOf, minutesOf } from './recordings.model.ts';

describe('what a row says of a recording', () => {
  it('never calls something nothing', () => {
    expect(minutesOf(1_000)).toBe(1);
    expect(megabytesOf(1)).toBe(1);
  });
  it('calls nothing nothing', () => expect(megabytesOf(0)).toBe(0));
  it('rounds', () => {
    expect(minutesOf(40 * 60_000 + 20_000)).toBe(40);
    expect(megabytesOf(312_600_000)).toBe(313);
  });
});

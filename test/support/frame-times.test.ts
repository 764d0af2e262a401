import { describe, expect, it } from 'vitest';
import { standstillMs } from './frame-times.ts';

describe('standstill of a picture', () => {
  it('is unknown when nothing was shown before or after the moment', () => {
    expect(standstillMs([], 100, 200)).toBeNull();
    expect(standstillMs([110, 120], 100, 200)).toBeNull();
    expect(standstillMs([80, 90], 100, 200)).toBeNull();
  });

  it('runs from the last picture before to the first one after', () => {
    expect(standstillMs([0, 40, 80, 900, 940], 100, 2000)).toBe(820);
  });

  it('counts a second standstill that follows a short recovery', () => {
    expect(standstillMs([0, 80, 300, 340, 1500, 1540], 100, 2000)).toBe(1160);
  });

  it('ends to look at the end of the span, but lets a standstill that began before it run out', () => {
    expect(standstillMs([0, 80, 120, 5000, 9000], 100, 200)).toBe(4880);
    expect(standstillMs([0, 80, 120, 160, 240, 9000], 100, 200)).toBe(80);
  });
});

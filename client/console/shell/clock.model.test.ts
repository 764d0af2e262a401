import { describe, expect, it } from 'vitest';
import { durationText, minuteText, readMinute, wholeMinutes } from './clock.model.ts';

describe('readMinute', () => {
  it.each(['', '8', '24:00', '12:60', 'ab:cd', '-1:00', '08:5'])('refuses %j', (text) => {
    expect(readMinute(text)).toBeNull();
  });
  it('is undone by minuteText', () => {
    for (const minute of [0, 59, 60, 541, 1439]) expect(readMinute(minuteText(minute))).toBe(minute);
  });
});

describe('durations', () => {
  it('never run below zero and never round up', () => {
    expect(durationText(-5)).toBe('0:00');
    expect(durationText(59_999)).toBe('0:59');
    expect(durationText(3_600_000)).toBe('1:00:00');
    expect(wholeMinutes(119_999)).toBe(1);
    expect(wholeMinutes(-1)).toBe(0);
  });
});

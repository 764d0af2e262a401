import { describe, expect, it } from 'vitest';
import { whyRefused } from './capture.ts';

const named = (name: string) => Object.assign(new Error('x'), { name });

describe('whyRefused', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'none'],
    ['OverconstrainedError', 'none'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ])('%s', (name, why) => {
    expect(whyRefused(named(name))).toBe(why);
  });

  it('takes what is no error for a camera that cannot be had now', () => {
    expect(whyRefused('oops')).toBe('busy');
  });
});

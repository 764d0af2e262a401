import { describe, expect, it } from 'vitest';
import { sendableIn } from './phase.model.ts';

describe('sendableIn', () => {
  it('lets nobody be heard before the start, and nothing be sent after the end', () => {
    const all = ['camera', 'content', 'voice'] as const;
    expect(sendableIn('preflight', all)).toEqual(['camera']);
    expect(sendableIn('live', all)).toEqual(all);
    expect(sendableIn('over', all)).toEqual([]);
  });

  it('gives nobody more than the seat has', () => {
    expect(sendableIn('preflight', [])).toEqual([]);
    expect(sendableIn('preflight', ['voice'])).toEqual([]);
  });
});

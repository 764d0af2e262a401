import { describe, expect, it } from 'vitest';
import { sendableIn } from './phase.model.ts';

describe('sendableIn', () => {
  it('lets nobody be heard before the start, and nothing be sent after the end', () => {
    const all = { maySend: ['camera', 'content', 'voice'], part: 'lecturer' } as const;
    expect(sendableIn('preflight', all)).toEqual(['camera']);
    expect(sendableIn('live', all)).toEqual(all.maySend);
    expect(sendableIn('over', all)).toEqual([]);
  });

  it('lets a member neither be seen nor heard before the start', () => {
    const member = { maySend: ['camera', 'voice'], part: 'member' } as const;
    expect(sendableIn('preflight', member)).toEqual([]);
    expect(sendableIn('live', member)).toEqual(member.maySend);
  });

  it('gives nobody more than the seat has', () => {
    expect(sendableIn('preflight', { maySend: [], part: 'lecturer' })).toEqual([]);
    expect(sendableIn('preflight', { maySend: ['voice'], part: 'lecturer' })).toEqual([]);
  });
});

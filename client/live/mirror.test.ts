import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionView, ViewEnvelope } from '../../shared/session/session.view.ts';
import { receiveNews } from './mirror.ts';

const sessionId = '01890000-0000-7000-8000-000000000001' as ViewEnvelope['sessionId'];
const view: SessionView = {
  lesson: {
    phase: { state: 'waiting' },
    kind: null,
    mode: null,
    lecturerId: null,
    mediaEpoch: 0,
    stage: [],
    viewerCount: null,
  },
  seats: {},
  streams: {},
};
const news = (afterSeq: number, seq: number): ViewEnvelope => ({
  sessionId,
  afterSeq,
  seq,
  messages: [{ type: 'lesson.changed', lesson: { ...view.lesson, mediaEpoch: seq } }],
});

describe('receiveNews', () => {
  it('applies what follows', () => {
    expect(receiveNews({ seq: 4, view }, news(4, 6))).toMatchObject({
      state: 'applied',
      mirror: { seq: 6, view: { lesson: { mediaEpoch: 6 } } },
    });
  });

  it('never applies what does not follow exactly, and never goes back', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(50), (mine, afterSeq, more) => {
        const envelope = news(afterSeq, afterSeq + more);
        const step = receiveNews({ seq: mine, view }, envelope);
        if (step.state === 'applied') {
          expect(afterSeq).toBe(mine);
          expect(step.mirror.seq).toBeGreaterThan(mine);
        }
        if (step.state === 'stale') expect(envelope.seq).toBeLessThanOrEqual(mine);
        if (step.state === 'gap') expect(afterSeq).not.toBe(mine);
      }),
    );
  });
});

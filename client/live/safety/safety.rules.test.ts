import { describe, expect, test } from 'vitest';
import { personId, recordingId, sessionId } from '../../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../../shared/recording.ts';
import type { SafetyRecording } from '../../../shared/recording-safety.ts';
import { givenUp, sortedOut } from './safety.rules.ts';
import type { KeptTake } from './safety.types.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const take = (
  takeId: string,
  source: RecordedSource,
  fromS: number,
  changes: Partial<KeptTake> = {},
): KeptTake => ({
  takeId,
  personId: personId.parse(id(1)),
  sessionId: sessionId.parse(id(2)),
  source,
  ...{ startedAtMs: fromS * 1000, endedAtMs: (fromS + 30) * 1000 },
  ...{ bytes: 1_000, pieceCount: 30, troubled: false },
  ...changes,
});
const names = (takes: readonly KeptTake[]) => takes.map(({ takeId }) => takeId);

describe('what becomes of takes', () => {
  const recording: SafetyRecording = {
    recordingId: recordingId.parse(id(3)),
    ...{ startedAtMs: 0, endedAtMs: 100_000 },
    missing: [
      { source: 'voice', fromMs: 40_000, toMs: 50_000 },
      { source: 'camera', fromMs: 40_000, toMs: 50_000 },
    ],
  };

  test('is not known while no recording of that time is over', () => {
    expect(sortedOut([take('a', 'voice', 35)], [])).toEqual({ wanted: [], done: [] });
    expect(sortedOut([take('later', 'voice', 100)], [recording])).toEqual({ wanted: [], done: [] });
  });

  test('is to be sent in where something is missing, the voice first, and else to be forgotten', () => {
    const takes = [
      take('camera', 'camera', 30),
      take('before', 'voice', 5),
      take('second', 'voice', 45),
      take('first', 'voice', 20),
      take('content', 'content', 35),
      take('touches', 'camera', 10.5),
    ];
    const { wanted, done } = sortedOut(takes, [recording]);
    expect(names(wanted)).toEqual(['first', 'second', 'camera']);
    expect(names(done)).toEqual(['before', 'content', 'touches']);
  });
});

describe('when there is no room', () => {
  test('the oldest in which nothing happened goes, and never one that is being taken or may be needed', () => {
    const takes = [
      take('troubled', 'voice', 0, { troubled: true }),
      take('newer', 'camera', 60),
      take('oldest', 'voice', 30),
      take('running', 'voice', 10),
    ];
    expect(givenUp(takes, new Set(['running']))?.takeId).toBe('oldest');
    expect(givenUp(takes.slice(0, 1), new Set())).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { personId, recordingId, safetyTakeId, sessionId } from '../../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../../shared/kernel/result.ts';
import type { SafetyRecording, SafetyTake } from '../../../shared/recording-safety.ts';
import type { KeptTake } from './safety.types.ts';
import { hashOf } from './safety-keep.ts';
import { type SendingDeps, sendKept } from './safety-sending.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const ME = personId.parse(id(1));
const LESSON = sessionId.parse(id(2));
const take = (takeId: string, fromS: number, changes: Partial<KeptTake> = {}): KeptTake => ({
  ...{ takeId, personId: ME, sessionId: LESSON, source: 'voice' },
  ...{ startedAtMs: fromS * 1000, endedAtMs: (fromS + 30) * 1000 },
  ...{ bytes: 10, pieceCount: 1, troubled: true },
  ...changes,
});
const recording: SafetyRecording = {
  recordingId: recordingId.parse(id(3)),
  ...{ startedAtMs: 0, endedAtMs: 100_000 },
  missing: [{ source: 'voice', fromMs: 40_000, toMs: 60_000 }],
};

type House = {
  readonly takes: readonly KeptTake[];
  readonly missing?: Result<{ recordings: SafetyRecording[] }>;
  /** What the server says of a take when it has all of it, one answer after the other. */
  readonly says?: readonly SafetyTake['now'][];
  readonly lost?: boolean;
};

function house({ takes, missing = ok({ recordings: [recording] }), says = [], lost = false }: House) {
  const kept = new Map(takes.map((each) => [each.takeId, each]));
  const announced: { readonly bytes: number; readonly sha256: string; readonly startedAtMs: number }[] = [];
  const parts: string[] = [];
  const answers = [...says];
  let isSent = false;
  const card = (): SafetyTake => ({
    takeId: safetyTakeId.parse(id(9)),
    now: isSent
      ? (answers.shift() ?? { state: 'joined', filledMs: 20_000 })
      : { state: 'uploading', doneBytes: 0, totalBytes: 10 },
  });
  const deps: SendingDeps = {
    keep: {
      takes: async () => [...kept.values()],
      add: async () => true,
      bytesOf: async () => new Blob([new Uint8Array(10)]),
      drop: async (takeId) => void kept.delete(takeId),
      roomBytes: async () => 0,
    },
    call: (async (name: string, body: never) => {
      if (name === 'safety.missing') return missing;
      announced.push(body);
      return ok(card());
    }) as unknown as SendingDeps['call'],
    fetch: async (url) => {
      parts.push(url);
      if (lost) throw new TypeError('no line');
      isSent = true;
      return new Response(JSON.stringify(card()));
    },
    pause: async () => undefined,
  };
  return { deps, kept, announced, parts };
}

describe('sending in what was kept', () => {
  test('keeps everything while the server cannot be asked, and while nothing is known of the lesson', async () => {
    for (const missing of [fail('UNAVAILABLE'), fail('FORBIDDEN'), ok({ recordings: [] })]) {
      const { deps, kept, announced } = house({ takes: [take('a', 30)], missing });
      expect(await sendKept(deps, ME, () => undefined)).toEqual({ doneCount: 0, leftCount: 0, heldCount: 1 });
      expect([kept.size, announced]).toEqual([1, []]);
    }
  });

  test('leaves alone what somebody else kept at this PC', async () => {
    const other = take('other', 30, { personId: personId.parse(id(7)) });
    const { deps, kept, announced } = house({ takes: [other] });
    expect((await sendKept(deps, ME, () => undefined)).heldCount).toBe(0);
    expect([kept.size, announced]).toEqual([1, []]);
  });

  test('sends what is wanted with its hash and forgets it when it is in its place, and what nobody wants at once', async () => {
    const takes = [take('early', 0), take('wanted', 30)];
    const { deps, kept, announced, parts } = house({
      takes,
      says: [{ state: 'joining' }, { state: 'joining' }],
    });
    const told: number[] = [];
    const sent = await sendKept(deps, ME, ({ leftCount }) => void told.push(leftCount));
    expect([sent, told]).toEqual([{ doneCount: 1, leftCount: 0, heldCount: 0 }, [1, 0]]);
    // Announced once, since that is an act; how it stands is asked beside it.
    expect([kept.size, announced.length, parts.length]).toEqual([0, 1, 3]);
    expect(announced[0]).toMatchObject({
      ...{ bytes: 10, startedAtMs: 30_000, source: 'voice' },
      sha256: await hashOf(new Uint8Array(10)),
    });
  });

  test('keeps what did not get through, and what the server had no room for', async () => {
    const cut = house({ takes: [take('a', 30)], lost: true });
    expect(await sendKept(cut.deps, ME, () => undefined)).toMatchObject({ doneCount: 0, leftCount: 1 });
    const full = house({ takes: [take('a', 30)], says: [{ state: 'failed', reason: 'disk' }] });
    expect(await sendKept(full.deps, ME, () => undefined)).toMatchObject({ doneCount: 0, leftCount: 1 });
    expect([cut.kept.size, full.kept.size]).toEqual([1, 1]);
  });

  test('forgets what nothing can play', async () => {
    const { deps, kept } = house({ takes: [take('a', 30)], says: [{ state: 'failed', reason: 'broken' }] });
    await sendKept(deps, ME, () => undefined);
    expect(kept.size).toBe(0);
  });
});

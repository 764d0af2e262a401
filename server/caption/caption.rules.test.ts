import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCaptions, writeVtt } from '../../shared/caption/caption-file.ts';
import type { SessionEvent, SessionFact } from '../../shared/session/session.events.ts';
import { fact, logOf, nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { typedCues } from './caption.rules.ts';

type Line = {
  readonly atMs: number;
  readonly words?: string;
  readonly typingMs?: number;
  readonly bo?: true;
};
const log = (lines: readonly Line[]): SessionEvent[] => {
  const facts = lines.map(
    ({ bo, typingMs = 0 }): SessionFact => ({
      type: 'caption.said',
      body: {
        ...{ language: bo === true ? 'bo' : 'zh-CN', origin: 'typed', typingMs },
        ...{ textId: nth.text(1), textHash: 'a'.repeat(64) },
      },
    }),
  );
  const events = logOf(nth.session(1), [
    [0, fact.opened(planOf([1]))],
    ...facts.map((each, at) => [(lines[at]?.atMs ?? 0) / 60_000, each] as const),
  ]);
  return events.map((event, at) => {
    const words = lines[at - 1]?.words;
    return words === undefined ? event : { ...event, words };
  });
};
const recording = { startedAtMs: PLANNED_START_MS + 10_000, durationMs: 60_000 };

describe('captions that were typed', () => {
  it('are those of the recording’s time, without what was erased', () => {
    const cues = typedCues(
      log([
        { atMs: 9_999, words: 'before it' },
        { atMs: 20_000 },
        { atMs: 30_000, words: '  ' },
        { atMs: 40_000, words: 'in it' },
        { atMs: 70_000, words: 'after it' },
      ]),
      recording,
    );
    expect([...cues]).toEqual([['zh-CN', [{ fromMs: 30_000, toMs: 34_000, words: 'in it' }]]]);
  });

  it('begin when their writing began, and end when others come, it is read, or the recording is over', () => {
    const cues = typedCues(
      log([
        { atMs: 11_000, words: 'a', typingMs: 5_000 },
        { atMs: 12_000, words: 'b', typingMs: 500 },
        { atMs: 12_100, words: 'c', typingMs: 9_000 },
        { atMs: 12_050, words: 'ཀ', bo: true },
        { atMs: 69_900, words: 'z' },
      ]),
      recording,
    );
    expect(cues.get('zh-CN')).toEqual([
      { fromMs: 0, toMs: 1_500, words: 'a' },
      { fromMs: 1_500, toMs: 1_501, words: 'b' },
      { fromMs: 1_501, toMs: 6_100, words: 'c' },
      { fromMs: 59_900, toMs: 60_000, words: 'z' },
    ]);
    expect(cues.get('bo')).toEqual([{ fromMs: 2_050, toMs: 6_050, words: 'ཀ' }]);
  });

  it('make a file that can be read again, whatever was typed', () => {
    const anyLine = fc.record({
      atMs: fc.nat(80_000),
      words: fc.string({ unit: 'grapheme', maxLength: 120 }),
      typingMs: fc.nat(60_000),
    });
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        const sorted = lines.toSorted((a, b) => a.atMs - b.atMs);
        for (const cues of typedCues(log(sorted), recording).values())
          expect(readCaptions(writeVtt(cues))).toEqual({ ok: true, cues });
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { seatKey } from '../../../../shared/session/session.events.ts';
import { idOf } from '../../lesson-card.fixture.ts';
import { heardNext, SPEECH_LEVEL, speakingAt } from './speaking.model.ts';

const [chen, he] = [7, 8].map((number) => seatKey.parse(`person:${idOf(number)}`));
if (chen === undefined || he === undefined) throw new Error('two seats');
const levels = (of: number, and: number) =>
  new Map([
    [chen, of],
    [he, and],
  ]);

describe('who speaks now', () => {
  it('is nobody in a quiet room', () => {
    expect(speakingAt(heardNext(new Map(), levels(0, SPEECH_LEVEL - 0.01), 1000), 1000)).toEqual([]);
  });
  it('goes on over the gap between two words, and not over a silence', () => {
    const spoke = heardNext(new Map(), levels(0.9, 0), 1000);
    const quiet = heardNext(spoke, levels(0, 0), 2000);
    expect(speakingAt(quiet, 2000)).toEqual([chen]);
    expect(speakingAt(heardNext(quiet, levels(0, 0), 3000), 3000)).toEqual([]);
  });
  it('are both when both speak, and nobody who has gone', () => {
    const both = heardNext(new Map(), levels(0.9, 0.9), 1000);
    expect(speakingAt(both, 1000)).toEqual([chen, he]);
    expect(speakingAt(heardNext(both, new Map([[he, 0]]), 1100), 1100)).toEqual([he]);
  });
});

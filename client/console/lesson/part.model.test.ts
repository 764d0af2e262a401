import { describe, expect, it } from 'vitest';
import { sessionView } from '../../../shared/session/session.view.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { cardOf, idOf } from '../lesson-card.fixture.ts';
import { successorsIn } from './board/hand-over.model.ts';
import { partStep, seenAfter, seenNothing } from './part.model.ts';

type Part = JoinedSession['part'];
type Sitting = readonly [person: number, part: Part, presence?: object];
const here = { state: 'connected', sinceMs: 1, media: true };

function sessionOf(part: Part, sitting: readonly Sitting[], phase: 'waiting' | 'live' = 'live') {
  const seats = sitting.map(([person, seatPart, presence = here]) => [
    `person:${idOf(person)}`,
    {
      seat: `person:${idOf(person)}`,
      part: seatPart,
      presence,
      headCount: null,
      hand: null,
      signal: null,
      confirmation: null,
    },
  ]);
  const view = sessionView.parse({
    lesson: {
      phase: phase === 'live' ? { state: 'live', startedAtMs: 0 } : { state: 'waiting' },
      kind: 'delivery',
      mode: 'interactive',
      lecturerId: null,
      mediaEpoch: 1,
      stage: [],
      viewerCount: 0,
    },
    seats: Object.fromEntries(seats),
    streams: {},
  });
  const card = cardOf({ members: [{ personId: idOf(9), name: '何老师', schoolName: '中心小学' }] });
  return { seat: `person:${idOf(7)}` as JoinedSession['seat'], part, view, card };
}

describe('partStep', () => {
  it('leads at once for who starts the lesson, and says to the planned lecturer who came second', () => {
    const before = seenAfter(seenNothing, sessionOf('assistant', [[7, 'assistant']], 'waiting'));
    expect(partStep(sessionOf('assistant', [[7, 'lecturer']]), before)).toBe('lead');
    expect(partStep(sessionOf('lecturer', [[7, 'assistant']]), before)).toBe('alreadyLed');
  });
  it('asks first to whom the lectern is handed in the running lesson', () => {
    const seen = seenAfter(seenNothing, sessionOf('assistant', [[7, 'assistant']]));
    expect(partStep(sessionOf('assistant', [[7, 'lecturer']]), seen)).toBe('offered');
    expect(partStep(sessionOf('member', [[7, 'lecturer']]), seen)).toBe('offered');
  });
  it('lets who handed it assist, and take it again later', () => {
    const led = seenAfter(seenNothing, sessionOf('lecturer', [[7, 'lecturer']]));
    expect(partStep(sessionOf('lecturer', [[7, 'assistant']]), led)).toBe('assist');
    const assists = seenAfter(led, sessionOf('assistant', [[7, 'assistant']]));
    expect(partStep(sessionOf('assistant', [[7, 'lecturer']]), assists)).toBe('offered');
  });
  it('learns nothing while part and seat differ, nor before the lesson runs', () => {
    expect(seenAfter(seenNothing, sessionOf('assistant', [[7, 'lecturer']]))).toBe(seenNothing);
    expect(seenAfter(seenNothing, sessionOf('lecturer', [[7, 'lecturer']], 'waiting'))).toBe(seenNothing);
    expect(partStep(sessionOf('assistant', []), seenNothing)).toBe('stay');
  });
});

describe('successorsIn', () => {
  const gone = { state: 'left', sinceMs: 1, reason: 'closed' };
  it('are teachers who are here and neither lead nor watch', () => {
    const session = sessionOf('lecturer', [
      [7, 'lecturer'],
      [8, 'assistant'],
      [9, 'member'],
      [10, 'assistant', gone],
      [11, 'observer'],
    ]);
    expect(successorsIn(session)).toEqual([
      { personId: idOf(8), name: null },
      { personId: idOf(9), name: '何老师' },
    ]);
  });
  it('are nobody before the lesson runs, and never oneself', () => {
    expect(successorsIn(sessionOf('lecturer', [[8, 'assistant']], 'waiting'))).toEqual([]);
    expect(successorsIn(sessionOf('assistant', [[7, 'assistant']]))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../shared/coverage/indicators.ts';
import { noMeasures } from '../../shared/coverage/measures.ts';
import { alarmCounts, lessonCounts, rankingOf, shownFigures } from './big-screen.rules.ts';
import type { StoredAlarm } from './supervision.types.ts';

describe('what a big screen shows', () => {
  it('are lessons by how they stand; one that ended without having begun was not held', () => {
    const lesson = (phase: Parameters<typeof lessonCounts>[0][number]['phase'], begun = false) => ({
      phase,
      begun,
    });
    expect(lessonCounts([])).toEqual({ planned: 0, running: 0, held: 0, cancelled: 0 });
    const all = [
      lesson('planned'),
      lesson('waiting'),
      lesson('live', true),
      lesson('ended', true),
      lesson('ended'),
    ];
    expect(lessonCounts([...all, lesson('cancelled')])).toEqual({
      planned: 5,
      running: 1,
      held: 1,
      cancelled: 1,
    });
  });

  it('are open alarms by rule, and those that began today', () => {
    const alarm = (rule: StoredAlarm['rule'], fromMs: number, toMs: number | null) =>
      ({ rule, fromMs, toMs }) as StoredAlarm;
    const all = [alarm('roomOffline', 5, null), alarm('roomOffline', 20, null), alarm('notStarted', 30, 40)];
    expect(alarmCounts(all, 10)).toEqual({
      open: [
        { rule: 'notStarted', count: 0 },
        { rule: 'roomOffline', count: 2 },
        { rule: 'qualityBad', count: 0 },
      ],
      todayCount: 2,
    });
  });

  it('are four figures in their order, and the parts that have a need, the best first', () => {
    const figures = (deliveredFifths: number, neededFifths: number) =>
      figuresOf({ ...noMeasures, deliveredFifths, neededFifths });
    expect(shownFigures(figures(5, 10)).map(({ key }) => key)).toEqual([
      'needWeighted',
      'pointsWithNeed',
      'delivery',
      'pupilAttendance',
    ]);
    const parts = [
      { name: '无需求', figures: figures(0, 0) },
      { name: '低', figures: figures(5, 20) },
      { name: '高', figures: figures(10, 10) },
      { name: '同率更多', figures: figures(10, 40) },
    ];
    expect(rankingOf(parts).map(({ name }) => name)).toEqual(['高', '同率更多', '低']);
    expect(
      rankingOf(Array.from({ length: 12 }, (_, n) => ({ name: `${n}`, figures: figures(n, 20) }))),
    ).toHaveLength(8);
  });
});

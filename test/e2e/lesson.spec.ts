import { expect, it } from 'vitest';
import { shareOf } from '../rehearse/phase-b.ts';
import { rehearse } from '../rehearse/rehearse.ts';
import { describeForReal } from '../support/needs.ts';

const SCREENS = 2;

describeForReal('a lesson', () => {
  it('is seen and heard, survives a pulled plug, is counted, and is too short to be valid', async () => {
    const done = await rehearse({
      seconds: 5,
      whole: false,
      picturesFolder: null,
      screens: SCREENS,
      height: 360,
    });

    const { summary, attendance, coverage } = done;
    expect(summary.cameraFramesPerSecond).toHaveLength(SCREENS);
    for (const shown of [...summary.cameraFramesPerSecond, ...summary.contentFramesPerSecond])
      expect(shown, 'pictures move').toBeGreaterThan(0);
    expect(summary.cameraDelaysMs.length, 'the counter in the picture was read').toBeGreaterThan(0);
    expect(summary.contentDelaysMs.length, 'the counter in the content was read').toBeGreaterThan(0);
    expect(summary.concealedRatio, 'the voice was heard').toBeLessThan(0.5);

    expect(attendance.startedAtMs).not.toBeNull();
    expect(attendance.endedAtMs).not.toBeNull();
    expect(attendance.rooms).toHaveLength(SCREENS);
    expect(new Set(attendance.rooms.map((room) => room.roomId)).size, 'one presence per room').toBe(SCREENS);
    for (const [index, room] of attendance.rooms.entries()) {
      expect(room.headCount, room.schoolName).toMatchObject({
        presentCount: 18 + index,
        expectedCount: 20 + index,
        source: 'console',
      });
      expect(room.verdict).toEqual({ state: 'invalid', reason: 'too-short' });
      expect(room.punctual).toBe(true);
      const { cameraMs, connectedMs } = room.attendance;
      expect(cameraMs).toBeLessThanOrEqual(connectedMs);
      expect(connectedMs).toBeGreaterThan(0);
      expect(connectedMs).toBeLessThanOrEqual(attendance.lessonMs);
    }
    const [, killed] = attendance.rooms;
    const [reloaded] = attendance.rooms;
    // The plug was pulled once; before that every page was loaded anew once, which says goodbye.
    const endings = (room: typeof killed) => room?.attendance.stays.map((stay) => stay.ending.kind);
    expect(endings(reloaded)?.at(-1)).toBe('lesson-over');
    expect(endings(killed)?.at(-1), 'the killed screen came back in its seat').toBe('lesson-over');
    expect(endings(killed), 'and its line was lost before').toContain('lost');

    expect(shareOf(coverage.page, 'validLessons')).toEqual([0, SCREENS]);
    expect(shareOf(coverage.page, 'pointsWithNeed')).toEqual([0, SCREENS]);
    const rooms = attendance.rooms.map((room) => room.roomId);
    expect(coverage.lessons.map((line) => line.roomId).sort(), 'each room once').toEqual(rooms.sort());
    for (const line of coverage.lessons) {
      expect(line).toMatchObject({
        subject: '音乐',
        grade: '三年级',
        verdict: 'too-short',
        unplanned: false,
      });
      const { headCount } = attendance.rooms.find((room) => room.roomId === line.roomId) ?? {};
      expect([line.presentCount, line.expectedCount]).toEqual([
        headCount?.presentCount,
        headCount?.expectedCount,
      ]);
    }
  });
});

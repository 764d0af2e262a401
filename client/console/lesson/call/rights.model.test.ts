import { describe, expect, it } from 'vitest';
import { roomId } from '../../../../shared/kernel/ids.ts';
import { me as meSchema } from '../../../../shared/person.ts';
import type { LessonView } from '../../../../shared/session/session.view.ts';
import { cardOf, idOf, lecturerOf } from '../../lesson-card.fixture.ts';
import { placesOf, rightsOf } from './rights.model.ts';

const own = roomId.parse(idOf(1));
const other = roomId.parse(idOf(2));
const lessonOf = (kind: LessonView['kind'], mode: LessonView['mode']): LessonView => ({
  phase: { state: 'live', startedAtMs: 0 },
  kind,
  mode,
  lecturerId: null,
  mediaEpoch: 1,
  stage: [],
  viewerCount: 0,
});
const interactive = lessonOf('delivery', 'interactive');
const rights = (
  part: 'lecturer' | 'assistant' | 'observer' | 'member',
  me = lecturerOf(7),
  lesson = interactive,
) => rightsOf({ part, card: cardOf(), view: { lesson } }, me);
const atPoint = (role: 'localTeacher' | 'lecturer') =>
  meSchema.parse({
    personId: idOf(9),
    name: '赵老师',
    school: { schoolId: idOf(61), name: '教学点1' },
    roles: [{ role, scope: { kind: 'school', schoolId: idOf(61) } }],
  });

describe('rightsOf', () => {
  it('offers an observer nothing at all', () => {
    const { start, call, count, lowerHand, lines } = rights('observer');
    expect([start, call, count(own), lowerHand(own), lines]).toEqual([false, false, false, false, false]);
  });
  it('offers calling only where the policy has a stage to call on', () => {
    expect(rights('lecturer').call).toBe(true);
    expect(rights('lecturer', lecturerOf(7), lessonOf('master', 'observation')).call).toBe(true);
    expect(rights('lecturer', lecturerOf(7), lessonOf('delivery', 'live')).call).toBe(false);
    expect(rights('lecturer', lecturerOf(7), lessonOf('master', 'seminar')).call).toBe(false);
    expect(rights('lecturer', lecturerOf(7), lessonOf(null, null)).call).toBe(false);
  });
  it('lets a colleague of the leading school take over, and a local teacher see to their own room only', () => {
    expect(rights('assistant').call).toBe(true);
    expect(rights('assistant').start).toBe(true);
    expect(rights('assistant').lines).toBe(true);
    const local = rights('assistant', atPoint('localTeacher'));
    expect([local.start, local.call, local.lines]).toEqual([false, false, false]);
    expect([local.count(own), local.count(other)]).toEqual([true, false]);
    expect([local.lowerHand(own), local.lowerHand(other)]).toEqual([true, false]);
    expect(rights('assistant', atPoint('lecturer')).count(own)).toBe(false);
  });
});

describe('placesOf', () => {
  it('has rooms and their pictures only where the policy has', () => {
    expect(placesOf(interactive)).toEqual({ rooms: true, roomPictures: true, turns: true });
    expect(placesOf(lessonOf('online', 'live'))).toEqual({ rooms: true, roomPictures: false, turns: false });
    expect(placesOf(lessonOf('master', 'seminar'))).toEqual({
      rooms: false,
      roomPictures: false,
      turns: false,
    });
  });
});

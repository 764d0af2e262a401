import { expect, it } from 'vitest';
import { coursewareId, streamId, uuidV7 } from '../../../shared/kernel/ids.ts';
import { WHOLE_PAGE } from '../../../shared/session/session.courseware.ts';
import { coursewareInFront } from './front.ts';

const OPENED_AT_MS = 1_800_000_000_000;
const sharedAt = (atMs: number) => streamId.parse(uuidV7(atMs, new Uint8Array(10)));
const courseware = {
  coursewareId: coursewareId.parse(uuidV7(1, new Uint8Array(10))),
  pageCount: 3,
  page: 2,
  zoom: WHOLE_PAGE,
  openedAtMs: OPENED_AT_MS,
};

it('what was opened last is in front, and what was before comes back when it closes', () => {
  expect(coursewareInFront({}, null)).toBeNull();
  expect(coursewareInFront({}, sharedAt(OPENED_AT_MS))).toBeNull();
  expect(coursewareInFront({ courseware }, null)).toBe(courseware);
  expect(coursewareInFront({ courseware }, sharedAt(OPENED_AT_MS - 1))).toBe(courseware);
  expect(coursewareInFront({ courseware }, sharedAt(OPENED_AT_MS + 1))).toBeNull();
});

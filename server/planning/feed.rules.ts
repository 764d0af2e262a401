import type { FeedSubject } from '../../shared/feed.ts';
import { type LessonFields, plannedEndAtMs } from '../../shared/lesson.ts';
import { feedEn } from '../../shared/text/feed.en.ts';
import { type FeedKey, feedZhCn } from '../../shared/text/feed.zh-CN.ts';
import { createText, type Locale, type Text } from '../../shared/text/text.ts';
import type { DirectorySnapshot } from '../directory/directory.types.ts';
import { type IcalEvent, icalendar } from './feed.ical.rules.ts';
import type { FeedLesson } from './feed.types.ts';

const texts: Readonly<Record<Locale, Text<FeedKey>>> = {
  'zh-CN': createText<FeedKey>(feedZhCn),
  en: createText<FeedKey>(feedEn),
};

/** Whether a lesson is the subject's: a teacher leads or takes part, a room speaks or listens, a school leads or receives. */
export function concerns({ kind, id }: FeedSubject, fields: LessonFields): boolean {
  switch (kind) {
    case 'person':
      return fields.lecturerId === id || fields.memberIds.some((each) => each === id);
    case 'room':
      return fields.lectureRoomId === id || fields.rooms.some((room) => room.roomId === id);
    case 'school':
      return fields.leadingSchoolId === id || fields.rooms.some((room) => room.schoolId === id);
  }
}

/** What a subject is called; null when it is not in the registers any more. */
export function nameOfSubject({ kind, id }: FeedSubject, snapshot: DirectorySnapshot): string | null {
  const found = <F>(all: ReadonlyMap<string, { readonly fields: F }>) => all.get(id)?.fields;
  switch (kind) {
    case 'person':
      return found(snapshot.people)?.name ?? null;
    case 'school':
      return found(snapshot.schools)?.name ?? null;
    case 'room': {
      const room = found(snapshot.rooms);
      return room === undefined ? null : roomName(snapshot, room);
    }
  }
}

/** The subject's lessons as a calendar. Teachers, rooms and classes are named, pupils never. */
export function calendarOf(
  subject: FeedSubject,
  lessons: readonly FeedLesson[],
  { snapshot, locale }: { readonly snapshot: DirectorySnapshot; readonly locale: Locale },
): string {
  const say = texts[locale];
  const events = lessons
    .filter(({ fields }) => concerns(subject, fields))
    .map((lesson): IcalEvent => {
      const { fields } = lesson;
      return {
        uid: `${lesson.id}@sanketang`,
        sequence: lesson.version,
        changedAtMs: lesson.recordedAtMs,
        startAtMs: fields.plannedStartAtMs,
        endAtMs: plannedEndAtMs(fields),
        zone: fields.zone,
        summary: summaryOf(fields, say),
        location: placeOf(subject, fields, snapshot),
        description: wordsOf(fields, { snapshot, say }),
        cancelled: fields.cancelled !== null,
      };
    });
  return icalendar(say('feed.calendar', { name: nameOfSubject(subject, snapshot) ?? '' }), events);
}

/** Not every calendar shows a state, so the title says it too. */
function summaryOf({ subject, grade, cancelled, changed }: LessonFields, say: Text<FeedKey>): string {
  const lesson = [subject, grade].filter(Boolean).join(' ');
  if (cancelled !== null) return say('feed.cancelled', { lesson });
  return changed === null ? lesson : say(`feed.${changed.kind}`, { lesson });
}

function placeOf({ kind, id }: FeedSubject, fields: LessonFields, snapshot: DirectorySnapshot): string {
  const listening = fields.rooms.filter((room) => (kind === 'room' ? room.roomId : room.schoolId) === id);
  const leads = kind === 'person' ? fields.lecturerId === id : listening.length === 0;
  const ids = leads ? [fields.lectureRoomId] : listening.map((room) => room.roomId);
  return ids.flatMap((each) => nameOfRoom(snapshot, each)).join('、');
}

function wordsOf(
  fields: LessonFields,
  { snapshot, say }: { readonly snapshot: DirectorySnapshot; readonly say: Text<FeedKey> },
): string {
  const lecturer = snapshot.people.get(fields.lecturerId)?.fields.name ?? '';
  const school = snapshot.schools.get(fields.leadingSchoolId)?.fields.name ?? '';
  const rooms = fields.rooms.flatMap((room) => nameOfRoom(snapshot, room.roomId)).join('、');
  const reason = fields.cancelled?.reason ?? fields.changed?.reason;
  return [
    say('feed.lecturer', { name: lecturer, school }),
    ...(rooms === '' ? [] : [say('feed.rooms', { rooms })]),
    ...(reason === undefined ? [] : [say('feed.reason', { reason })]),
  ].join('\n');
}

function nameOfRoom(snapshot: DirectorySnapshot, id: LessonFields['lectureRoomId']): readonly string[] {
  const room = id === null ? undefined : snapshot.rooms.get(id)?.fields;
  return room === undefined ? [] : [roomName(snapshot, room)];
}

type Placed = { readonly schoolId: LessonFields['leadingSchoolId']; readonly name: string };
const roomName = ({ schools }: DirectorySnapshot, { schoolId, name }: Placed) =>
  `${schools.get(schoolId)?.fields.name ?? ''} ${name}`.trim();

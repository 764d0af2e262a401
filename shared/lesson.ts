import { z } from 'zod';
import { teachingLanguage } from './caption/language.ts';
import {
  classId,
  groupId,
  lessonId,
  linkId,
  needId,
  personId,
  recordingId,
  roomId,
  schoolId,
  sessionId,
  slotId,
} from './kernel/ids.ts';
import { localDate, startMinute, zone } from './kernel/time.ts';
import { lessonRecording } from './recording-kinds.ts';
import { soundProfile } from './room-audio.ts';

/** 三个课堂: delivery 专递课堂, master 名师课堂, online 名校网络课堂. */
export const lessonKind = z.enum(['delivery', 'master', 'online']);
export type LessonKind = z.infer<typeof lessonKind>;

/** 互动 interactive, 直播 live, 研讨 seminar, 观摩 observation, 录播 recorded: each room plays a recording. */
export const lessonMode = z.enum(['interactive', 'live', 'seminar', 'observation', 'recorded']);
export type LessonMode = z.infer<typeof lessonMode>;

/** A listening room's part in a lesson: which class sits there and which registered need the lesson serves. */
export const lessonRoom = z.strictObject({
  roomId,
  schoolId,
  classId: classId.nullable(),
  expectedCount: z.int().min(0).max(500),
  needId: needId.nullable(),
  /** The room's own link, when one lesson serves several; else the lesson's. */
  linkId: linkId.nullable().default(null),
});
export type LessonRoom = z.infer<typeof lessonRoom>;

/** The leading side's own pupils, who sit with the lecturer. */
export const leadingClass = z.strictObject({
  classId: classId.nullable(),
  expectedCount: z.int().min(0).max(500),
});

const reason = z.string().trim().min(1).max(200);
export const cancelledLesson = z.strictObject({ reason });
/** How a lesson came to differ from what was planned: 调课 moved, 代课 substituted, 换组 regrouped. */
export const changedLesson = z.strictObject({ kind: z.enum(['moved', 'substituted', 'regrouped']), reason });

/** A dated lesson 课次, as the register holds it. `localDate` and `startMinute` are calendar values in `zone`. */
export const lessonFields = z.strictObject({
  sessionId,
  kind: lessonKind,
  mode: lessonMode,
  subject: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  localDate,
  startMinute,
  durationMinutes: z.int().min(5).max(240),
  zone,
  /** Derived from the three above when the version was written; kept so that reports need no calendar. */
  plannedStartAtMs: z.int(),
  leadingSchoolId: schoolId,
  lectureRoomId: roomId.nullable(),
  lecturerId: personId,
  linkId: linkId.nullable(),
  rooms: z.array(lessonRoom).max(300),
  /** Null when nobody but the lecturer sits in the lecture room. */
  leadingClass: leadingClass.nullable().default(null),
  /** Teachers who take part by name: in a seminar 研讨 they speak, at an observed lesson 观摩 they watch. */
  memberIds: z.array(personId).max(200).default([]),
  /** Started on the spot, without a timetable; counted apart unless attached to a link. */
  unplanned: z.boolean(),
  cancelled: cancelledLesson.nullable(),
  /** The weekly slot of which it was made. */
  slotId: slotId.nullable().default(null),
  changed: changedLesson.nullable().default(null),
  /** The group of teachers 研修共同体 whose meeting it is: of kind `master` alone. */
  groupId: groupId.optional(),
  /** 授课语言; left out where it is Chinese. */
  language: teachingLanguage.optional(),
  /** Left out where nothing is recorded by itself. */
  recording: lessonRecording.optional(),
  /** What rooms play: of mode `recorded` alone, and never left out there. */
  plays: recordingId.optional(),
});
export type LessonFields = z.infer<typeof lessonFields>;
/** With what has a default left out. */
export type LessonInput = z.input<typeof lessonFields>;

export const plannedEndAtMs = (lesson: Pick<LessonFields, 'plannedStartAtMs' | 'durationMinutes'>): number =>
  lesson.plannedStartAtMs + lesson.durationMinutes * 60_000;

/** Rooms join from this long before the planned start: pre-flight 课前检查. */
export const PREFLIGHT_MS = 10 * 60_000;

export const lessonPhase = z.enum(['planned', 'waiting', 'live', 'ended', 'cancelled']);
export type LessonPhase = z.infer<typeof lessonPhase>;

/** A lesson with the names that a page shows. */
export const lessonCard = z.object({
  lessonId,
  /** To be named by whoever changes the lesson. */
  version: z.int(),
  sessionId,
  kind: lessonKind,
  mode: lessonMode,
  subject: z.string(),
  grade: z.string(),
  localDate,
  startMinute,
  plannedStartAtMs: z.int(),
  plannedEndAtMs: z.int(),
  /** What it is taught in; left out where that is Chinese. */
  language: teachingLanguage.optional(),
  unplanned: z.boolean(),
  slotId: slotId.nullable(),
  changed: changedLesson.nullable(),
  cancelled: cancelledLesson.nullable(),
  phase: lessonPhase,
  leadingSchool: z.object({ schoolId, name: z.string() }),
  /** `sound` is that of the lecturer's microphone, where the room's register says how it is taken in. */
  lectureRoom: z.object({ roomId, name: z.string(), sound: soundProfile.optional() }).nullable(),
  lecturer: z.object({ personId, name: z.string() }),
  rooms: z.array(
    z.object({
      roomId,
      name: z.string(),
      schoolId,
      schoolName: z.string(),
      className: z.string().nullable(),
      expectedCount: z.int(),
      /** When called on, the room is heard only while a key is held. */
      pushToTalk: z.literal(true).optional(),
    }),
  ),
  leadingClass: z.object({ className: z.string().nullable(), expectedCount: z.int() }).nullable(),
  members: z.array(z.object({ personId, name: z.string(), schoolName: z.string() })),
  /** Whose meeting it is; left out where it is nobody's. */
  groupId: groupId.optional(),
});
export type LessonCard = z.infer<typeof lessonCard>;

/** A lesson to come whose rooms will have nothing to play: its recording was removed, or its keeping ends before. */
export const unplayableLesson = z.object({
  card: lessonCard,
  recordingId,
  trouble: z.discriminatedUnion('state', [
    z.object({ state: z.literal('removed') }),
    z.object({ state: z.literal('expires'), keptUntil: localDate }),
  ]),
});
export type UnplayableLesson = z.infer<typeof unplayableLesson>;

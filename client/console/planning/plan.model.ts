import { type TeachingLanguage, USUAL_LANGUAGE } from '../../../shared/caption/language.ts';
import type { LessonKind, LessonMode } from '../../../shared/lesson.ts';
import { linkFields } from '../../../shared/link.ts';
import type { RecordingCard } from '../../../shared/recording.ts';
import type { RecordingLicence } from '../../../shared/recording-kinds.ts';
import { mayRecordStage, modesOf, policyFor } from '../../../shared/session/session.policy.ts';
import type { Fields } from '../directory/list/register.types.ts';
import { readMinute } from '../shell/clock.model.ts';

export type PlanValues = {
  kind?: LessonKind;
  mode?: LessonMode;
  linkId?: string;
  subject?: string;
  grade?: string;
  localDate?: string;
  startTime?: string;
  durationMinutes?: number | null;
  lecturerId?: string;
  lectureRoomId?: string;
  leadingClassId?: string;
  roomIds?: string[];
  memberIds?: string[];
  groupId?: string;
  recording?: 'off' | RecordingLicence;
  stage?: boolean;
  plays?: string;
  language?: TeachingLanguage;
};

/** What stands for "nobody sits with the lecturer" in a list. */
export const NO_CLASS = 'none';

/** What a kind of lesson asks for, by the policy table. */
export type Asked = {
  /** Rooms that listen, and with them a link, a lecture room and its own class. */
  readonly rooms: boolean;
  readonly members: 'member' | 'observer' | null;
  /** A recording in the lecturer's place. */
  readonly plays: boolean;
};

export function askedFor(kind: LessonKind, mode: LessonMode): Asked {
  const policy = policyFor(kind, mode);
  return {
    rooms: policy?.parts.room !== undefined,
    // Only a master lesson asks for people by name.
    members: policy?.memberPart ?? null,
    plays: policy?.plays === true,
  };
}

/** A mode that the kind has: the one before if it may stay, else its first. */
export const modeIn = (kind: LessonKind, mode: LessonMode | undefined): LessonMode | undefined => {
  const modes = modesOf(kind);
  return modes.find((each) => each === mode) ?? modes[0];
};

/** The body of what was typed. What the kind of lesson does not ask for is left out, though it was typed before. */
export function planBody(values: PlanValues): object {
  const { startTime, kind = 'delivery', mode = 'interactive' } = values;
  const { subject, localDate, durationMinutes } = values;
  const asked = askedFor(kind, mode);
  const { groupId, recording = 'off', language = USUAL_LANGUAGE } = values;
  const stage = values.stage === true && mayRecordStage({ kind, mode });
  const lectureRoomId = asked.rooms && !asked.plays ? (values.lectureRoomId ?? null) : null;
  const { leadingClassId } = values;
  return {
    kind,
    mode,
    subject,
    localDate,
    durationMinutes,
    lecturerId: asked.plays ? null : values.lecturerId,
    ...(asked.plays ? { plays: values.plays } : {}),
    lectureRoomId,
    grade: values.grade ?? '',
    startMinute: readMinute(startTime ?? '') ?? undefined,
    linkId: asked.rooms ? (values.linkId ?? null) : null,
    roomIds: asked.rooms ? (values.roomIds ?? []) : [],
    ...(asked.members === null ? {} : { memberIds: values.memberIds ?? [] }),
    ...(recording === 'off' || asked.plays
      ? {}
      : { recording: { on: true, licence: recording, ...(stage ? { stage } : {}) } }),
    ...(language === USUAL_LANGUAGE ? {} : { language }),
    ...(kind === 'master' && groupId !== undefined ? { groupId } : {}),
    ...(lectureRoomId === null || leadingClassId === undefined
      ? {}
      : { leadingClassId: leadingClassId === NO_CLASS ? null : leadingClassId }),
  };
}

/** What a chosen link settles by itself: subject, grade, and the point's rooms that can listen. */
export function settledBy(link: Fields | null, roomIds: readonly string[]): Partial<PlanValues> {
  const known = linkFields.pick({ subject: true, grade: true }).safeParse({
    subject: link?.['subject'],
    grade: link?.['grade'],
  });
  return known.success ? { ...known.data, roomIds: [...roomIds] } : {};
}

/** Narrows a search to the leading school of a link; without one the choice of teachers and rooms is open. */
export const ledBy = (link: Fields | null | undefined): Readonly<Record<string, string>> =>
  typeof link?.['fromSchoolId'] === 'string' ? { schoolId: link['fromSchoolId'] } : {};

/** Recordings that can be played on a day: whole, and kept until its end. */
export const playableOn = (cards: readonly RecordingCard[], localDate: string): readonly RecordingCard[] =>
  cards.filter(
    ({ state, keptUntil }) => state === 'closed' && (keptUntil === null || keptUntil >= localDate),
  );

/** What a recording says of the lesson that plays it. */
export const settledByRecording = ({ subject, grade, durationMs }: RecordingCard): Partial<PlanValues> => ({
  subject,
  grade,
  durationMinutes: Math.min(240, Math.max(5, Math.round(durationMs / 60_000))),
});

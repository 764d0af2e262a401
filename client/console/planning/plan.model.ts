import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { readMinute } from '../shell/clock.model.ts';

export type PlanValues = {
  linkId?: string;
  subject?: string;
  grade?: string;
  localDate?: string;
  startTime?: string;
  durationMinutes?: number | null;
  lecturerId?: string;
  lectureRoomId?: string;
  roomIds?: string[];
};

export function planBody(values: PlanValues): object {
  const { startTime, linkId, lectureRoomId, ...rest } = values;
  return {
    ...rest,
    kind: 'delivery',
    mode: 'interactive',
    grade: values.grade ?? '',
    startMinute: readMinute(startTime ?? '') ?? undefined,
    linkId: linkId ?? null,
    lectureRoomId: lectureRoomId ?? null,
    roomIds: values.roomIds ?? [],
  };
}

type Links = RouteAnswer<'link.list'>;
type Rooms = RouteAnswer<'room.list'>;

/** What a chosen link settles by itself: subject, grade, and the point's rooms that can listen. */
export function settledBy(linkId: string, links: Links, rooms: Rooms): Partial<PlanValues> {
  const link = links.find(({ id }) => id === linkId)?.fields;
  if (link === undefined) return {};
  return {
    subject: link.subject,
    grade: link.grade,
    roomIds: rooms
      .filter(({ fields }) => fields.schoolId === link.toSchoolId && fields.ends.includes('listening'))
      .map(({ id }) => id),
  };
}

/** The leading school of a link; null leaves the choice of teachers and rooms open. */
export const leadOf = (linkId: string | undefined, links: Links): string | null =>
  links.find(({ id }) => id === linkId)?.fields.fromSchoolId ?? null;

import { USUAL_LANGUAGE } from '../../../shared/caption/language.ts';
import type { RecordingCard } from '../../../shared/recording.ts';
import { slotFields } from '../../../shared/slot.ts';
import { rowsIn } from '../directory/list/entry.model.ts';
import type { Fields, Row } from '../directory/list/register.types.ts';
import { settledByRecording } from '../planning/plan.model.ts';

/** Whether a form's slot plays a recording in a lecturer's place. */
export const isPlayed = ({ plays }: Fields): boolean => typeof plays === 'string' && plays !== '';

/** The register's own fields of a form's values; the table decides whether they are a slot. */
export function slotBody(values: Fields, leadingSchoolId: unknown): Fields {
  const known = Object.keys(slotFields.shape).map((name) => [name, values[name]] as const);
  const { language, recording, plays, ...fields } = Object.fromEntries(known);
  const played = isPlayed({ plays });
  return {
    ...fields,
    leadingSchoolId,
    rooms: rowsIn(fields['rooms']).filter((row) => typeof row['linkId'] === 'string'),
    ...(language === undefined || language === USUAL_LANGUAGE ? {} : { language }),
    ...(played ? { plays, lectureRoomId: null, leadingClassId: null } : {}),
    ...(played || recording === undefined ? {} : { recording }),
  };
}

/** Of which link a slot's rooms are; the first one says who leads. */
export const firstLinkOf = ({ rooms }: Fields): string | null => {
  const linkId = rowsIn(rooms)[0]?.['linkId'];
  return typeof linkId === 'string' ? linkId : null;
};

/** What a chosen recording says of the slot that plays it. */
export function settledByPlayed(card: RecordingCard, before: Fields): Fields {
  const { durationMinutes } = settledByRecording(card);
  return {
    lecturerId: card.lecturerId,
    ...(typeof before['durationMinutes'] === 'number' ? {} : { durationMinutes }),
  };
}

/** Where a point sits by itself: in its class's own room, of several that of the link's grade; else in its first one. */
export function seatOf(rooms: readonly Row[], classes: readonly Row[], grade: unknown): Fields {
  const listening = new Set(rooms.map(({ id }) => id));
  const homes = classes.filter(({ fields }) => listening.has(`${fields['homeRoomId']}`));
  const home = homes.find(({ fields }) => fields['grade'] === grade) ?? (grade === '' ? homes[0] : undefined);
  return { roomId: home?.fields['homeRoomId'] ?? rooms[0]?.id, classId: home?.id ?? null };
}

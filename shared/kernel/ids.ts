import { z } from 'zod';

/** UUIDv7 in lower-case text. Made by the server alone; command ids are the one exception (made by clients). */
const id = <B extends string>(_brand: B) => z.uuidv7().toLowerCase().brand<B>();

export const regionId = id('RegionId');
export const schoolId = id('SchoolId');
export const roomId = id('RoomId');
export const classId = id('ClassId');
export const personId = id('PersonId');
export const subjectId = id('SubjectId');
export const needId = id('NeedId');
export const localTeachingId = id('LocalTeachingId');
export const linkId = id('LinkId');
export const termId = id('TermId');
export const bellId = id('BellId');
/** A weekly slot of the timetable, of which dated lessons are made. */
export const slotId = id('SlotId');
/** A lesson held in another tool, and a group of teachers 研修共同体. */
export const elsewhereId = id('ElsewhereId');
export const groupId = id('GroupId');
export const lessonId = id('LessonId');
export const sessionId = id('SessionId');
export const deviceId = id('DeviceId');
/** A phone's right to help in one room of one lesson. */
export const grantId = id('GrantId');
/** A browser that watches without a name. */
export const viewerId = id('ViewerId');
/** An uploaded file on its way into the registers. */
export const importId = id('ImportId');
/** A calendar feed behind a secret address. */
export const feedId = id('FeedId');
/** A token that opens an office's data 开放数据, and an address that is told of events. */
export const openTokenId = id('OpenTokenId');
export const webhookId = id('WebhookId');
export const auditId = id('AuditId');
/** What went wrong with a running lesson, by rule; and an office's wall of figures 数据大屏. */
export const alarmId = id('AlarmId');
export const bigScreenId = id('BigScreenId');
export const invitationId = id('InvitationId');
export const connectionId = id('ConnectionId');
export const streamId = id('StreamId');
/** Words that somebody wrote, kept apart from the log so that they can be erased. */
export const textId = id('TextId');
export const questionId = id('QuestionId');
/** An uploaded lesson file 课件. */
export const coursewareId = id('CoursewareId');
/** 课堂录像: what was recorded of one lesson without a stop in between, and one file of it. */
export const recordingId = id('RecordingId');
export const pieceId = id('PieceId');
/** A stretch of one own stream that a lecturer's browser kept beside it 本机备份. */
export const safetyTakeId = id('SafetyTakeId');
/** A stroke of the pen on a page; made by the client that draws it. */
export const markId = id('MarkId');
export const consumerId = id('ConsumerId');
/** Made by the client once per intention, kept over retries: a repeated command gets the first answer. */
export const commandId = id('CommandId');

export type RegionId = z.infer<typeof regionId>;
export type SchoolId = z.infer<typeof schoolId>;
export type RoomId = z.infer<typeof roomId>;
export type ClassId = z.infer<typeof classId>;
export type PersonId = z.infer<typeof personId>;
export type NeedId = z.infer<typeof needId>;
export type LinkId = z.infer<typeof linkId>;
export type ElsewhereId = z.infer<typeof elsewhereId>;
export type GroupId = z.infer<typeof groupId>;
export type LessonId = z.infer<typeof lessonId>;
export type SessionId = z.infer<typeof sessionId>;
export type DeviceId = z.infer<typeof deviceId>;
export type GrantId = z.infer<typeof grantId>;
export type ViewerId = z.infer<typeof viewerId>;
export type SubjectId = z.infer<typeof subjectId>;
export type LocalTeachingId = z.infer<typeof localTeachingId>;
export type TermId = z.infer<typeof termId>;
export type BellId = z.infer<typeof bellId>;
export type SlotId = z.infer<typeof slotId>;
export type ImportId = z.infer<typeof importId>;
export type FeedId = z.infer<typeof feedId>;
export type OpenTokenId = z.infer<typeof openTokenId>;
export type WebhookId = z.infer<typeof webhookId>;
export type AuditId = z.infer<typeof auditId>;
export type AlarmId = z.infer<typeof alarmId>;
export type BigScreenId = z.infer<typeof bigScreenId>;
export type InvitationId = z.infer<typeof invitationId>;
export type ConnectionId = z.infer<typeof connectionId>;
export type StreamId = z.infer<typeof streamId>;
export type TextId = z.infer<typeof textId>;
export type CoursewareId = z.infer<typeof coursewareId>;
export type RecordingId = z.infer<typeof recordingId>;
export type PieceId = z.infer<typeof pieceId>;
export type SafetyTakeId = z.infer<typeof safetyTakeId>;
export type MarkId = z.infer<typeof markId>;
export type QuestionId = z.infer<typeof questionId>;
export type ConsumerId = z.infer<typeof consumerId>;
export type CommandId = z.infer<typeof commandId>;

/** Epoch milliseconds at which a UUIDv7 was made, by its maker's clock: its first 48 bits. */
export const madeAtMs = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

/**
 * Formats a UUIDv7 (RFC 9562 §5.7).
 * @param nowMs epoch milliseconds, the first 48 bits
 * @param random at least 10 random bytes
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(nowMs / 0x10000));
  view.setUint16(4, nowMs % 0x10000);
  bytes.set(random.subarray(0, 10), 6);
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

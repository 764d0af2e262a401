import { z } from 'zod';
import { roomId, schoolId } from './kernel/ids.ts';
import { localDate } from './kernel/time.ts';

/** 钉钉, 企业微信, 腾讯会议, 国家智慧教育平台, 其他. */
export const elsewhereTool = z.enum(['dingtalk', 'wecom', 'tencentMeeting', 'smartedu', 'other']);

/**
 * A lesson held in another tool 其他平台授课, entered afterwards by the school that listened. Nothing of it can be checked against a log:
 * it is counted apart, marked unverified wherever it stands, and never in coverage.
 */
export const elsewhereFields = z.strictObject({
  localDate,
  tool: elsewhereTool,
  /** Who listened. */
  schoolId,
  /** Null where the school does not say in which of its rooms. */
  roomId: roomId.nullable().default(null),
  leadingSchoolId: schoolId,
  subject: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  minutes: z.int().min(5).max(240),
  /** Null when nobody counted. */
  presentCount: z.int().min(0).max(500).nullable().default(null),
  note: z.string().trim().max(200).default(''),
});
export type ElsewhereFields = z.infer<typeof elsewhereFields>;
export type ElsewhereInput = z.input<typeof elsewhereFields>;

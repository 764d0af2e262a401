import { z } from 'zod';

/** Who may see a recording: the schools of its lesson 本课学校, everybody of the region 本区域, whoever has its address 公开. */
export const recordingLicence = z.enum(['parties', 'region', 'public']);
export type RecordingLicence = z.infer<typeof recordingLicence>;

/** What is recorded of a seat. The private line `line` never is. */
export const recordedSource = z.enum(['voice', 'camera', 'content']);
export type RecordedSource = z.infer<typeof recordedSource>;

/** Beside the leading side also whoever is on stage 上台, where the policy of the lesson's kind lets that be; left out for the leading side alone. */
export const withStage = z.literal(true).optional();

/** Whether a lesson is recorded from its start on, what of it, and who may see that. */
export const lessonRecording = z.strictObject({
  on: z.boolean(),
  licence: recordingLicence,
  stage: withStage,
});

/** Why nothing was recorded for a while although it should have been; `away` there was nobody who led: the line was cut, or they had left. */
export const recordingBreak = z.enum(['recorder', 'media', 'server', 'disk', 'away']);
export type RecordingBreak = z.infer<typeof recordingBreak>;

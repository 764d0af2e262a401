import { z } from 'zod';

/** Who may see a recording: the schools of its lesson 本课学校, everybody of the region 本区域, whoever has its address 公开. */
export const recordingLicence = z.enum(['parties', 'region', 'public']);
export type RecordingLicence = z.infer<typeof recordingLicence>;

/** Whether a lesson is recorded from its start on, and who may see that. */
export const lessonRecording = z.strictObject({ on: z.boolean(), licence: recordingLicence });

/** Why nothing was recorded for a while although it should have been. */
export const recordingBreak = z.enum(['recorder', 'media', 'server', 'disk']);
export type RecordingBreak = z.infer<typeof recordingBreak>;

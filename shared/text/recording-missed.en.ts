export const recordingMissedEn = {
  'recording.missed.camera':
    'Your camera is not in the recording: the lecture PC’s browser sends it in VP8, and H.264 is recorded. Use a newer Chrome or Edge; the lesson itself goes on.',
  'recording.missed.content':
    'What you share is not in the recording: the lecture PC’s browser sends it in VP8, and H.264 is recorded. Use a newer Chrome or Edge; the lesson itself goes on.',
  'recording.missed.voice':
    'Your voice is not in the recording: its format cannot be recorded. The lesson itself goes on.',
  'asset.missed': 'Not recorded: {sources}',
  'asset.missed.camera': 'camera',
  'asset.missed.content': 'shared screen',
  'asset.missed.voice': 'voice',
  'asset.missed.how': 'What the browser there sent could not be recorded as it was (VP8 instead of H.264).',
} as const;
export type RecordingMissedKey = keyof typeof recordingMissedEn;
